import { expect, test } from "vitest";
import { referenceStates } from "../../src/party/states.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { testClient } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

/**
 * The batching promise: the number of SQL statements of any query is bounded by the number of its levels, not of its
 * rows. Each contact here has everything that the queries ask for, and shares nothing of it with other contacts: what
 * is not loaded in one statement for all of them is seen in the count.
 */

const database = await testDatabase();
const states = referenceStates().map(({ code }) => code);
await mustFile(database, ...Array.from({ length: 200 }, (_, number) => filingsOn(number)).flat());
const query = testClient(database);

/** Four reports on one contact: its people, their offices, the outlets that speak for those, its topic and agreement. */
function filingsOn(number: number): FilingInput[] {
  const sides = [0, 1].map((side) => ({
    party: states[(number + side) % states.length] ?? "",
    person: `person-${number}-${side}`,
    office: `office-${number}-${side}`,
  }));
  const newContact = { ref: "contact", kind: "CALL" as const, keys: [`batching:${number}`] };
  const stance = "STATES" as const;
  const contact = { ref: "contact" };
  const agreement = { ref: "agreement" };
  const claims: FilingInput["claims"] = [
    { subject: { newContact }, field: "OCCURRENCE", value: true, stance },
    { subject: contact, field: "DATE", value: `20${10 + (number % 10)}-03-16`, stance },
    ...sides.map((value) => ({ subject: contact, field: "PARTICIPANTS", value, stance }) as const),
    { subject: contact, field: "TOPICS", value: `topic-${number}`, stance },
  ];
  const agreementClaims: FilingInput["claims"] = [
    {
      subject: { newAgreement: { ...agreement, title: `Treaty ${number}` } },
      field: "OCCURRENCE",
      value: true,
      stance,
    },
    ...sides.map((value) => ({ subject: agreement, field: "SIGNATORIES", value, stance }) as const),
    { subject: contact, field: "AGREEMENTS", value: "agreement", stance },
  ];
  return [0, 1, 2, 3].map((place) => ({
    outlet: {
      slug: `outlet-${number}-${place}`,
      name: `Outlet ${number}, ${place}`,
      kind: "NEWSPAPER",
      speaksFor: [`office-${number}-${place % 2}`],
    },
    report: { title: `Report ${place} on ${number}`, kind: "ARTICLE", publishedOn: `2021-01-0${place + 1}` },
    describes: {
      offices: sides.map(({ office, party }) => ({ slug: office, title: office, party })),
      people: sides.map(({ person, office }) => ({ slug: person, name: person, tenures: [{ office }] })),
      topics: [{ slug: `topic-${number}`, label: `Topic ${number}` }],
    },
    claims: place === 0 ? [...claims, ...agreementClaims] : claims,
  }));
}

/** Statements for so many contacts. */
async function statementsFor(source: string, first: number): Promise<readonly string[]> {
  const { data, errors, statements } = await query(source, { first });
  expect(errors).toBeUndefined();
  expect(data.contacts.edges).toHaveLength(first);
  return statements;
}

const SIX_LEVELS = `
  query Deep($first: Int!) {
    contacts(first: $first) { edges { node {
      title
      participants { party { key } person { name tenures { office { title party { name } } } } }
      reports(first: 4) { edges { node { title outlet { name speaksFor { title party { name } } } } } }
      topics { label }
      agreements { title acts { kind by { name } contact { title } } }
      evidence { value claims { stance report { title outlet { name } } } }
      previous { title }
    } } }
  }`;

test("each contact comes with all that the deep query asks for", async () => {
  const { data } = await query(SIX_LEVELS, { first: 200 });

  for (const contact of nodesOf(data.contacts)) {
    expect(contact.participants).toHaveLength(2);
    for (const { person, party } of contact.participants) {
      expect(person.tenures[0].office.party.name).toBeTypeOf("string");
      expect(party.key).toBeTypeOf("string");
    }
    expect(contact.topics).toHaveLength(1);
    expect(nodesOf(contact.reports).flatMap(({ outlet }) => outlet.speaksFor)).toHaveLength(4);
    expect(contact.agreements[0].acts[0].by).toHaveLength(2);
    expect(contact.agreements[0].acts[0].contact.title).toBe(contact.title);
    const stated = contact.evidence.flatMap(({ claims }: { claims: unknown[] }) => claims);
    // Five claims of each report, and of the first also the kind and the agreement.
    expect(stated).toHaveLength(4 * 5 + 2);
  }
});

test("a query six levels deep takes as many statements for 50 and 200 contacts as for 1", async () => {
  const one = await statementsFor(SIX_LEVELS, 1);
  const fifty = await statementsFor(SIX_LEVELS, 50);
  const all = await statementsFor(SIX_LEVELS, 200);

  expect([fifty.length, all.length]).toEqual([one.length, one.length]);
  expect(one.length).toBeLessThanOrEqual(21);
});

test("the latest 3 reports of each contact come with the contacts, in the same statement", async () => {
  const plain = "query Plain($first: Int!) { contacts(first: $first) { edges { node { title } } } }";
  const withReports = `
    query WithReports($first: Int!) {
      contacts(first: $first) { edges { node { title reports(first: 3) { edges { node { title } } } } } }
    }`;
  for (const first of [1, 50, 200]) {
    const base = await statementsFor(plain, first);
    const more = await statementsFor(withReports, first);

    expect(base).toHaveLength(2);
    expect(more).toHaveLength(2);
    expect(more.filter(isPageOfReports)).toHaveLength(1);
  }

  const { data } = await query(withReports, { first: 200 });
  for (const contact of nodesOf(data.contacts)) {
    const titles = nodesOf(contact.reports).map(({ title }) => title.slice(0, 8));
    expect(titles).toEqual(["Report 3", "Report 2", "Report 1"]);
  }
});

test("how many reports each contact has is one statement more", async () => {
  const counted = `
    query Counted($first: Int!) {
      contacts(first: $first) { edges { node { reports(first: 0) { totalCount } } } }
    }`;
  for (const first of [1, 200]) {
    const statements = await statementsFor(counted, first);

    expect(statements.filter((sql) => /count\(\*\)/.test(sql))).toHaveLength(1);
    expect(statements).toHaveLength(3);
  }
});

test("a relation that is asked for under three aliases is a statement for each, whatever the number of contacts", async () => {
  const aliased = `
    query Aliased($first: Int!) {
      contacts(first: $first) { edges { node {
        latest: reports(first: 1) { edges { node { title } } }
        earliest: reports(last: 2) { edges { node { title } } }
        again: reports(first: 1) { edges { node { title } } }
        some: reports(first: 3) { edges { node { title } } }
      } } }
    }`;
  for (const first of [1, 50, 200]) {
    const statements = await statementsFor(aliased, first);

    // "again" is what "latest" is.
    expect(statements.filter(isPageOfReports)).toHaveLength(3);
    expect(statements.length).toBeLessThanOrEqual(2 + 3 + 3);
  }

  const { data } = await query(aliased, { first: 50 });
  const titles = (alias: string) =>
    nodesOf(data.contacts).map((contact) => nodesOf(contact[alias]).map(({ title }) => title.slice(7, 8)));
  expect(new Set(titles("latest").map(String))).toEqual(new Set(["3"]));
  expect(titles("again")).toEqual(titles("latest"));
  expect(new Set(titles("earliest").map(String))).toEqual(new Set(["1,0"]));
  expect(new Set(titles("some").map(String))).toEqual(new Set(["3,2,1"]));
});

test("the contacts of 200 people, and the agreements of their parties, are pages in one statement each", async () => {
  const contacts = `
    query OfPeople($first: Int!) {
      people(first: $first) { edges { node {
        contacts(first: 1) { edges { node { title parties { agreements(first: 1) { edges { node { title } } } } } } }
      } } }
    }`;
  const counts: number[] = [];
  for (const first of [1, 50, 200]) {
    const { data, errors, statements } = await query(contacts, { first });

    expect(errors).toBeUndefined();
    expect(nodesOf(data.people).flatMap((person) => nodesOf(person.contacts))).toHaveLength(first);
    counts.push(statements.length);
  }
  expect(counts).toEqual([6, 6, 6]);
});

function isPageOfReports(sql: string): boolean {
  return /CROSS JOIN LATERAL/.test(sql) && /FROM contact_report/.test(sql) && /LIMIT/.test(sql);
}
