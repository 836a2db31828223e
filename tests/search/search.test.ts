import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
await loadFirstRecord(database);
await mustFile(database, {
  outlet: { slug: "cas", name: "Čas a Škoda", kind: "NEWSPAPER", country: "CZ" },
  report: { title: "Zpráva o Łódźi", kind: "ARTICLE" },
  describes: {
    organizations: [
      { slug: "league-of-orchards", name: "League of Orchards" },
      { slug: "orchard", name: "Orchard" },
    ],
    offices: [{ slug: "warden-of-orchards", title: "Warden of Orchards", party: "league-of-orchards" }],
    people: [
      {
        slug: "uladzimir-karatkievic",
        name: "Uladzimir Karatkievič",
        names: [
          { name: "Уладзімір Караткевіч", language: "be" },
          { name: "Βλαδίμηρος", language: "el" },
        ],
        tenures: [{ office: "warden-of-orchards" }],
      },
      { slug: "bjork-cidershed", name: "Björk Cidershed" },
    ],
    topics: [
      { slug: "apples", label: "Apples, and the Orchard question" },
      ...Array.from({ length: 45 }, (_, index) => ({ slug: `pear-${index}`, label: `Pear sort ${index}` })),
    ],
  },
  claims: [
    {
      subject: { newContact: { ref: "meeting", kind: "SUMMIT", date: "2020-05-05" } },
      field: "PARTICIPANTS",
      value: { person: "uladzimir-karatkievic", party: "league-of-orchards", office: "warden-of-orchards" },
      stance: "STATES",
    },
    { subject: { ref: "meeting" }, field: "PARTICIPANTS", value: { party: "FR" }, stance: "STATES" },
    { subject: { ref: "meeting" }, field: "TOPICS", value: "apples", stance: "STATES" },
    { subject: { ref: "meeting" }, field: "PLACE", value: "Château d'Étoges", stance: "STATES" },
    { subject: { ref: "meeting" }, field: "EVENT", value: "Pomological Congress", stance: "STATES" },
  ],
});
const ask = testQuery(database);
const query = testClient(database);

const SEARCH = `
  query Search($text: String!, $first: Int, $after: String, $last: Int, $before: String) {
    search(text: $text, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges { cursor node {
        __typename id
        ... on Person { name } ... on Party { name } ... on Outlet { name } ... on Office { title }
        ... on Topic { label } ... on Contact { title } ... on Agreement { title } ... on Report { reportTitle: title }
      } }
      pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    }
  }`;

/** What is found, as "type: name", the best first. */
async function found(text: string): Promise<string[]> {
  const { search } = await ask(SEARCH, { text, first: 200 });
  expect(search.totalCount).toBe(search.edges.length);
  return nodesOf(search).map((node) => {
    const name = node.name ?? node.title ?? node.label ?? node.reportTitle;
    return `${node.__typename}: ${name}`;
  });
}

const KINDS: Record<string, string> = {
  "soviet union": "State: Soviet Union",
  "union state": "Organization: Union State",
  peskov: "Person: Dmitry Peskov",
  "president of belarus": "Office: President of Belarus",
  "regional security": "Topic: Regional developments: regional security and politics",
  "call of vladimir": "Call: Call of Vladimir Putin and Alexander Lukashenko",
  encounter: "Encounter: Encounter of Vladimir Putin and Alexander Lukashenko",
  exchange: "Exchange: Exchange of Vladimir Putin and Alexander Lukashenko",
  "pomological congress": "Summit: Pomological Congress in Château d'Étoges with Uladzimir Karatkievič",
  "development plan": "Agreement: Development Plan for the Union State",
  "first pool": "Outlet: First Pool",
  "brief statement": "Report: Brief statement on the telephone call of Putin and Lukashenko",
};
for (const [text, expected] of Object.entries(KINDS)) {
  test(`finds ${expected.split(":")[0]} by "${text}", first of all`, async () => {
    expect((await found(text))[0]).toBe(expected);
  });
}

const SPELLINGS: Record<string, readonly string[]> = {
  "Person: Uladzimir Karatkievič": [
    "Karatkievič",
    "karatkievic",
    "KARATKIEVIČ",
    "Караткевіч",
    "КАРАТКЕВІЧ",
    "Uladzimir Караткевіч",
    "Βλαδίμηρος",
    "vladimiros",
    "Karatkievic\u030c",
  ],
  "Person: Alexander Lukashenko": [
    "lukashenko",
    "LUKASHENKO",
    "Лукашенко",
    "Лукашэнка",
    "lukashenka",
    "Аляксандр",
  ],
  "Person: Vladimir Putin": ["Владимир Путин", "vladimir putin", "ПУТИН"],
  "Person: Björk Cidershed": ["bjork", "Björk", "BJO\u0308RK"],
  "Outlet: Čas a Škoda": ["skoda", "Škoda cas", "čas"],
  "Report: Zpráva o Łódźi": ["lodzi", "Łódźi", "zprava"],
  "Summit: Pomological Congress in Château d'Étoges with Uladzimir Karatkievič": [
    "chateau etoges",
    "d'Étoges",
  ],
};
for (const [expected, texts] of Object.entries(SPELLINGS)) {
  for (const text of texts) {
    test(`finds ${expected} by "${text}"`, async () => {
      expect(await found(text)).toContain(expected);
    });
  }
}

test("wants every word, and takes the last of them for a beginning", async () => {
  const orchards = await found("league orch");

  expect(orchards).toContain("Organization: League of Orchards");
  expect(orchards).not.toContain("Organization: Orchard");
  expect(await found("leag orchards")).toEqual([]);
  expect(await found("orchards leag")).toContain("Organization: League of Orchards");
  expect(await found("cidershed apples")).toEqual([]);
});

test("a match in the name comes before one in what else belongs to it", async () => {
  const results = await found("orchard");

  const place = (start: string) => results.findIndex((result) => result.startsWith(start));
  expect(results[0]).toBe("Organization: Orchard");
  expect(place("Summit:")).toBe(results.length - 1);
  expect(place("Topic: Apples")).toBeGreaterThan(0);
  expect(place("Topic: Apples")).toBeLessThan(place("Summit:"));
});

test('"media company" finds the agreement and the organization', async () => {
  const results = await found("media company");

  expect(results.slice(0, 2).sort()).toEqual([
    "Agreement: Document establishing a media company for the Union State",
    "Organization: Media company of the Union State",
  ]);
});

test("an agreement is found by its purpose, a contact by its topics, place and parties", async () => {
  expect(await found("coordinate information")).toEqual([
    "Agreement: Document establishing a media company for the Union State",
  ]);
  expect(await found("regional politics lukashenko")).toEqual([
    "Call: Call of Vladimir Putin and Alexander Lukashenko",
  ]);
  expect(await found("belarus driving")).toEqual([]);
  expect((await found("belarus encounter"))[0]).toMatch(/^Encounter:/);
});

test("states are found by ISO's name and code too", async () => {
  expect(await found("USSR")).toContain("State: Soviet Union");
  expect((await found("SUHH"))[0]).toBe("State: Soviet Union");
  expect(await found("cote d'ivoire")).toContain("State: Côte d’Ivoire");
});

test("pages through the results in both directions without gap or duplicate", async () => {
  const { search } = await ask(SEARCH, { text: "pear", first: 200 });
  const all = search.edges.map(({ cursor }: { cursor: string }) => cursor);
  expect(all).toHaveLength(45);

  const forwards: string[] = [];
  for (let after: string | null = null; ; ) {
    const { search: page } = await ask(SEARCH, { text: "pear", first: 7, after });
    forwards.push(...page.edges.map(({ cursor }: { cursor: string }) => cursor));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const backwards: string[] = [];
  for (let before: string | null = null; ; ) {
    const { search: page } = await ask(SEARCH, { text: "pear", last: 7, before });
    backwards.unshift(...page.edges.map(({ cursor }: { cursor: string }) => cursor));
    if (!page.pageInfo.hasPreviousPage) break;
    before = page.pageInfo.startCursor;
  }

  expect(forwards).toEqual(all);
  expect(backwards).toEqual(all);
});

test("what is found has the id by which it can be asked for again", async () => {
  const { search } = await ask(SEARCH, { text: "union", first: 200 });
  const ids = nodesOf(search).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(4);

  const { nodes } = await ask("query Again($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids });

  expect(nodes).toEqual(nodesOf(search).map(({ __typename, id }) => ({ __typename, id })));
});

test("text without words finds nothing", async () => {
  for (const text of ["", " ", "\n", "—", "?!", "' | & ! :* <>", "\0"]) {
    expect(await found(text), JSON.stringify(text)).toEqual([]);
  }
});

const HOSTILE = [
  "' | & ! :* \\0 <>",
  "putin' | 'x",
  "putin & !lukashenko",
  "putin:*A <-> x",
  "\\",
  "\0putin\0",
  "\ud800",
  "'; DROP TABLE search_entry; --",
  "%_%",
  "a".repeat(10_000),
  "a ".repeat(5_000),
  "&".repeat(10_000),
  "и".repeat(2_500),
];
for (const text of HOSTILE) {
  test(`answers hostile text: ${JSON.stringify(text.slice(0, 20))}, ${text.length} characters`, async () => {
    const { data, errors, status } = await query(SEARCH, { text, first: 5 });

    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data.search.totalCount).toBeTypeOf("number");
  });
}

test("operators in the text are no operators", async () => {
  expect(await found("putin & !lukashenko")).toEqual(await found("putin lukashenko"));
  expect(await found("putin | zzz")).toEqual([]);
});

test("refuses a cursor of another list, and a forged one", async () => {
  const { topics } = await ask("{ topics(first: 1) { edges { cursor } } }");
  const forged = Buffer.from(JSON.stringify(["search by rank", "high", "TOPIC", "x"])).toString("base64url");
  for (const after of [topics.edges[0].cursor, forged]) {
    const { data, errors } = await query(SEARCH, { text: "union", after });

    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", argumentPath: ["after"] });
  }
});
