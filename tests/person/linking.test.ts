import { afterEach, describe, expect, it } from "vitest";
import { inferValue } from "../../src/claim/infer.ts";
import { readRow } from "../../src/import/people/row.ts";
import { linkTenures } from "../../src/person/link.ts";
import { storePeople } from "../../src/person/write.ts";
import { exportFilings, exportSource } from "../../src/report/export.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { emptyRecord, filing, outlet, says, took } from "../report/made.ts";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { file, mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
const ask = testQuery(database);
afterEach(() => emptyRecord(database));

const OFFICE = "prime-minister-of-canada";
const FAMILY = "harper-prime-minister-of-canada";
const seat = (person: string, more: object = {}) => ({
  person,
  party: "CA",
  office: OFFICE,
  role: "GUEST",
  ...more,
});

/** A visit to the United States in which a report names the guest so. */
function visit(person: string, name: string, more: Partial<FilingInput> = {}): FilingInput {
  const claims = [
    took({ kind: "VISIT", parties: ["CA", "US"], date: "2008-04-21" }),
    says("PARTICIPANTS", seat(person)),
    says("PARTICIPANTS", { party: "US", role: "HOST" }),
  ];
  const describes = {
    people: [{ slug: person, name, tenures: [{ office: OFFICE }] }],
    offices: [{ slug: OFFICE, title: "Prime Minister", party: "CA" }],
  };
  return filing(claims, { describes, ...more });
}

const people = (...rows: Record<string, string>[]) =>
  storePeople(
    database,
    rows.map((row) => readRow({ title: "Prime Minister of Canada", party: "CA", ...row })),
  );
const STEPHEN = { name: "Stephen Harper", from: "2006-02-06", to: "2015-11-04" };
const link = () => linkTenures(database, "test");

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly participants: readonly ({ readonly slug: string } | null)[];
  readonly independentOutlets: number;
  readonly disputed: boolean;
  readonly evidence: readonly {
    readonly value: string;
    readonly verdict: string;
    readonly claims: readonly { stance: string; quote: string | null }[];
  }[];
}

async function shown(): Promise<Shown> {
  const { contacts } = await ask(`{ contacts { edges { node {
    id title participants { person { slug } } independentOutlets disputed
    evidence(field: PARTICIPANTS) { value verdict claims { stance quote } }
  } } } }`);
  const [{ node }] = contacts.edges;
  return {
    ...node,
    participants: node.participants.map(
      ({ person }: { person: { slug: string } | null }) => person?.slug ?? null,
    ),
  };
}

describe("a participant named by family name", () => {
  it("is linked to who held the office, as a reading that says why", async () => {
    await mustFile(database, visit(FAMILY, "Harper"));
    expect((await shown()).title).toBe("Visit of Harper to United States");
    await people(STEPHEN);
    expect(await link()).toEqual({ mentions: 1, links: 1, linked: 1, unlinked: 0 });
    const { title, participants, evidence, independentOutlets, disputed } = await shown();
    expect([title, participants]).toEqual([
      "Visit of Stephen Harper to United States",
      ["stephen-harper", null],
    ]);
    expect([independentOutlets, disputed]).toEqual([1, false]);
    expect(evidence[0]).toEqual({
      value: JSON.stringify(seat("stephen-harper", { knownAs: FAMILY })),
      verdict: "INFERRED",
      claims: [
        { stance: "STATES", quote: null },
        {
          stance: "INFERRED",
          quote:
            "Of those who held the office, only Stephen Harper (6 February 2006 to 4 November 2015) has the name and can be meant",
        },
      ],
    });
    const { person } = await ask('{ person(slug: "stephen-harper") { contacts { totalCount } } }');
    expect(person.contacts.totalCount).toBe(1);
  });

  it("is linked once, however often", async () => {
    await mustFile(database, visit(FAMILY, "Harper"));
    await people(STEPHEN);
    await link();
    const before = await database.prisma.claim.count();
    expect(await link()).toEqual({ mentions: 1, links: 1, linked: 0, unlinked: 0 });
    expect(await people(STEPHEN)).toEqual([{ outcome: "unchanged" }]);
    expect(await database.prisma.claim.count()).toBe(before);
  });

  it("is no longer linked once a tenure contradicts, and linked again once none does", async () => {
    await mustFile(database, visit(FAMILY, "Harper"));
    await people(STEPHEN);
    await link();
    expect(await people({ ...STEPHEN, to: "2007-01-01" })).toEqual([{ outcome: "updated" }]);
    expect(await link()).toEqual({ mentions: 1, links: 0, linked: 0, unlinked: 1 });
    expect(await shown()).toMatchObject({
      title: "Visit of Harper to United States",
      participants: [FAMILY, null],
    });
    await people(STEPHEN);
    expect(await link()).toEqual({ mentions: 1, links: 1, linked: 1, unlinked: 0 });
    await people({ name: "Laureen Harper", from: "2008-01-01", to: "2008-12-31" });
    expect(await link()).toEqual({ mentions: 1, links: 0, linked: 0, unlinked: 1 });
    expect((await shown()).evidence[0]).toMatchObject({ verdict: "SINGLE_SOURCE" });
  });

  it("is whom somebody says it is, at once, whatever the rule has read", async () => {
    await mustFile(database, visit(FAMILY, "Harper"));
    await people(STEPHEN, { name: "Laureen Harper" });
    await people({ name: "Elijah Harper", title: "Member of Parliament of Canada" });
    await database.prisma.tenure.deleteMany({ where: { person: { slug: "laureen-harper" } } });
    await link();
    expect((await shown()).participants[0]).toBe("stephen-harper");
    const contact = await database.prisma.contact.findFirstOrThrow();
    await inferValue(database, {
      subject: { contact: contact.id },
      field: "PARTICIPANTS",
      value: { person: "laureen-harper", party: "CA", knownAs: FAMILY },
      reason: "The photograph shows her",
      actor: "editor",
    });
    expect((await shown()).participants).toEqual(["laureen-harper", null]);
    expect(await link()).toEqual({ mentions: 1, links: 0, linked: 0, unlinked: 1 });
    expect((await shown()).participants).toEqual(["laureen-harper", null]);
  });

  it("is not linked where a report names another holder, or denies that it was this one", async () => {
    await mustFile(
      database,
      visit(FAMILY, "Harper"),
      visit("jim-prentice", "Jim Prentice", { outlet: outlet("a") }),
    );
    await people(STEPHEN);
    expect(await link()).toMatchObject({ links: 0 });
    await emptyRecord(database);
    await people(STEPHEN);
    await mustFile(database, visit(FAMILY, "Harper"));
    await mustFile(
      database,
      filing(
        [
          took({ kind: "VISIT", parties: ["CA", "US"], date: "2008-04-21" }),
          says("PARTICIPANTS", { person: "stephen-harper", party: "CA" }, "DENIES"),
        ],
        { outlet: outlet("b") },
      ),
    );
    expect(await link()).toMatchObject({ mentions: 1, links: 0 });
  });

  it("is one with the same person where another report gives the whole name", async () => {
    await people(STEPHEN);
    await mustFile(
      database,
      visit(FAMILY, "Harper"),
      visit("stephen-harper", "Stephen Harper", { outlet: outlet("c") }),
    );
    expect((await shown()).participants).toEqual([FAMILY, null, "stephen-harper"]);
    await link();
    expect((await shown()).participants.filter((person) => person !== null)).toEqual(["stephen-harper"]);
  });

  it("is exported and imported with what was read", async () => {
    await mustFile(database, visit(FAMILY, "Harper"));
    await people(STEPHEN);
    await link();
    const before = await shown();
    const filings: FilingInput[] = [];
    for await (const one of exportFilings(exportSource(database.prisma))) filings.push(one);
    await emptyRecord(database);
    await mustFile(database, ...filings);
    const { id: _, ...after } = await shown();
    expect(before).toMatchObject(after);
    expect(await link()).toEqual({ mentions: 1, links: 1, linked: 0, unlinked: 0 });
  });
});

it("who somebody is that reports name otherwise, is a reading, and no claim of a report", async () => {
  await people(STEPHEN);
  const [result] = await file(
    database,
    filing([
      took({ kind: "CALL", parties: ["CA"], date: "2008" }),
      says("PARTICIPANTS", { person: "stephen-harper", knownAs: "stephen-harper-2" }),
    ]),
  );
  expect(result).toMatchObject({ outcome: "rejected", reason: { path: ["claims", 1, "value", "knownAs"] } });
});

describe("a table of people", () => {
  it("brings people, names, offices and tenures, which the API shows and finds", async () => {
    const results = await storePeople(database, [
      readRow({ name: "Stephen Harper", names: { ru: "Стивен Харпер" } }),
      readRow({ title: "Prime Minister of Canada", party: "CA" }),
      readRow({ ...STEPHEN, office: OFFICE }),
      readRow({ person: "stephen-harper", office: OFFICE }),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["created", "created", "created", "unchanged"]);
    const { person, people: found } = await ask(`{
      person(slug: "stephen-harper") { name names { language name } tenures { office { title party { key } } from { edtf } to { edtf } } }
      people(filter: { text: "харпер" }) { edges { node { slug } } } }`);
    expect(person).toEqual({
      name: "Stephen Harper",
      names: [{ language: "ru", name: "Стивен Харпер" }],
      tenures: [
        {
          office: { title: "Prime Minister of Canada", party: { key: "CA" } },
          from: { edtf: "2006-02-06" },
          to: { edtf: "2015-11-04" },
        },
      ],
    });
    expect(found.edges).toEqual([{ node: { slug: "stephen-harper" } }]);
  });

  it("puts better dates in the place of others, also within one table", async () => {
    const open = { name: "Mark Carney", from: "2025-03-14" };
    expect(await people({ name: "Mark Carney" }, open, { ...open, to: "2029" }, open)).toEqual(
      ["created", "updated", "updated", "updated"].map((outcome) => ({ outcome })),
    );
    const tenures = await database.prisma.tenure.findMany({ where: { person: { slug: "mark-carney" } } });
    expect(tenures.map(({ fromEdtf, toEdtf }) => [fromEdtf, toEdtf])).toEqual([["2025-03-14", null]]);
  });

  it.each([
    [{ office: "king-of-nowhere", name: "A B" }, ["office"], 'There is no office "king-of-nowhere"'],
    [
      { person: "nobody-known", title: "T of X", party: "CA" },
      ["person"],
      'There is no person "nobody-known"',
    ],
    [
      { title: "President of Nowhere", party: "no-such-party" },
      ["party"],
      'There is no party "no-such-party"',
    ],
    [
      { office: OFFICE, title: "Prime Minister", party: "GB" },
      ["party"],
      `The office "${OFFICE}" is one of CA`,
    ],
  ])("leaves a row alone that does not fit: %o", async (row, path, message) => {
    await people(STEPHEN);
    const [bad, good] = await storePeople(database, [readRow(row), readRow({ name: "Good Row" })]);
    expect(bad).toMatchObject({ outcome: "rejected", reason: { path, message } });
    expect(good).toEqual({ outcome: "created" });
  });
});
