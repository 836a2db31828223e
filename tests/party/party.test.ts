import { expect, test } from "vitest";
import { storeReferenceStates } from "../../src/party/states.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import {
  agreementTitle,
  fileContacts,
  idsInOrder,
  type MadeContact,
  makeContacts,
  PARTIES,
  partiesOf,
} from "../testkit/madeContacts.ts";

const database = await testDatabase();
const contacts = makeContacts(120);
await fileContacts(database, contacts);
const ask = testQuery(database);
const query = testClient(database);

const has = (key: string) => (contact: MadeContact) => partiesOf(contact).includes(key);

test("states are known by ISO 3166-1 codes, former states by ISO 3166-3 codes", async () => {
  const state = (code: string) => `${code}: state(code: "${code}") { code key name __typename }`;
  const data = await ask(`{ ${["RU", "BY", "CI", "SUHH", "DDDE", "YUCS"].map(state).join(" ")} }`);

  expect(Object.values(data)).toEqual(
    [
      ["RU", "Russia"],
      ["BY", "Belarus"],
      ["CI", "Côte d’Ivoire"],
      ["SUHH", "Soviet Union"],
      ["DDDE", "East Germany"],
      ["YUCS", "Yugoslavia"],
    ].map(([code, name]) => ({ code, key: code, name, __typename: "State" })),
  );
});

test("states have names in other languages, and are found by them", async () => {
  const { RU, SUHH, AIDJ } = await ask(
    `{ ${["RU", "SUHH", "AIDJ"].map((code) => `${code}: state(code: "${code}") { names { language name } }`).join(" ")} }`,
  );
  const languages = RU.names.map(({ language }: { language: string }) => language);
  expect(languages).toEqual([...languages].sort());
  expect(languages.length).toBeGreaterThan(12);
  for (const [language, name] of [
    ["ru", "Россия"],
    ["de", "Russland"],
    ["uk", "Росія"],
    ["zh", "俄罗斯"],
  ]) {
    expect(RU.names).toContainEqual({ language, name });
  }
  expect(SUHH.names).toContainEqual({ language: "ru", name: "Советский Союз" });
  // ICU takes some codes of former states for those that came after.
  expect(SUHH.names).not.toContainEqual({ language: "ru", name: "Россия" });
  expect(AIDJ.names).toEqual([]);
  for (const text of ["Беларусь", "Belarús", "Sowjetunion", "Deutschland", "日本"]) {
    const { search } = await ask(
      `query ($text: String!) { search(text: $text, first: 5) { edges { node { __typename } } } }`,
      { text },
    );
    expect([text, nodesOf(search)[0]?.__typename]).toEqual([text, "State"]);
  }
});

test("a record that knows the states by fewer names gets them all when it is opened", async () => {
  const { prisma } = database;
  await prisma.$executeRaw`UPDATE search_entry SET body = 'older' WHERE kind = 'STATE'`;
  const found = async () =>
    nodesOf((await ask('{ search(text: "Deutschland") { edges { node { __typename } } } }')).search);
  expect(await found()).toEqual([]);
  await storeReferenceStates(database);
  expect((await found())[0]).toEqual({ __typename: "State" });
  await prisma.$executeRaw`UPDATE search_entry SET title = 'kept' WHERE kind = 'STATE'`;
  await storeReferenceStates(database);
  expect(await prisma.searchEntry.count({ where: { kind: "STATE", title: "kept" } })).toBeGreaterThan(200);
});

test("former states have successors, and those their predecessors", async () => {
  const asked = ["SUHH", "YUCS", "CSXX", "CSHH", "DDDE", "RU", "UA", "RS", "FR"];
  const data = await ask(
    `{ ${asked.map((code) => `${code}: state(code: "${code}") { isFormer successors { code } predecessors { code } }`).join(" ")} }`,
  );
  const codes = (states: { code: string }[]) => states.map(({ code }) => code).join(" ");
  const told = asked.map((code) => [
    code,
    data[code].isFormer,
    codes(data[code].successors),
    codes(data[code].predecessors),
  ]);
  expect(told).toEqual([
    ["SUHH", true, "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ", ""],
    ["YUCS", true, "BA CSXX HR MK SI", ""],
    ["CSXX", true, "ME RS", "YUCS"],
    ["CSHH", true, "CZ SK", ""],
    ["DDDE", true, "DE", ""],
    ["RU", false, "", "SUHH"],
    ["UA", false, "", "SUHH"],
    ["RS", false, "", "CSXX"],
    ["FR", false, "", "FXFR"],
  ]);
});

test("a state is null for what is no code: lower case, an organization's slug, nothing", async () => {
  for (const code of ["ru", "XX", "made-league", "", "RUS", "\ud800", "RU\0"]) {
    expect(await ask("query State($code: String!) { state(code: $code) { name } }", { code })).toEqual({
      state: null,
    });
  }
});

test("states are listed by code, all of them", async () => {
  const codes: string[] = [];
  for (let after: string | null = null; ; ) {
    const { states } = await ask(
      `query States($after: String) {
        states(first: 200, after: $after) { totalCount edges { node { code } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    codes.push(...nodesOf(states).map(({ code }) => code));
    if (!states.pageInfo.hasNextPage) {
      expect(states.totalCount).toBe(codes.length);
      break;
    }
    after = states.pageInfo.endCursor;
  }

  expect(codes).toEqual(codes.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => /^[A-Z]{2}$/.test(code))).toHaveLength(249);
  expect(codes.filter((code) => /^[A-Z]{4}$/.test(code)).length).toBeGreaterThan(25);
  expect(codes.every((code) => /^[A-Z]{2}([A-Z]{2})?$/.test(code))).toBe(true);
});

test("an organization has its members by name, and is no state", async () => {
  const { organization, state, nobody } = await ask(`{
    organization(slug: "made-league") { __typename slug key name members { code name } }
    state(code: "made-league") { code }
    nobody: organization(slug: "RU") { slug }
  }`);

  expect(organization).toEqual({
    __typename: "Organization",
    slug: "made-league",
    key: "made-league",
    name: "League of Tests",
    members: [
      { code: "FR", name: "France" },
      { code: "US", name: "United States" },
    ],
  });
  expect([state, nobody]).toEqual([null, null]);
});

test("a party has the contacts in which it took part, filtered and ordered", async () => {
  const selection = `
    contacts(first: 200) { totalCount edges { node { id } } }
    calls: contacts(filter: { kinds: [CALL] }, orderBy: RECORDED_DESC, first: 200) { edges { node { id } } }`;
  const data = await ask(
    `{ FR: state(code: "FR") { ${selection} } league: organization(slug: "made-league") { ${selection} } }`,
  );

  for (const [party, key] of [
    [data.FR, "FR"],
    [data.league, "made-league"],
  ]) {
    const own = contacts.filter(has(key));
    expect(own.length).toBeGreaterThan(10);
    expect(party.contacts.totalCount).toBe(own.length);
    expect(nodesOf(party.contacts).map(({ id }) => id)).toEqual(idsInOrder(own, "DATE_DESC"));
    const calls = own.filter(({ kind }) => kind === "CALL");
    expect(nodesOf(party.calls).map(({ id }) => id)).toEqual(idsInOrder(calls, "RECORDED_DESC"));
  }
});

test("a party has the agreements that it has part in", async () => {
  const { state } = await ask(`{
    state(code: "FR") { agreements(first: 200) { totalCount edges { node { title parties { key } } } } }
  }`);

  const titles = contacts.filter((contact) => contact.agreement && has("FR")(contact)).map(agreementTitle);
  expect(titles.length).toBeGreaterThan(3);
  expect(state.agreements.totalCount).toBe(titles.length);
  expect(
    nodesOf(state.agreements)
      .map(({ title }) => title)
      .toSorted(),
  ).toEqual(titles.toSorted());
});

test("counterparts are the others at its contacts in a period, the most contacts first", async () => {
  const during = { from: "2018-01-01", to: "2021-12-31", match: "CERTAIN" };
  const { state } = await ask(
    `query Counterparts($during: Interval) { state(code: "FR") {
      all: counterparts { contacts party { key } }
      then: counterparts(during: $during) { contacts party { key } }
      two: counterparts(first: 2) { contacts party { key } }
      none: counterparts(first: 0) { contacts }
      never: counterparts(during: { to: "1900-01-01", match: CERTAIN }) { contacts }
    } }`,
    { during },
  );

  const isThen = ({ date }: MadeContact) =>
    (date?.earliest ?? "") >= during.from && (date?.latest ?? "9999") <= during.to;
  expect(asMap(state.all)).toEqual(countsWith(contacts.filter(has("FR"))));
  expect(asMap(state.then)).toEqual(countsWith(contacts.filter(has("FR")).filter(isThen)));
  expect(state.then.length).toBeGreaterThan(2);
  const numbers = state.all.map((counterpart: { contacts: number }) => counterpart.contacts);
  expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => b - a));
  expect(state.two).toEqual(state.all.slice(0, 2));
  expect([state.none, state.never]).toEqual([[], []]);
});

function countsWith(own: readonly MadeContact[]): Map<string, number> {
  const others = PARTIES.filter((key) => key !== "FR");
  const counted = others.map((key) => [key, own.filter(has(key)).length] as const);
  return new Map(counted.filter(([, count]) => count > 0));
}

function asMap(counterparts: readonly { contacts: number; party: { key: string } }[]): Map<string, number> {
  return new Map(counterparts.map(({ contacts: count, party }) => [party.key, count]));
}

test("refuses more than 200 counterparts, and a period that ends before it begins", async () => {
  const refused = async (args: string) => {
    const { errors } = await query(`{ state(code: "FR") { counterparts(${args}) { contacts } } }`);
    expect(errors).toHaveLength(1);
    return errors?.[0]?.extensions;
  };

  expect(await refused("first: 201")).toMatchObject({ code: "INVALID_INPUT", argumentPath: ["first"] });
  expect(await refused("first: -1")).toMatchObject({ code: "INVALID_INPUT", argumentPath: ["first"] });
  expect(await refused('during: { from: "2020-01-02", to: "2020-01-01" }')).toMatchObject({
    code: "INVALID_INPUT",
    argumentPath: ["during", "to"],
  });
});
