import { expect, test } from "vitest";
import type { ContactFilter } from "../../src/contact/filter.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import {
  Dice,
  fileContacts,
  idsInOrder,
  independentOutlets,
  isDisputed,
  type MadeContact,
  type MadeDate,
  makeContacts,
  namesOf,
  ORDERS,
  partiesOf,
} from "../testkit/madeContacts.ts";

/** Every filter, alone and composed, against a slow and obvious evaluation over what was filed. */

const database = await testDatabase();
const contacts = makeContacts(200);
await fileContacts(database, contacts);
const ask = testQuery(database);
const query = testClient(database);

function matches(filter: ContactFilter, contact: MadeContact): boolean {
  const parties = partiesOf(contact);
  const people = contact.participants.map(({ person }) => person?.slug);
  const outlets = contact.reports.map(({ outlet }) => outlet);
  const holds: boolean[] = [];
  if (filter.kinds) holds.push(filter.kinds.includes(contact.kind));
  if (filter.parties) {
    const { allOf, anyOf, noneOf, exactly } = filter.parties;
    if (allOf) holds.push(allOf.every((key) => parties.includes(key)));
    if (anyOf) holds.push(anyOf.some((key) => parties.includes(key)));
    if (noneOf) holds.push(!noneOf.some((key) => parties.includes(key)));
    if (exactly) holds.push(new Set(exactly).symmetricDifference(new Set(parties)).size === 0);
  }
  if (filter.people) holds.push(filter.people.some((slug) => people.includes(slug)));
  if (filter.topics) holds.push(filter.topics.some((slug) => contact.topics.includes(slug)));
  if (filter.outlets) holds.push(filter.outlets.some((slug) => outlets.includes(slug)));
  if (filter.during) holds.push(isDuring(filter.during, contact.date));
  if (filter.minIndependentOutlets != null) {
    holds.push(independentOutlets(contact) >= filter.minIndependentOutlets);
  }
  if (filter.disputed != null) holds.push(isDisputed(contact) === filter.disputed);
  if (filter.text != null) holds.push(hasWords(filter.text, contact));
  if (filter.and) holds.push(filter.and.every((part) => matches(part, contact)));
  if (filter.or) holds.push(filter.or.some((part) => matches(part, contact)));
  if (filter.not) holds.push(!matches(filter.not, contact));
  return holds.every(Boolean);
}

function isDuring({ from, to, match }: NonNullable<ContactFilter["during"]>, date: MadeDate | null): boolean {
  if (date === null) return false;
  const [first, last] = [from ?? "0001-01-01", to ?? "9999-12-31"];
  if (match !== "CERTAIN")
    return (date.latest ?? "9999-12-31") >= first && (date.earliest ?? "0001-01-01") <= last;
  const begins = from == null || (date.earliest !== null && date.earliest >= from);
  const ends = to == null || (date.latest !== null && date.latest <= to);
  return begins && ends;
}

function hasWords(text: string, contact: MadeContact): boolean {
  const wanted = plainWords(text);
  const found = new Set(namesOf(contact).flatMap(plainWords));
  const last = wanted.pop();
  if (last === undefined) return false;
  return wanted.every((word) => found.has(word)) && [...found].some((word) => word.startsWith(last));
}

function plainWords(text: string): string[] {
  const plain = text.replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.match(/[a-z0-9]+/g) ?? [];
}

/** Each a condition of its own; `some` says whether it must find something here. */
const SINGLE: ContactFilter[] = [
  { kinds: ["CALL"] },
  { kinds: ["SUMMIT", "VISIT"] },
  { parties: { allOf: ["RU"] } },
  { parties: { allOf: ["RU", "BY"] } },
  { parties: { allOf: ["RU", "BY", "US"] } },
  { parties: { anyOf: ["FR", "made-league"] } },
  { parties: { noneOf: ["RU", "CN"] } },
  { parties: { exactly: ["RU", "BY"] } },
  { parties: { exactly: ["FR", "US"] } },
  { parties: { exactly: ["BY", "RU", "BY"] } },
  { parties: { anyOf: ["RU", "BY"], noneOf: ["US"], allOf: ["FR"] } },
  { people: ["head-of-fr"] },
  { people: ["head-of-fr", "minister-of-made-league", "nobody"] },
  { topics: ["grain"] },
  { topics: ["gas", "science"] },
  { outlets: ["voice-of-cn"] },
  { outlets: ["voice-of-cn", "voice-of-us"] },
  { during: {} },
  { during: { from: "2020-01-01" } },
  { during: { to: "2020-01-01" } },
  { during: { from: "2018-03-05", to: "2021-07-09" } },
  { during: { from: "2018-03-05", to: "2021-07-09", match: "CERTAIN" } },
  { during: { from: "2018-01-01", match: "CERTAIN" } },
  { during: { to: "2018-12-31", match: "CERTAIN" } },
  { during: { match: "CERTAIN" } },
  { minIndependentOutlets: 0 },
  { minIndependentOutlets: 2 },
  { minIndependentOutlets: 3 },
  { disputed: true },
  { disputed: false },
  { text: "geneva" },
  { text: "summit" },
  { text: "ZOË LEFÈVRE" },
  { text: "jurgen gros" },
  { text: "chen guang  Čar" },
  { text: "chateau rambouil" },
  { text: "cooperation" },
  { kinds: ["CALL", "VISIT"], topics: ["gas"], during: { from: "2017-01-01" }, disputed: false },
  { not: { during: { from: "2018-01-01", to: "2020-12-31" } } },
  { not: { during: { from: "2018-01-01", match: "CERTAIN" } } },
  { not: {} },
  { or: [{ topics: ["arms"] }, { kinds: ["EXCHANGE"] }] },
  { or: [{}] },
  { and: [{ topics: ["arms"] }, { topics: ["gas"] }] },
  { and: [] },
  {},
];

/** Nothing can be found by these. */
const EMPTY: ContactFilter[] = [
  { kinds: [] },
  { parties: { allOf: ["XX"] } },
  { parties: { anyOf: [] } },
  { parties: { exactly: [] } },
  { parties: { exactly: ["RU"] } },
  { people: ["nobody"] },
  { people: [] },
  { topics: ["nothing"] },
  { outlets: ["made-atlas"] },
  { minIndependentOutlets: 5 },
  { text: "" },
  { text: "?!" },
  { text: "gene geneva" },
  { or: [] },
  { not: { and: [] } },
];

/** The ids that the filter finds in each order, and their number. */
async function found(filter: ContactFilter) {
  const lists = ORDERS.map(
    (order) =>
      `${order}: contacts(filter: $filter, orderBy: ${order}, first: 200) { totalCount edges { node { id } } }`,
  );
  const data = await ask(`query Filtered($filter: ContactFilter) { ${lists.join("\n")} }`, { filter });
  return ORDERS.map((order) => ({
    order,
    count: data[order].totalCount,
    ids: nodesOf(data[order]).map(({ id }) => id),
  }));
}

function expected(filter: ContactFilter) {
  const matching = contacts.filter((contact) => matches(filter, contact));
  return ORDERS.map((order) => ({ order, count: matching.length, ids: idsInOrder(matching, order) }));
}

for (const filter of SINGLE) {
  test(`finds what fits ${JSON.stringify(filter)}, in every order`, async () => {
    const all = contacts.filter((contact) => matches(filter, contact)).length;
    // A filter that nothing or everything here fits would show little.
    if (!isTrivial(filter)) expect(all).toBeGreaterThan(0);

    expect(await found(filter)).toEqual(expected(filter));
  });
}

function isTrivial(filter: ContactFilter): boolean {
  return JSON.stringify(filter) === '{"not":{}}';
}

for (const filter of EMPTY) {
  test(`finds nothing by ${JSON.stringify(filter)}`, async () => {
    expect(contacts.filter((contact) => matches(filter, contact))).toEqual([]);

    for (const { count, ids } of await found(filter)) expect([count, ids]).toEqual([0, []]);
  });
}

test("finds what fits any composition of filters by and, or and not", async () => {
  const dice = new Dice(7);
  const compose = (depth: number): ContactFilter => {
    const own = dice.chance(0.7) ? dice.pick(SINGLE) : {};
    if (depth === 0) return own;
    const parts = (most: number) => Array.from({ length: 1 + dice.upTo(most) }, () => compose(depth - 1));
    return {
      ...own,
      ...(dice.chance(0.4) ? { and: parts(2) } : {}),
      ...(dice.chance(0.5) ? { or: parts(3) } : {}),
      ...(dice.chance(0.4) ? { not: compose(depth - 1) } : {}),
    };
  };
  const filters = Array.from({ length: 60 }, () => compose(3));
  const sizes = filters.map((filter) => contacts.filter((contact) => matches(filter, contact)).length);
  expect(sizes.filter((size) => size > 0 && size < contacts.length).length).toBeGreaterThan(20);

  for (const filter of filters) {
    expect(await found(filter), JSON.stringify(filter)).toEqual(expected(filter));
  }
});

test("takes null for a condition that is not given", async () => {
  const filter = {
    kinds: null,
    parties: null,
    text: null,
    during: null,
    not: null,
    or: null,
    disputed: null,
  };

  expect((await found(filter))[0]?.count).toBe(contacts.length);
});

const REFUSED: Record<string, [filter: unknown, at: unknown[]]> = {
  "an interval that ends before it begins": [
    { during: { from: "2020-01-02", to: "2020-01-01" } },
    ["filter", "during", "to"],
  ],
  "such an interval deep within": [
    { and: [{}, { or: [{ not: { during: { from: "2020-01-02", to: "2019-01-01" } } }] }] },
    ["filter", "and", 1, "or", 0, "not", "during", "to"],
  ],
  "more than 300 members of a list": [
    { topics: Array.from({ length: 301 }, (_, index) => `topic-${index}`) },
    ["filter", "topics"],
  ],
  "more than 300 parties": [
    { parties: { noneOf: Array.from({ length: 301 }, () => "RU") } },
    ["filter", "parties", "noneOf"],
  ],
  "more than ten levels": [
    Array.from({ length: 11 }).reduce<object>((inner) => ({ not: inner }), {}),
    ["filter", ...Array.from({ length: 11 }, () => "not")],
  ],
  "more than a hundred filters": [{ or: Array.from({ length: 100 }, () => ({})) }, ["filter", "or", 99]],
};
for (const [what, [filter, at]] of Object.entries(REFUSED)) {
  test(`refuses ${what}, and says where`, async () => {
    const { data, errors } = await query(
      "query Filtered($filter: ContactFilter) { contacts(filter: $filter) { totalCount } }",
      { filter },
    );

    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ["contacts"],
      extensions: { code: "INVALID_INPUT", argumentPath: at },
    });
  });
}

test("refuses a day that is none, and text that is no day", async () => {
  for (const from of ["2023-02-29", "2023-13-01", "2023", "soon", "", "2023-01-01T00:00:00Z"]) {
    const { errors } = await query(
      "query Filtered($filter: ContactFilter) { contacts(filter: $filter) { totalCount } }",
      { filter: { during: { from } } },
    );

    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions?.code).toBe("INVALID_INPUT");
  }
});

test("takes hostile text for words or for nothing", async () => {
  for (const text of ["' | & ! :* \\0 <>", "\0", "geneva\0", "%_", "a".repeat(10_000), "\ud800", "():*&|!"]) {
    const { errors } = await query(
      "query Filtered($filter: ContactFilter) { contacts(filter: $filter) { totalCount } }",
      { filter: { text, people: [text], outlets: [text], topics: [text], parties: { anyOf: [text] } } },
    );

    expect(errors).toBeUndefined();
  }
});
