import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { parse as parseCsv } from "csv-parse/sync";
import ICAL from "ical.js";
import jsonld from "jsonld";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergeContacts } from "../../../src/contact/merge.ts";
import { globalId, idOfType } from "../../../src/identity/globalId.ts";
import { retractReport } from "../../../src/report/retract.ts";
import { filing, outlet, says, took } from "../../report/made.ts";
import { mustFile } from "../../testkit/filings.ts";
import { type Running, runServer } from "../../testkit/running.ts";

/** Tests read answers of any shape: a wrong step fails the test. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;

/** What a careless writer of files stumbles over. */
const HOSTILE = `=cmd|'/c calc'!A1 <b>&amp;]]> ","; \\n \\ 👩‍🚀 ${"длинный ".repeat(12)}\r\nBEGIN:VEVENT`;

let server: Running;
let origin: string;
beforeAll(async () => {
  server = await runServer();
  origin = new URL(server.url).origin;
  await mustFile(
    server.database,
    filing(
      [took({ kind: "VISIT", parties: ["FR", "DE"], date: "1999-05-04/1999-05-06" }), says("PLACE", HOSTILE)],
      {
        outlet: { ...outlet("hostile"), name: HOSTILE.replaceAll(/\s+/g, " ").slice(0, 120) },
        report: { title: "=1+1", kind: "ARTICLE", url: "https://example.org/?a=1&b=%22%3E" },
      },
    ),
    filing([took({ kind: "CALL", parties: ["FR", "IT"], date: "1998-05~" })]),
    filing([took({ kind: "SUMMIT", parties: ["FR", "JP"], date: "1997" }), says("EVENT", "G-8")]),
    filing([took({ kind: "CALL", parties: ["FR", "CN"], date: "XXXX-05-01" })]),
    filing([took({ kind: "CALL", parties: ["FR", "CA"], date: "1996-01-02" })]),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, init?: RequestInit) => fetch(`${origin}${path}`, { redirect: "manual", ...init });
const text = async (path: string) => {
  const response = await get(path);
  expect(response.status).toBe(200);
  return response.text();
};

async function graph(query: string, variables: object = {}) {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Json;
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

const lines = async (path: string) =>
  (await text(path))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown> & { id: string });

async function idBetween(...parties: string[]): Promise<string> {
  const [found] = await lines(`/contacts.jsonl?exactly=${parties.join(",")}`);
  return found?.id ?? "";
}

describe("every format", () => {
  it.each([
    ["between=RU,BY", { parties: { allOf: ["RU", "BY"] } }],
    ["anyOf=FR&noneOf=JP", { parties: { anyOf: ["FR"], noneOf: ["JP"] } }],
    ["kinds=CALL,SUMMIT", { kinds: ["CALL", "SUMMIT"] }],
    ["from=1997-06-01&to=1998-12-31", { during: { from: "1997-06-01", to: "1998-12-31" } }],
    [
      "from=1997-06-01&to=1998-12-31&match=CERTAIN",
      { during: { from: "1997-06-01", to: "1998-12-31", match: "CERTAIN" } },
    ],
    ["outlets=first-pool&minIndependentOutlets=2", { outlets: ["first-pool"], minIndependentOutlets: 2 }],
    ["text=lukashenko&people=vladimir-putin", { text: "lukashenko", people: ["vladimir-putin"] }],
    ["topics=nothing", { topics: ["nothing"] }],
    [
      'anyOf=FR&filter={"or":[{"kinds":["SUMMIT"]},{"not":{"kinds":["CALL"]}}]}',
      { parties: { anyOf: ["FR"] }, or: [{ kinds: ["SUMMIT"] }, { not: { kinds: ["CALL"] } }] },
    ],
  ])("has the contacts that the API has: %s", async (query, filter) => {
    const { contacts } = await graph(
      "query ($filter: ContactFilter) { contacts(filter: $filter, first: 200) { edges { node { id date { earliest latest } } } } }",
      { filter },
    );
    const nodes = contacts.edges.map((edge: { node: object }) => edge.node);
    const ids: string[] = nodes.map(({ id }: { id: string }) => id).sort();
    const urns = ids.map((id) => `urn:uuid:${idOfType("Contact", id)}`).sort();
    const feed = JSON.parse(await text(`/feed.json?${query}`)) as { items: { id: string }[] };
    expect(feed.items.map(({ id }) => id).sort()).toEqual(urns);
    expect(
      [...(await text(`/feed.atom?${query}`)).matchAll(/<id>(urn:[^<]+)/g)]
        .map(([, id]) => id)
        .slice(1)
        .sort(),
    ).toEqual(urns);
    expect((await lines(`/contacts.jsonl?${query}`)).map(({ id }) => id).sort()).toEqual(ids);
    const table: { id: string }[] = parseCsv(await text(`/contacts.csv?${query}`), { columns: true });
    expect(table.map(({ id }) => id).sort()).toEqual(ids);
    const dated = nodes.filter(
      ({ date }: { date: { earliest?: string; latest?: string } | null }) =>
        date?.earliest != null && date.latest != null,
    );
    expect((await text(`/contacts.ics?${query}`)).match(/^UID:/gm) ?? []).toHaveLength(dated.length);
  });

  it.each(["/feed.atom", "/feed.json", "/contacts.csv", "/contacts.jsonl", "/contacts.ics"])(
    "says what is wrong with %s?kinds=TALK, and is not kept then",
    async (path) => {
      const response = await get(`${path}?kinds=TALK`);
      expect(response.status).toBe(400);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("etag")).toBeNull();
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: "INVALID_INPUT", argumentPath: ["kinds"], got: "TALK" } }],
      });
    },
  );

  it("refuses what only the record itself can tell to be wrong before it begins to answer", async () => {
    const response = await get("/contacts.csv?from=2024-02-01&to=2024-01-01");
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain("before it begins");
    expect((await get("/contacts.csv?text=%E0%A4%A")).status).toBe(400);
  });

  it.each([
    ["/feed.atom", "application/atom+xml; charset=utf-8"],
    ["/feed.json", "application/feed+json; charset=utf-8"],
    ["/contacts.ics", "text/calendar; charset=utf-8"],
    ["/contacts.csv", "text/csv; charset=utf-8; header=present"],
    ["/contacts.jsonl", "application/jsonl; charset=utf-8"],
  ])("%s is of its type, for everybody to keep, and told without its body as well", async (path, type) => {
    const response = await get(path, { headers: { Origin: "https://reader.example" } });
    await response.text();
    const head = await get(path, { method: "HEAD" });
    for (const { status, headers } of [response, head]) {
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe(type);
      expect(headers.get("cache-control")).toBe("public, no-cache");
      expect(headers.get("etag")).toMatch(/^W\/"[\w-]{22}"$/);
      expect(headers.get("ratelimit")).toMatch(/r=\d+/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(head.headers.get("etag")).toBe(response.headers.get("etag"));
    expect(await head.text()).toBe("");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const post = await get(path, { method: "POST", body: "x" });
    expect(post.status).toBe(405);
    expect(post.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  it("is not sent again until the record changes", async () => {
    const tag = (await get("/contacts.csv")).headers.get("etag") ?? "";
    const again = () => get("/contacts.csv", { headers: { "If-None-Match": `"other", ${tag}` } });
    expect((await again()).status).toBe(304);
    expect((await get("/contacts.jsonl", { headers: { "If-None-Match": tag } })).status).toBe(200);
    await graph(`{ __typename }`);
    await mustFile(
      server.database,
      filing([took({ kind: "CALL", parties: ["SE", "NO"], date: "1990-01-01" })]),
    );
    await expect.poll(async () => (await again()).status, { timeout: 8000 }).toBe(200);
  });

  it("tells when the record changed last, once that second is over", async () => {
    const modified = await expect
      .poll(async () => (await get("/feed.json")).headers.get("last-modified"), { timeout: 8000 })
      .not.toBeNull()
      .then(async () => (await get("/feed.json")).headers.get("last-modified") ?? "");
    const since = (time: string) => get("/feed.json", { headers: { "If-Modified-Since": time } });
    expect((await since(modified)).status).toBe(304);
    expect((await since(new Date(Date.parse(modified) - 1000).toUTCString())).status).toBe(200);
    expect((await since("nonsense")).status).toBe(200);
  });

  it("shows neither what was retracted nor what was merged, and of old the one as it was", async () => {
    const [from, into] = await mustFile(
      server.database,
      filing([took({ kind: "CALL", parties: ["PT", "ES"], date: "1991-02-03" })]),
      filing([took({ kind: "CALL", parties: ["PT", "ES"], date: "1991-02-04" })]),
      filing([took({ kind: "CALL", parties: ["PT", "MA"], date: "1991-02-05" })]),
    ).then((filed) => filed.map((result) => ("contacts" in result ? (result.contacts[0] ?? "") : "")));
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const retracted = await lines("/contacts.jsonl?exactly=PT,MA");
    const report = await graph(
      "query ($id: ID!) { contact(id: $id) { reports { edges { node { id } } } } }",
      {
        id: retracted[0]?.id,
      },
    );
    await retractReport(server.database, {
      id: idOfType("Report", report.contact.reports.edges[0].node.id) ?? "",
      reason: "wrong",
      actor: "test",
    });
    await mergeContacts(server.database, {
      from: from ?? "",
      into: into ?? "",
      reason: "same",
      actor: "test",
    });
    const uuid = (id = "") => `urn:uuid:${id}`;
    for (const path of ["/feed.atom", "/feed.json", "/contacts.ics"]) {
      const shown = await text(`${path}?anyOf=PT`);
      expect(shown).toContain(uuid(into));
      expect(shown).not.toContain(uuid(from));
      expect(shown).not.toContain("Morocco");
    }
    const partiesOf = async (query: string) =>
      (await lines(`/contacts.jsonl?anyOf=PT${query}`)).map(({ parties }) => parties);
    expect(await partiesOf("")).toEqual([["PT", "ES"]]);
    expect(await partiesOf(`&asOf=${before}`)).toEqual([
      ["PT", "ES"],
      ["PT", "ES"],
      ["PT", "MA"],
    ]);
    expect((await text(`/contacts.ics?anyOf=PT&asOf=${before}`)).match(/^UID:/gm)).toHaveLength(3);

    const [gone, kept] = [globalId("Contact", from ?? ""), globalId("Contact", into ?? "")];
    const redirect = await get(`/contacts/${gone}.jsonld`);
    expect([redirect.status, redirect.headers.get("location")]).toEqual([307, `/contacts/${kept}.jsonld`]);
    expect((await get(`/contacts/${gone}.jsonld?asOf=${before}`)).status).toBe(200);
    expect((await get(`/contacts/${retracted[0]?.id}.jsonld`)).status).toBe(404);
    expect((await get("/contacts/nothing.jsonld")).status).toBe(404);
  });

  it("has its place in the head of the page", async () => {
    const page = await text("/");
    for (const href of ["/feed.atom", "/feed.json", "/contacts.ics"]) {
      expect(page).toMatch(new RegExp(`<link rel="alternate" type="[^"]+" href="${href}"`));
    }
  });
});

it("lets in as many as GraphQL does, and tells what it keeps from others only to whom it is for", async () => {
  await using limited = await runServer({ RATE_LIMIT: "2/1m" });
  const { origin: at } = new URL(limited.url);
  expect((await fetch(`${at}/contacts.csv`)).status).toBe(200);
  expect((await fetch(`${at}/feed.atom`)).status).toBe(200);
  const third = await fetch(`${at}/feed.json`);
  expect([third.status, third.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^\d+$/)]);
  expect((await get("/feed.atom", { headers: { Authorization: "Bearer readout_wrong" } })).status).toBe(401);
});

describe("a feed", () => {
  const ATOM = "http://www.w3.org/2005/Atom";
  const children = (parent: Element, name: string) =>
    [...parent.childNodes].filter((node) => node.nodeName === name) as Element[];
  const only = (parent: Element, name: string) => {
    const [child, ...more] = children(parent, name);
    expect([name, child === undefined ? 0 : 1 + more.length]).toEqual([name, 1]);
    return child?.textContent ?? "";
  };

  it("in Atom has what RFC 4287 asks of it", async () => {
    const problems: unknown[] = [];
    const parser = new DOMParser({ onError: (level, message) => problems.push([level, message]) });
    const feed = parser.parseFromString(
      await text("/feed.atom?first=200"),
      "application/xml",
    ).documentElement;
    if (feed === null) throw new Error("There is no document");
    expect(problems).toEqual([]);
    expect([feed.namespaceURI, feed.localName]).toEqual([ATOM, "feed"]);
    const updated = Date.parse(only(feed, "updated"));
    expect(only(feed, "id")).toMatch(/^urn:uuid:/);
    only(feed, "title");
    expect(children(feed, "author").map((author) => only(author, "name"))).toEqual(["Readout"]);
    const links = children(feed, "link").map((link) => [link.getAttribute("rel"), link.getAttribute("href")]);
    expect(links).toContainEqual(["self", `${origin}/feed.atom?first=200`]);
    const entries = children(feed, "entry");
    expect(entries.length).toBeGreaterThan(7);
    expect(new Set(entries.map((entry) => only(entry, "id"))).size).toBe(entries.length);
    for (const entry of entries) {
      only(entry, "title");
      expect(Date.parse(only(entry, "updated"))).toBeLessThanOrEqual(updated);
      expect(only(entry, "published")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
      expect(children(entry, "link").some((link) => link.getAttribute("rel") === "alternate")).toBe(true);
    }
    const hostile = entries.find((entry) => entry.textContent?.includes("calc"));
    const content = hostile === undefined ? "" : only(hostile, "content");
    expect(content).toContain("=cmd|'/c calc'!A1 <b>&amp;]]> \",\"; \\n \\ 👩‍🚀 длинный");
    expect(children(hostile as Element, "link").map((link) => link.getAttribute("href"))).toContain(
      "https://example.org/?a=1&b=%22%3E",
    );
  });

  it("in JSON has what JSON Feed 1.1 asks of it", async () => {
    const feed = JSON.parse(await text("/feed.json?first=3"));
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: expect.stringContaining("Readout"),
      feed_url: `${origin}/feed.json?first=3`,
      home_page_url: `${origin}/`,
    });
    expect(feed.items).toHaveLength(3);
    for (const item of feed.items) {
      expect(item).toMatchObject({
        id: expect.stringMatching(/^urn:uuid:/),
        url: expect.stringMatching(/^http:.*\/contact\/[\w-]+$/),
        content_text: expect.stringContaining("Independent outlets: "),
        date_published: expect.stringMatching(/Z$/),
        date_modified: expect.stringMatching(/Z$/),
        tags: expect.arrayContaining([expect.any(String)]),
      });
    }
  });

  it("begins with what came last, and keeps its id where it is served", async () => {
    const item = JSON.parse(await text("/feed.json?first=1&exactly=SE,NO")).items[0];
    expect(JSON.parse(await text("/feed.json?first=200&anyOf=SE")).items[0].id).toBe(item.id);
    const idOf = (feed: string) => /<id>([^<]+)/.exec(feed)?.[1];
    const [here, there] = [
      await text("/feed.atom?anyOf=FR&first=3"),
      await text("/feed.atom?first=9&anyOf=FR"),
    ];
    expect(idOf(here)).toBe(idOf(there));
    expect(idOf(here)).not.toBe(idOf(await text("/feed.atom?anyOf=CA")));
  });
});

describe("a calendar", () => {
  const events = async (query: string) => {
    const calendar = new ICAL.Component(ICAL.parse(await text(`/contacts.ics${query}`)) as unknown[]);
    expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
    expect(calendar.getFirstPropertyValue("prodid")).toBe("-//Readout//Contacts//EN");
    return calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  };
  const told = (event: ICAL.Event) => [
    event.startDate.toString(),
    event.endDate.toString(),
    event.startDate.isDate,
    event.component.getFirstPropertyValue("status"),
  ];

  it.each([
    ["FR,CA", ["1996-01-02", "1996-01-03", true, "CONFIRMED"], "1996-01-02"],
    ["FR,DE", ["1999-05-04", "1999-05-07", true, "CONFIRMED"], "1999-05-04/1999-05-06"],
    ["FR,IT", ["1998-05-01", "1998-06-01", true, "TENTATIVE"], "1998-05~"],
    ["FR,JP", ["1997-01-01", "1998-01-01", true, "TENTATIVE"], "1997"],
  ])("has %s on all the days that its date can mean", async (parties, expected, edtf) => {
    const [event, ...more] = await events(`?exactly=${parties}`);
    expect(more).toEqual([]);
    expect(event === undefined ? null : told(event)).toEqual(expected);
    expect(event?.description).toContain(`(EDTF ${edtf})`);
    expect(event?.component.getFirstPropertyValue("x-readout-edtf")).toBe(edtf);
  });

  it("leaves out what has no day", async () => {
    expect(await events("?exactly=FR,CN")).toEqual([]);
  });

  it("holds any text, in lines of at most 75 bytes that end as they must", async () => {
    const [event] = await events("?exactly=FR,DE");
    expect(event?.location).toBe(HOSTILE.replace("\r\n", "\n"));
    const file = await text("/contacts.ics");
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(file).toMatch(/END:VCALENDAR\r\n$/);
    for (const line of file.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).toBe(line.toWellFormed());
    }
  });

  it("tells programs that a contact changed", async () => {
    const query = "?exactly=FR,CA";
    const [before] = await events(query);
    await mustFile(
      server.database,
      filing([took({ kind: "CALL", parties: ["FR", "CA"], date: "1996-01-02" }), says("DURATION", "PT30M")], {
        outlet: outlet("second"),
      }),
    );
    const [after] = await events(query);
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
  });
});

describe("linked data", () => {
  const offline = {
    safe: true,
    documentLoader: (url: string) => Promise.reject(new Error(`It asks for ${url}`)),
  };
  const expandAlone = (document: object) =>
    jsonld.expand(document as jsonld.JsonLdDocument, offline) as unknown as Promise<Json[]>;
  const expand = async (parties: string) => {
    const document = JSON.parse(await text(`/contacts/${await idBetween(...parties.split(","))}.jsonld`));
    const [event] = await expandAlone(document);
    return { document, event };
  };
  const SCHEMA = "https://schema.org/";
  const PROV = "http://www.w3.org/ns/prov#";

  it("means the same to a program that knows schema.org and PROV-O, and asks for nothing else", async () => {
    const document = JSON.parse(
      await text(`/contacts/${(await lines("/contacts.jsonl?outlets=first-pool"))[0]?.id}.jsonld`),
    );
    const [event] = await expandAlone(document);
    expect(event["@type"]).toEqual([`${SCHEMA}Event`, `${PROV}Activity`]);
    expect(event["http://purl.org/dc/terms/date"]).toEqual([
      { "@type": "http://id.loc.gov/datatypes/edtf/EDTF", "@value": "2024?-03-16" },
    ]);
    // The year is inferred: no day is given for one that is known.
    expect(event[`${SCHEMA}startDate`]).toBeUndefined();
    const names = event[`${SCHEMA}attendee`].map(
      (role: Json) => role[`${SCHEMA}attendee`][0][`${SCHEMA}name`][0]["@value"],
    );
    expect(names).toEqual(["Vladimir Putin", "Alexander Lukashenko"]);
    const reviews = event[`${SCHEMA}review`];
    expect(reviews.every((review: Json) => review["@type"][0] === `${SCHEMA}ClaimReview`)).toBe(true);
    const { contact } = await graph(
      "query ($id: ID!) { contact(id: $id) { evidence { field claims { id quote stance report { url outlet { name } } } } } }",
      { id: document.identifier },
    );
    const claims = reviews.flatMap((review: Json) => review[`${SCHEMA}itemReviewed`]);
    const expected = contact.evidence.flatMap(({ claims: of }: Json) => of);
    expect(
      claims.map((claim: Json) => ({
        id: claim["@id"].replace("urn:readout:", ""),
        quote: claim[`${SCHEMA}text`]?.[0]["@value"] ?? null,
        stance: claim[`${origin}/graphql#stance`][0]["@value"],
        report: {
          url: claim[`${PROV}hadPrimarySource`][0][`${SCHEMA}url`]?.[0]["@id"] ?? null,
          outlet: { name: claim[`${PROV}wasAttributedTo`][0][`${SCHEMA}name`][0]["@value"] },
        },
      })),
    ).toEqual(expected);
    expect(new Set(claims.map((claim: Json) => claim[`${origin}/graphql#stance`][0]["@value"]))).toContain(
      "INFERRED",
    );
  });

  it.each([
    ["FR,CA", "1996-01-02", "1996-01-02"],
    ["FR,DE", "1999-05-04", "1999-05-06"],
    ["FR,JP", "1997", "1997"],
    ["FR,IT", undefined, undefined],
    ["FR,CN", undefined, undefined],
  ])("dates %s as exactly as it is known", async (parties, start, end) => {
    const { document } = await expand(parties);
    expect([document.startDate, document.endDate]).toEqual([start, end]);
  });

  it("holds any text, and the event at which leaders met", async () => {
    const { event } = await expand("FR,DE");
    expect(event[`${SCHEMA}location`][0][`${SCHEMA}name`][0]["@value"]).toBe(HOSTILE);
    const summit = (await expand("FR,JP")).event;
    expect(summit[`${SCHEMA}superEvent`][0][`${SCHEMA}name`][0]["@value"]).toBe("G-8");
  });
});

describe("a table", () => {
  it("is the one that the command exports, and no formula for a spreadsheet", async () => {
    const [row, ...more]: Record<string, string>[] = parseCsv(await text("/contacts.csv?exactly=FR,DE"), {
      columns: true,
    });
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      kind: "VISIT",
      parties: "FR; DE",
      date: "1999-05-04/1999-05-06",
      disputed: "false",
    });
    expect(row?.place).toBe(`'${HOSTILE}`);
    const [line] = await lines("/contacts.jsonl?exactly=FR,DE");
    expect(line).toMatchObject({ place: HOSTILE, parties: ["FR", "DE"], disputed: false });
    expect(Object.keys(line ?? {})).toEqual(Object.keys(row ?? {}));
  });

  it("names the agreements that the API shows, now and as of a time", async () => {
    const [pact] = await mustFile(
      server.database,
      filing([
        {
          subject: {
            newAgreement: { ref: "pact", title: "Pact of Lima", slug: "pact-of-lima", parties: ["CL", "PE"] },
          },
          field: "OCCURRENCE",
          value: true,
          stance: "STATES",
        },
      ]),
      filing([
        took({ kind: "SUMMIT", parties: ["CL", "PE"], date: "1995-01-01" }),
        says("AGREEMENTS", "pact-of-lima"),
      ]),
    );
    const shown = async (query = "") => (await lines(`/contacts.jsonl?exactly=CL,PE${query}`))[0]?.agreements;
    const ofTheApi = async () => {
      const { contacts } = await graph(
        '{ contacts(filter: { parties: { exactly: ["CL", "PE"] } }) { edges { node { agreements { slug } } } } }',
      );
      return contacts.edges[0].node.agreements.map(({ slug }: Json) => slug);
    };
    expect([await shown(), await ofTheApi()]).toEqual([["pact-of-lima"], ["pact-of-lima"]]);
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await retractReport(server.database, { id: pact?.reportId ?? "", reason: "wrong", actor: "test" });
    await expect.poll(ofTheApi, { timeout: 8000 }).toEqual([]);
    expect(await shown()).toEqual([]);
    expect(await shown(`&asOf=${before}`)).toEqual(["pact-of-lima"]);
  });

  it("is read as fast as it is taken, and no further once the client is gone", async () => {
    await using own = await runServer();
    await own.database.prisma.$executeRaw`
      INSERT INTO contact (id, kind, title, sort_day, independent_outlets, disputed, report_count)
      SELECT gen_random_uuid(), 'CALL', repeat('x', 4000), n, 1, false, 1 FROM generate_series(1, ${PAGES * 1000}::int) n`;
    let pages = 0;
    own.database.onStatement((sql) => {
      if (sql.includes("contact_agreement l JOIN agreement a")) pages++;
    });
    const settled = async () => {
      for (let before = -1; before !== pages; ) {
        before = pages;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      return pages;
    };
    const request = httpRequest(new URL("/contacts.jsonl", own.url)).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.once("readable", () => response.read(1));
    const waiting = await settled();
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThan(PAGES - 1);
    response.destroy();
    expect(await settled()).toBeLessThanOrEqual(waiting + 1);
    expect(own.logged).toEqual([]);
    pages = 0;
    const whole = await (await fetch(new URL("/contacts.jsonl?kinds=CALL", own.url))).text();
    expect(whole.split("\n")).toHaveLength(PAGES * 1000 + 2);
    expect(pages).toBe(PAGES + 1);
  });

  const PAGES = 4;
});
