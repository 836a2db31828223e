import { expect, test } from "vitest";
import type { FilingInput } from "../../src/report/filing.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import {
  agreementTitle,
  fileContacts,
  idOfContact,
  idsInOrder,
  isDisputed,
  type MadeContact,
  type MadeDate,
  makeContacts,
  ORDERS,
  orderDay,
  partiesOf,
  plusDays,
  uuidOf,
} from "../testkit/madeContacts.ts";

/** What there is between parties, against a slow evaluation over what was filed. */

const database = await testDatabase();
const contacts = makeContacts(200);
await fileContacts(database, contacts);
const ask = testQuery(database);
const query = testClient(database);

const PAIR = ["RU", "FR"];
const ofPair = contacts.filter((contact) => PAIR.every((key) => partiesOf(contact).includes(key)));
const dated = ofPair.filter((contact) => orderDay(contact) !== "");
const latestFirst = idsInOrder(dated, "DATE_DESC");
const dayOf = new Map(contacts.map((contact) => [idOfContact(contact), orderDay(contact)]));

async function between(keys: readonly string[], selection: string, variables = "") {
  const { relationship } = await ask(
    `query Between($keys: [String!]!${variables}) { relationship(between: $keys) { ${selection} } }`,
    { keys },
  );
  return relationship;
}

test("contacts are those in which all of the parties took part, maybe with others", async () => {
  const lists = ORDERS.map(
    (order) => `${order}: contacts(orderBy: ${order}, first: 200) { totalCount edges { node { id } } }`,
  );

  for (const keys of [PAIR, ["FR", "RU"], ["RU", "FR", "CN"]]) {
    const expected = contacts.filter((contact) => keys.every((key) => partiesOf(contact).includes(key)));
    expect(expected.length).toBeGreaterThan(0);
    const relationship = await between(keys, `parties { key } ${lists.join(" ")}`);

    expect(relationship.parties).toEqual(keys.map((key) => ({ key })));
    for (const order of ORDERS) {
      expect(relationship[order].totalCount).toBe(expected.length);
      expect(nodesOf(relationship[order]).map(({ id }) => id)).toEqual(idsInOrder(expected, order));
    }
  }
  expect(ofPair.some((contact) => partiesOf(contact).length === 3)).toBe(true);
});

test("contacts can be filtered further, and walked", async () => {
  const disputed = idsInOrder(ofPair.filter(isDisputed), "DATE_ASC");
  expect(disputed.length).toBeGreaterThan(1);
  const page = (after: string | null) =>
    between(
      PAIR,
      `contacts(filter: { disputed: true }, orderBy: DATE_ASC, first: 1, after: ${JSON.stringify(after)}) {
        edges { cursor node { id } } pageInfo { hasNextPage } }`,
    );

  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { contacts: found } = await page(after);
    seen.push(found.edges[0].node.id);
    if (!found.pageInfo.hasNextPage) break;
    after = found.edges[0].cursor;
  }

  expect(seen).toEqual(disputed);
});

test("agreements are those that all of the parties have part in, the latest first", async () => {
  const expected = ofPair.filter(({ agreement }) => agreement).map(agreementTitle);
  expect(expected.length).toBeGreaterThan(3);
  const { agreements } = await between(
    PAIR,
    "agreements(first: 200) { totalCount edges { node { title parties { key } acts { date { earliest latest } } } } }",
  );

  const titles = nodesOf(agreements).map(({ title }) => title);
  expect(titles.toSorted()).toEqual(expected.toSorted());
  expect(agreements.totalCount).toBe(expected.length);
  const days = nodesOf(agreements).map(({ acts: [act] }) => act?.date?.earliest ?? act?.date?.latest ?? "");
  expect(days).toEqual(days.toSorted().reverse());
});

test("lastContact is the latest with a place in time, before a day where one is given", async () => {
  const days = [
    "2026-01-01",
    "2020-06-15",
    ...latestFirst.slice(0, 5).flatMap((id) => {
      const day = dayOf.get(id) ?? "";
      return [day, plusDays(day, 1)];
    }),
    "2000-01-01",
  ];
  const fields = days.map((day, index) => `on${index}: lastContact(before: "${day}") { id }`);
  const relationship = await between(PAIR, `latest: lastContact { id } ${fields.join(" ")}`);

  expect(relationship.latest.id).toBe(latestFirst[0]);
  days.forEach((day, index) => {
    const expected = latestFirst.find((id) => (dayOf.get(id) ?? "") < day);
    expect(relationship[`on${index}`]?.id, day).toBe(expected);
  });
  expect(relationship[`on${days.length - 1}`]).toBeNull();
});

test("daysSinceLastContact counts from the latest contact on or before the day, or today", async () => {
  const latest = dayOf.get(latestFirst[0] ?? "") ?? "";
  const days = ["2026-01-01", "2020-06-15", latest, plusDays(latest, 1), plusDays(latest, -1), "2000-01-01"];
  const fields = days.map((day, index) => `on${index}: daysSinceLastContact(on: "${day}")`);
  const before = new Date().toISOString().slice(0, 10);
  const relationship = await between(PAIR, `daysSinceLastContact ${fields.join(" ")}`);
  const after = new Date().toISOString().slice(0, 10);

  days.forEach((day, index) => {
    const last = latestFirst.map((id) => dayOf.get(id) ?? "").find((other) => other <= day);
    const expected = last === undefined ? null : daysBetween(last, day);
    expect(relationship[`on${index}`], day).toBe(expected);
  });
  expect([daysBetween(latest, before), daysBetween(latest, after)]).toContain(
    relationship.daysSinceLastContact,
  );
});

test("counts days since the latest contact whose date is fuzzy from the first day that it can mean", async () => {
  await mustFile(database, {
    outlet: { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" },
    report: { title: "On a month", kind: "ARTICLE" },
    claims: [
      {
        subject: { newContact: { ref: "c", kind: "CALL", parties: ["AD", "SM"], date: "2024-02" } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
  });

  const relationship = await between(
    ["AD", "SM"],
    `early: daysSinceLastContact(on: "2024-02-10") none: daysSinceLastContact(on: "2024-01-31")
     lastContact(before: "2024-02-02") { date { edtf } } nothing: lastContact(before: "2024-02-01") { id }`,
  );

  expect(relationship).toEqual({
    early: 9,
    none: null,
    lastContact: { date: { edtf: "2024-02" } },
    nothing: null,
  });
});

test("a report on two contacts of a period counts once in it", async () => {
  const call = (ref: string, date: string): FilingInput["claims"][number] => ({
    subject: { newContact: { ref, kind: "CALL", parties: ["LI", "MC"], date } },
    field: "OCCURRENCE",
    value: true,
    stance: "STATES",
  });
  await mustFile(database, {
    outlet: { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" },
    report: { title: "On three calls", kind: "ARTICLE" },
    claims: [call("a", "2022-01-05"), call("b", "2022-01-25"), call("c", "2022-03-01")],
  });

  const { byMonth, byYear } = await between(
    ["LI", "MC"],
    "byMonth: timeline(by: MONTH) { start calls reports } byYear: timeline(by: YEAR) { calls reports }",
  );

  expect(byMonth).toEqual([
    { start: "2022-01-01", calls: 2, reports: 1 },
    { start: "2022-02-01", calls: 0, reports: 0 },
    { start: "2022-03-01", calls: 1, reports: 1 },
  ]);
  expect(byYear).toEqual([{ calls: 3, reports: 1 }]);
});

const COUNTS = "start contacts calls summits visits agreements reports";
const INTERVALS = [
  {},
  { from: "2017-05-20", to: "2023-02-03" },
  { from: "2017-05-20", to: "2023-02-03", match: "CERTAIN" },
  { from: "1990-01-01", to: "1999-12-31" },
  { from: "2020-01-01" },
  { to: "2020-12-31" },
] as const;

for (const by of ["MONTH", "YEAR", "DECADE"] as const) {
  test(`the timeline by ${by} counts everything in the period of its first day, with empty periods between`, async () => {
    for (const during of INTERVALS) {
      const { relationship } = await ask(
        `query Timeline($by: Period!, $during: Interval) {
          relationship(between: ["RU", "FR"]) { timeline(by: $by, during: $during) { ${COUNTS} } } }`,
        { by, during },
      );

      expect(relationship.timeline, JSON.stringify(during)).toEqual(slowTimeline(by, during));
    }
  });
}

interface During {
  from?: string;
  to?: string;
  match?: "CERTAIN";
}

/** Every period from the first to the last, one after the other, with what is in it. */
function slowTimeline(by: "MONTH" | "YEAR" | "DECADE", during: During) {
  const inside = dated.filter(({ date }) => isDuring(during, date));
  const starts = inside.map((contact) => startOf(orderDay(contact), by));
  const bounds = [during.from, during.to].flatMap((day) => (day === undefined ? [] : [startOf(day, by)]));
  const all = [...starts, ...bounds].sort();
  const [first, last] = [all.at(0), all.at(-1)];
  if (first === undefined || last === undefined) return [];
  const points = [];
  for (let start = first; start <= last; start = following(start, by)) {
    const then = inside.filter((contact) => startOf(orderDay(contact), by) === start);
    const ofKind = (kind: MadeContact["kind"]) => then.filter((contact) => contact.kind === kind).length;
    points.push({
      start,
      contacts: then.length,
      calls: ofKind("CALL"),
      summits: ofKind("SUMMIT"),
      visits: ofKind("VISIT"),
      agreements: then.filter(({ agreement }) => agreement).length,
      reports: then.reduce((sum, { reports }) => sum + reports.length, 0),
    });
  }
  return points;
}

function isDuring({ from, to, match }: During, date: MadeDate | null): boolean {
  if (date === null) return false;
  const { earliest, latest } = date;
  if (match === "CERTAIN") {
    return earliest !== null && latest !== null && earliest >= (from ?? "") && latest <= (to ?? "9999");
  }
  return (latest === null || latest >= (from ?? "")) && (earliest === null || earliest <= (to ?? "9999"));
}

function startOf(day: string, by: "MONTH" | "YEAR" | "DECADE"): string {
  if (by === "MONTH") return `${day.slice(0, 7)}-01`;
  return by === "YEAR" ? `${day.slice(0, 4)}-01-01` : `${day.slice(0, 3)}0-01-01`;
}

function following(start: string, by: "MONTH" | "YEAR" | "DECADE"): string {
  // So many days on is in the next period for sure, and not yet in the one after.
  return startOf(plusDays(start, { MONTH: 31, YEAR: 366, DECADE: 3660 }[by]), by);
}

test("a timeline without anything to count has no points, or the empty periods that were asked for", async () => {
  const relationship = await between(
    ["VA", "TV"],
    `nothing: timeline(by: YEAR) { ${COUNTS} }
     empty: timeline(by: DECADE, during: { from: "1995-05-05", to: "2011-01-01" }) { start contacts }`,
  );

  expect(relationship.nothing).toEqual([]);
  expect(relationship.empty).toEqual(
    ["1990-01-01", "2000-01-01", "2010-01-01"].map((start) => ({ start, contacts: 0 })),
  );
});

test("refuses a timeline of too many periods, and an interval that ends before it begins", async () => {
  const refused = async (during: string) => {
    const { data, errors } = await query(
      `{ relationship(between: ["VA", "TV"]) { timeline(by: MONTH, during: ${during}) { start } } }`,
    );
    expect(data).toEqual({ relationship: null });
    expect(errors).toHaveLength(1);
    return errors?.[0];
  };

  expect(await refused('{ from: "0001-01-01", to: "9999-12-31" }')).toMatchObject({
    path: ["relationship", "timeline"],
    extensions: {
      code: "INVALID_INPUT",
      argumentPath: ["during"],
      expected: expect.stringContaining("3000"),
    },
  });
  expect(await refused('{ from: "2020-01-02", to: "2020-01-01" }')).toMatchObject({
    extensions: { code: "INVALID_INPUT", argumentPath: ["during", "to"] },
  });
});

test("a timeline of all years there are is answered", async () => {
  const { timeline } = await between(
    ["VA", "TV"],
    'timeline(by: DECADE, during: { from: "0001-01-01", to: "9999-12-31" }) { start }',
  );

  expect(timeline).toHaveLength(1000);
  expect([timeline[0].start, timeline[1].start, timeline.at(-1).start]).toEqual([
    "0001-01-01",
    "0010-01-01",
    "9990-01-01",
  ]);
});

test("outlets come with the most reports on the parties' contacts first, and can be walked", async () => {
  const counted = new Map<string, number>();
  for (const { outlet } of ofPair.flatMap(({ reports }) => reports)) {
    counted.set(outlet, (counted.get(outlet) ?? 0) + 1);
  }
  const { outlets } = await between(PAIR, "outlets { totalCount edges { node { slug } } }");

  const slugs = nodesOf(outlets).map(({ slug }) => slug);
  expect(new Set(slugs)).toEqual(new Set(counted.keys()));
  expect(outlets.totalCount).toBe(counted.size);
  const counts = slugs.map((slug) => counted.get(slug) ?? 0);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(new Set(counts).size).toBeGreaterThan(1);

  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await between(
      PAIR,
      `outlets(first: 1, after: ${JSON.stringify(after)}) { edges { cursor node { slug } } pageInfo { hasNextPage } }`,
    );
    seen.push(page.outlets.edges[0].node.slug);
    if (!page.outlets.pageInfo.hasNextPage) break;
    after = page.outlets.edges[0].cursor;
  }
  expect(seen).toEqual(slugs);
});

test("is null where a party is unknown", async () => {
  for (const keys of [
    ["RU", "XX"],
    ["no-such-league", "RU"],
    ["ru", "BY"],
    ["RU", "BY", ""],
  ]) {
    expect(await between(keys, "parties { key }"), keys.join()).toBeNull();
  }
});

test("refuses fewer than two different parties, and more than 300", async () => {
  const many = Array.from({ length: 301 }, (_, index) => `league-${index}`);
  for (const keys of [[], ["RU"], ["RU", "RU"], many]) {
    const { data, errors } = await query(
      "query Between($keys: [String!]!) { relationship(between: $keys) { parties { key } } }",
      { keys },
    );

    expect(data).toEqual({ relationship: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ["relationship"],
      extensions: { code: "INVALID_INPUT", argumentPath: ["between"] },
    });
  }
});

test("all that is asked of a relationship takes a statement or two each, however many contacts there are", async () => {
  const { statements } = await query(`{
    relationship(between: ["RU", "FR"]) {
      lastContact { title } daysSinceLastContact timeline(by: YEAR) { contacts }
      contacts(first: 50) { edges { node { title } } }
    }
  }`);

  // The parties; the last contact's day twice; the timeline; a page of ids; contacts, one and many.
  expect(statements.length).toBeLessThanOrEqual(7);
});

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

test("the pair here has everything: fuzzy dates, undated contacts and contacts of three", () => {
  expect(ofPair.length).toBeGreaterThan(15);
  expect(dated.length).toBeLessThan(ofPair.length);
  expect(dated.some(({ date }) => date?.latest === null)).toBe(true);
  expect(new Set(ofPair.map(uuidOf)).size).toBe(ofPair.length);
});

test("outlets' shares are of all reports on the parties' contacts, and the same outlets in the same order", async () => {
  const { outlets, outletShares } = await between(
    PAIR,
    "outlets(first: 200) { edges { node { slug } } } outletShares(first: 200) { outlet { slug } reports share }",
  );
  type Share = { outlet: { slug: string }; reports: number; share: number };
  const all = outletShares.reduce((sum: number, { reports }: Share) => sum + reports, 0);
  expect(outletShares.map(({ outlet }: Share) => outlet.slug)).toEqual(
    nodesOf(outlets).map(({ slug }) => slug),
  );
  expect(all).toBeGreaterThan(1);
  for (const { reports, share } of outletShares as Share[]) expect(share).toBeCloseTo(reports / all, 12);
});
