import { expect, test } from "vitest";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import {
  fileContacts,
  idOfContact,
  idsInOrder,
  makeContacts,
  ORDERS,
  type Order,
  partiesOf,
} from "../testkit/madeContacts.ts";

const database = await testDatabase();
const contacts = makeContacts(210);
await fileContacts(database, contacts);
const ask = testQuery(database);
const query = testClient(database);

const PAGE = `
  query Page($orderBy: ContactOrder, $first: Int, $after: String, $last: Int, $before: String) {
    contacts(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

async function page(variables: Record<string, unknown>): Promise<Page> {
  return (await ask(PAGE, variables)).contacts;
}

/** The whole list, page by page. */
async function walk(from: "first" | "last", size: number, orderBy: Order): Promise<string[]> {
  const ids: string[] = [];
  let place = {};
  for (;;) {
    const { edges, pageInfo } = await page({ orderBy, [from]: size, ...place });
    const found = idsOf(edges);
    if (from === "first") ids.push(...found);
    else ids.unshift(...found);
    if (!(from === "first" ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return ids;
    place = from === "first" ? { after: pageInfo.endCursor } : { before: pageInfo.startCursor };
  }
}

function idsOf(edges: Page["edges"]): string[] {
  return edges.map(({ node }) => node.id);
}

for (const orderBy of ORDERS) {
  test(`walks the whole list in ${orderBy} forwards and backwards, without gap or duplicate`, async () => {
    const expected = idsInOrder(contacts, orderBy);
    expect(new Set(expected).size).toBe(contacts.length);

    for (const size of [7, 200]) {
      expect(await walk("first", size, orderBy)).toEqual(expected);
      expect(await walk("last", size, orderBy)).toEqual(expected);
    }
  });
}

test("walks in pages of one contact", async () => {
  const expected = idsInOrder(contacts, "DATE_DESC");

  expect(await walk("first", 1, "DATE_DESC")).toEqual(expected);
  expect(await walk("last", 1, "DATE_DESC")).toEqual(expected);
});

test("gives 20 contacts, the latest first, where nothing is asked for", async () => {
  const { edges, pageInfo } = await page({});

  expect(idsOf(edges)).toEqual(idsInOrder(contacts, "DATE_DESC").slice(0, 20));
  expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
});

test("pageInfo tells what lies before and after, and the cursors of both ends", async () => {
  const all = (await page({ first: 200 })).edges;
  const cursor = (index: number) => all.at(index)?.cursor;
  const last = (await page({ last: 1 })).edges[0]?.cursor;

  const middle = await page({ first: 5, after: cursor(9) });
  expect(middle.edges).toEqual(all.slice(10, 15));
  expect(middle.pageInfo).toEqual({
    hasPreviousPage: true,
    hasNextPage: true,
    startCursor: cursor(10),
    endCursor: cursor(14),
  });
  const backwards = await page({ last: 5, before: cursor(5) });
  expect(backwards.edges).toEqual(all.slice(0, 5));
  expect(backwards.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  const between = await page({ first: 200, after: cursor(2), before: cursor(6) });
  expect(between.edges).toEqual(all.slice(3, 6));
  const betweenFromItsEnd = await page({ last: 2, after: cursor(2), before: cursor(6) });
  expect(betweenFromItsEnd.edges).toEqual(all.slice(4, 6));
  expect(betweenFromItsEnd.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
  const beyond = await page({ first: 5, after: last });
  expect(beyond).toEqual({
    edges: [],
    pageInfo: { hasPreviousPage: true, hasNextPage: false, startCursor: null, endCursor: null },
  });
  const none = await page({ first: 0 });
  expect(none).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, startCursor: null } });
});

test("walks the contacts of a party and of a person like any other list", async () => {
  const walkOf = async (parent: string, first: number) => {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const { of } = await ask(
        `query Page($first: Int, $after: String) { of: ${parent} {
          contacts(orderBy: REPORTS_DESC, first: $first, after: $after) {
            edges { node { id } } pageInfo { hasNextPage endCursor }
          } } }`,
        { first, after },
      );
      ids.push(...nodesOf(of.contacts).map(({ id }) => id));
      if (!of.contacts.pageInfo.hasNextPage) return ids;
      after = of.contacts.pageInfo.endCursor;
    }
  };
  const ofFrance = contacts.filter((contact) => partiesOf(contact).includes("FR"));
  const ofItsHead = contacts.filter(({ participants }) =>
    participants.some(({ person }) => person?.slug === "head-of-fr"),
  );

  expect(await walkOf('state(code: "FR")', 7)).toEqual(idsInOrder(ofFrance, "REPORTS_DESC"));
  expect(await walkOf('person(slug: "head-of-fr")', 7)).toEqual(idsInOrder(ofItsHead, "REPORTS_DESC"));
  expect(ofItsHead.length).toBeGreaterThan(7);
});

test("lists calls and summits alone, filtered and ordered like contacts", async () => {
  const { calls, summits } = await ask(`{
    calls(filter: { parties: { anyOf: ["RU"] } }, orderBy: DATE_ASC, first: 200) { totalCount edges { node { id } } }
    summits(orderBy: RECORDED_DESC, first: 200) { totalCount edges { node { id } } }
  }`);

  const expectedCalls = contacts.filter(
    (contact) => contact.kind === "CALL" && partiesOf(contact).includes("RU"),
  );
  const expectedSummits = contacts.filter(({ kind }) => kind === "SUMMIT");
  expect(idsOf(calls.edges)).toEqual(idsInOrder(expectedCalls, "DATE_ASC"));
  expect(calls.totalCount).toBe(expectedCalls.length);
  expect(idsOf(summits.edges)).toEqual(idsInOrder(expectedSummits, "RECORDED_DESC"));
  expect(summits.totalCount).toBe(expectedSummits.length);
});

const REFUSED: Record<string, [Record<string, unknown>, argument: string, expected: string]> = {
  "a negative first": [{ first: -1 }, "first", "a whole number from 0 to 200"],
  "more than 200 from the beginning": [{ first: 201 }, "first", "a whole number from 0 to 200"],
  "a negative last": [{ last: -1 }, "last", "a whole number from 0 to 200"],
  "more than 200 from the end": [{ last: 201 }, "last", "a whole number from 0 to 200"],
  "first and last together": [{ first: 1, last: 1 }, "last", '"first" for the beginning'],
};
for (const [what, [variables, argument, expected]] of Object.entries(REFUSED)) {
  test(`refuses ${what}`, async () => {
    expectRefused(await query(PAGE, variables), argument, expected);
  });
}

const forge = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
const BY_DATE = "contacts by date, descending";
const UUID = "c96e91b3-e03a-5da2-91a6-24a69f3024b9";
const FORGED: Record<string, string> = {
  "an empty text": "",
  "what is no base64url": "no cursor!",
  "what is no JSON": Buffer.from("{[").toString("base64url"),
  "JSON that is no list": Buffer.from('{"a":1}').toString("base64url"),
  "a list of numbers": forge(BY_DATE, 1, 2),
  "too few positions": forge(BY_DATE, "19798"),
  "too many positions": forge(BY_DATE, "19798", UUID, UUID),
  "another list's name": forge("topics by slug", "19798", UUID),
  "a day that is no number": forge(BY_DATE, "soon", UUID),
  "a day beyond all numbers": forge(BY_DATE, "99999999999999999999", UUID),
  "an id that is no uuid": forge(BY_DATE, "19798", "'; DROP TABLE contact; --"),
  "a NUL": forge(BY_DATE, "19798\0", UUID),
  "half a character": Buffer.from(`["${BY_DATE}","\\ud800","${UUID}"]`).toString("base64url"),
  "very much": forge(BY_DATE, "1".repeat(5000), UUID),
  "a cursor with padding": Buffer.from(JSON.stringify([BY_DATE, "19798", UUID]))
    .toString("base64")
    .padEnd(120, "="),
};
for (const [what, cursor] of Object.entries(FORGED)) {
  test(`refuses ${what} as a cursor`, async () => {
    for (const argument of ["after", "before"]) {
      const answer = await query(PAGE, { [argument]: cursor });
      expectRefused(answer, argument, "a cursor that this field gave, with the same order");
    }
  });
}

test("refuses a cursor of another order", async () => {
  const cursors = new Map<Order, string | undefined>();
  for (const orderBy of ORDERS) {
    cursors.set(orderBy, (await page({ orderBy, first: 1 })).edges[0]?.cursor);
  }

  for (const [order, after] of cursors) {
    for (const orderBy of ORDERS) {
      const answer = await query(PAGE, { orderBy, after, first: 1 });
      if (orderBy === order) expect(answer.errors).toBeUndefined();
      else expectRefused(answer, "after", "a cursor that this field gave, with the same order");
    }
  }
});

test("names the forged one of two cursors, or both where only the database can tell", async () => {
  const good = (await page({ first: 1 })).edges[0]?.cursor;

  expectRefused(await query(PAGE, { after: good, before: FORGED["what is no JSON"] }), "before", "a cursor");
  const { errors } = await query(PAGE, { after: good, before: FORGED["a day that is no number"] });
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions?.code).toBe("INVALID_INPUT");
  expect(errors?.[0]?.message).toBe('"after" or "before" is no cursor of this list');
});

test("a page of ids has no OFFSET, and the list is counted only where totalCount is selected", async () => {
  const after = (await page({ first: 3 })).pageInfo.endCursor;

  const plain = await query(PAGE, { first: 10, after });
  const counted = await query(
    "query Counted($after: String) { contacts(first: 10, after: $after) { totalCount edges { node { id } } } }",
    { after },
  );

  const [ids] = plain.statements;
  expect(ids).toMatch(/ORDER BY .* LIMIT \$\d+\) AS r\)/);
  expect(ids).not.toMatch(/OFFSET/i);
  expect(plain.statements).toHaveLength(2);
  expect(plain.statements.filter(counts)).toEqual([]);
  expect(counted.statements).toHaveLength(3);
  expect(counted.statements.filter(counts)).toHaveLength(1);
  expect(counted.data.contacts.totalCount).toBe(contacts.length);
});

test("cursors stay good while contacts are added between pages", async () => {
  const expected = idsInOrder(contacts, "DATE_DESC");
  const added = makeContacts(60, 1000);
  const seen: string[] = [];
  let after: string | null = null;

  for (let place = 0; ; place += 20) {
    const { edges, pageInfo }: Page = await page({ first: 40, after });
    seen.push(...idsOf(edges));
    if (!pageInfo.hasNextPage) break;
    await fileContacts(database, added.slice(place, place + 20));
    after = pageInfo.endCursor;
  }

  const isOld = new Set(expected);
  expect(seen.filter((id) => isOld.has(id))).toEqual(expected);
  expect(new Set(seen).size).toBe(seen.length);
  // What was added further down than the page is met on the way.
  expect(seen.length).toBeGreaterThan(expected.length);
  const all = [...contacts, ...added].map(idOfContact);
  expect(seen.filter((id) => !all.includes(id))).toEqual([]);
});

// The last test: it fills the table with contacts that nobody claims.
test("a late page reads its own rows from an index, not those before it", async () => {
  await database.prisma.$executeRaw`
    INSERT INTO contact (id, kind, title, sort_day, independent_outlets, disputed, report_count, recorded_at)
    SELECT gen_random_uuid(), 'CALL', 'Filler', n % 5000, 1, FALSE, n % 7, now() + n * interval '1 microsecond'
    FROM generate_series(1, 6000) AS n`;
  await database.prisma.$executeRaw`ANALYZE contact`;

  for (const orderBy of ORDERS) {
    const { edges } = await page({ orderBy, last: 50 });
    const after = edges[0]?.cursor ?? "";
    const { statements } = await query(PAGE, { orderBy, first: 20, after });
    const [, ...position] = JSON.parse(Buffer.from(after, "base64url").toString());

    const [row] = await database.prisma.$queryRawUnsafe<{ "QUERY PLAN": [{ Plan: PlanNode }] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${statements[0]}`,
      ...position,
      21,
    );

    const plan = row?.["QUERY PLAN"][0].Plan;
    expect(limitOf(plan)?.["Actual Rows"]).toBe(21);
    expect(rowsRead(plan), `${orderBy}: ${JSON.stringify(plan)}`).toBeLessThanOrEqual(60);
  }
});

function limitOf(plan: PlanNode | undefined): PlanNode | undefined {
  if (plan?.["Node Type"] === "Limit") return plan;
  return plan?.Plans?.map(limitOf).find((limit) => limit !== undefined);
}

interface PlanNode {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

/** How many rows the plan's scans looked at. */
function rowsRead(node: PlanNode | undefined): number {
  if (node === undefined) return Number.NaN;
  if (node.Plans !== undefined) return node.Plans.reduce((sum, child) => sum + rowsRead(child), 0);
  return (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
}

function counts(sql: string): boolean {
  return /count\(\*\)/.test(sql);
}

function expectRefused(answer: Awaited<ReturnType<typeof query>>, argument: string, expected: string): void {
  expect(answer.data).toBeNull();
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors?.[0]).toMatchObject({
    message: expect.stringContaining(`"${argument}"`),
    path: ["contacts"],
    extensions: {
      code: "INVALID_INPUT",
      argumentPath: [argument],
      expected: expect.stringContaining(expected),
    },
  });
}
