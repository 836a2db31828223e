import { afterEach, describe, expect, it, test } from "vitest";
import { idOf } from "../../src/identity/identity.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import type { FilingResult } from "../../src/report/write.ts";
import { testDatabase } from "../testkit/database.ts";
import { dump } from "../testkit/dump.ts";
import { file, mustFile } from "../testkit/filings.ts";
import { emptyRecord, filing, outlet, says, took } from "./made.ts";

const database = await testDatabase();
const { prisma } = database;

afterEach(() => emptyRecord(database));

/** What the record holds is as before. */
async function expectNothingStored(work: () => Promise<void>): Promise<void> {
  const before = await dump(database);
  await work();
  expect(await dump(database)).toEqual(before);
}

/** Files one that must be rejected and leave nothing behind. */
async function reasonOf(
  input: FilingInput,
): Promise<Extract<FilingResult, { outcome: "rejected" }>["reason"]> {
  let results: FilingResult[] = [];
  await expectNothingStored(async () => {
    results = await file(database, input);
  });
  const [result] = results;
  if (result?.outcome !== "rejected") throw new Error(`It was taken: ${JSON.stringify(result)}`);
  return result.reason;
}

/** Files one that must be taken. */
async function take(input: FilingInput) {
  const [result] = await mustFile(database, input);
  if (result?.outcome !== "created") throw new Error(`It was not created: ${JSON.stringify(result)}`);
  return result;
}

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const CALL = { kind: "CALL" as const, parties: ["RU", "BY"], date: "2024-03-16" };

describe("an outlet", () => {
  it("that is new is stored with its name, kind, country, address and voices", async () => {
    await take(
      filing([], {
        outlet: {
          slug: "first-pool",
          name: "First Pool",
          kind: "TELEGRAM_CHANNEL",
          country: "BY",
          url: "https://t.me/pul_1",
          speaksFor: ["president-of-belarus", "president-of-belarus"],
        },
        describes: { offices: [{ slug: "president-of-belarus", title: "President", party: "BY" }] },
      }),
    );

    const stored = await prisma.outlet.findMany({ include: { speaksFor: true, country: true } });
    expect(stored).toMatchObject([
      {
        id: idOf("outlet", "first-pool"),
        name: "First Pool",
        kind: "TELEGRAM_CHANNEL",
        country: { key: "BY" },
        url: "https://t.me/pul_1",
        speaksFor: [{ officeId: idOf("office", "president-of-belarus") }],
      },
    ]);
  });

  it("that is known needs its slug alone, and stays as it was first described", async () => {
    await take(filing([], { outlet: { slug: "wire", name: "Wire", kind: "NEWS_AGENCY" } }));

    await take(filing([], { outlet: { slug: "wire" } }));
    await take(filing([], { outlet: { slug: "wire", name: "Another", kind: "WEBSITE", country: "FR" } }));

    expect(await prisma.outlet.findMany()).toMatchObject([
      { name: "Wire", kind: "NEWS_AGENCY", countryId: null },
    ]);
    expect(await prisma.report.count()).toBe(3);
  });

  it("that an earlier filing of the batch brought is known", async () => {
    const results = await file(
      database,
      filing([], { outlet: outlet("daily") }),
      filing([], { outlet: { slug: "daily" } }),
    );

    expect(results.map(({ outcome }) => outcome)).toEqual(["created", "created"]);
  });

  it("that an earlier filing of the batch would have brought, had it not been rejected, is not known", async () => {
    const results = await file(
      database,
      filing([took({ parties: ["QQ"] })], { outlet: outlet("daily") }),
      filing([], { outlet: { slug: "daily" } }),
    );

    expect(results).toMatchObject([
      { outcome: "rejected", reason: { code: "NOT_FOUND" } },
      { outcome: "rejected", reason: { path: ["outlet", "name"] } },
    ]);
  });

  test.each<{ what: string; given: FilingInput["outlet"]; reason: object }>([
    {
      what: "no name",
      given: { slug: "wire", kind: "WEBSITE" },
      reason: { code: "INVALID_INPUT", path: ["outlet", "name"] },
    },
    {
      what: "no kind",
      given: { slug: "wire", name: "Wire" },
      reason: { code: "INVALID_INPUT", path: ["outlet", "kind"] },
    },
    {
      what: "the voice of an unknown office",
      given: { slug: "wire", name: "Wire", kind: "WEBSITE", speaksFor: ["nobody"] },
      reason: { code: "NOT_FOUND", path: ["outlet", "speaksFor", 0], got: "nobody" },
    },
    {
      what: "an unknown country",
      given: { slug: "wire", name: "Wire", kind: "WEBSITE", country: "QQ" },
      reason: { code: "NOT_FOUND", path: ["outlet", "country"], got: "QQ" },
    },
  ])("that is new and has $what is refused", async ({ given, reason }) => {
    expect(await reasonOf(filing([], { outlet: given }))).toMatchObject(reason);
  });
});

describe("a report", () => {
  it("is stored as filed, with its date's bounds, speaker and language", async () => {
    const { reportId } = await take(
      filing([], {
        idempotencyKey: "key",
        report: {
          title: "  A statement ",
          kind: "STATEMENT",
          publishedOn: "2024-03",
          url: "https://example.org/1",
          language: "en",
          speaker: "dmitry-peskov",
        },
        describes: { people: [{ slug: "dmitry-peskov", name: "Dmitry Peskov" }] },
      }),
    );

    expect(await prisma.report.findMany()).toMatchObject([
      {
        id: reportId,
        title: "A statement",
        kind: "STATEMENT",
        publishedEdtf: "2024-03",
        publishedEarliest: new Date("2024-03-01"),
        publishedLatest: new Date("2024-03-31"),
        url: "https://example.org/1",
        language: "en",
        speakerId: idOf("person", "dmitry-peskov"),
        key: "key",
      },
    ]);
  });

  it("with an idempotency key has the same id wherever it is filed; without, one of its own", async () => {
    const { reportId } = await take(filing([], { idempotencyKey: "key" }));
    const [one, other] = [await take(filing([])), await take(filing([]))];

    expect(reportId).toBe(idOf("report", "key"));
    expect(one.reportId).not.toBe(other.reportId);
  });

  test.each<[string, Partial<FilingInput>, object]>([
    [
      "a date that is none",
      { report: { title: "T", kind: "POST", publishedOn: "March" } },
      { code: "INVALID_INPUT", path: ["report", "publishedOn"], got: "March" },
    ],
    [
      "an unknown speaker",
      { report: { title: "T", kind: "POST", speaker: "nobody" } },
      { code: "NOT_FOUND", path: ["report", "speaker"], got: "nobody" },
    ],
  ])("with %s is refused", async (_, more, reason) => {
    expect(await reasonOf(filing([], more))).toMatchObject(reason);
  });
});

describe("a citation", () => {
  async function citedBy(reportId: string): Promise<string[]> {
    const rows = await prisma.citation.findMany({ where: { citingId: reportId } });
    return rows.map((row) => row.citedId).sort();
  }

  it("by id is stored", async () => {
    const cited = await take(filing([]));

    const { reportId } = await take(filing([], { cites: [{ report: cited.reportId }] }));

    expect(await citedBy(reportId)).toEqual([cited.reportId]);
  });

  it("by id is found whatever the case of its letters", async () => {
    const cited = await take(filing([]));

    const { reportId } = await take(filing([], { cites: [{ report: cited.reportId.toUpperCase() }] }));

    expect(await citedBy(reportId)).toEqual([cited.reportId]);
  });

  it("by URL means the latest report of that URL", async () => {
    const report = { title: "T", kind: "POST" as const, url: "https://example.org/a" };
    await take(filing([], { report }));
    const latest = await take(filing([], { report }));

    const { reportId } = await take(filing([], { cites: [{ url: report.url }] }));

    expect(await citedBy(reportId)).toEqual([latest.reportId]);
  });

  it("by URL means a report that comes before it in the batch", async () => {
    const url = "https://example.org/b";

    const [cited, citing] = await mustFile(
      database,
      filing([], { report: { title: "T", kind: "POST", url } }),
      filing([], { cites: [{ url }] }),
    );

    expect(await citedBy(citing?.reportId ?? "")).toEqual([cited?.reportId]);
  });

  it("by outlet means its latest published report on a subject of the filing", async () => {
    const published = (publishedOn: string) => ({ title: "T", kind: "POST" as const, publishedOn });
    const other = { kind: "CALL" as const, parties: ["RU", "CN"], date: "2024-03-20" };
    const latest = await take(filing([took(CALL)], { report: published("2024-03-17") }));
    await take(filing([took(CALL)], { report: published("2024-03-16") }));
    await take(filing([took(other)], { report: published("2024-03-21") }));
    await take(filing([took(CALL)], { outlet: outlet("daily"), report: published("2024-03-22") }));

    const { reportId } = await take(
      filing([took(CALL)], { outlet: outlet("site"), cites: [{ outlet: "wire" }] }),
    );

    expect(await citedBy(reportId)).toEqual([latest.reportId]);
  });

  it("by outlet may mean a report on an agreement, and one that comes before it in the batch", async () => {
    const plan = { newAgreement: { ref: "plan", title: "Development Plan" } };
    const signed = { subject: plan, field: "OCCURRENCE", value: true, stance: "STATES" } as const;

    const [cited, citing] = await mustFile(
      database,
      filing([signed]),
      filing([signed], { outlet: outlet("site"), cites: [{ outlet: "wire" }, { outlet: "wire" }] }),
    );

    expect(await citedBy(citing?.reportId ?? "")).toEqual([cited?.reportId]);
  });

  it("of one report in several ways is one citation", async () => {
    const url = "https://example.org/c";
    const cited = await take(filing([took(CALL)], { report: { title: "T", kind: "POST", url } }));

    const { reportId } = await take(
      filing([took(CALL)], { cites: [{ report: cited.reportId }, { url }, { outlet: "wire" }] }),
    );

    expect(await citedBy(reportId)).toEqual([cited.reportId]);
  });

  test.each<[string, NonNullable<FilingInput["cites"]>[number], object]>([
    ["an unknown report", { report: UNKNOWN }, { path: ["cites", 0, "report"], got: UNKNOWN }],
    [
      "an unknown URL",
      { url: "https://example.org/?" },
      { path: ["cites", 0, "url"], got: "https://example.org/?" },
    ],
    ["an unknown outlet", { outlet: "nobody" }, { path: ["cites", 0, "outlet"], got: "nobody" }],
    [
      "an outlet without a report on what the filing is about",
      { outlet: "daily" },
      { path: ["cites", 0, "outlet"], got: "daily" },
    ],
    ["itself", { report: idOf("report", "own") }, { path: ["cites", 0, "report"] }],
  ])("of %s is refused", async (_, cites, reason) => {
    await take(filing([took({ ...CALL, parties: ["RU", "CN"] })], { outlet: outlet("daily") }));

    expect(await reasonOf(filing([took(CALL)], { idempotencyKey: "own", cites: [cites] }))).toMatchObject({
      code: "NOT_FOUND",
      ...reason,
    });
  });

  it("that would close a circle is refused by the database", async () => {
    const first = await take(filing([]));
    const second = await take(filing([], { cites: [{ report: first.reportId }] }));
    const third = await take(filing([], { cites: [{ report: second.reportId }] }));

    await expect(
      prisma.citation.create({ data: { citingId: first.reportId, citedId: third.reportId } }),
    ).rejects.toThrow("would be cited by it in the end");
  });
});

describe("a contact that is described", () => {
  it("is created where none fits", async () => {
    const result = await take(filing([took(CALL)]));

    expect(result).toMatchObject({ isMerge: false, agreements: [] });
    expect(await prisma.contact.findMany()).toMatchObject([
      { id: result.contacts[0], kind: "CALL", dateEdtf: "2024-03-16", title: "Call of Russia and Belarus" },
    ]);
  });

  test.each([
    ["the same words", CALL],
    ["the parties in another order", { ...CALL, parties: ["BY", "RU"] }],
    ["a party twice", { ...CALL, parties: ["BY", "RU", "BY"] }],
    ["a date that may be the same", { ...CALL, date: "XXXX-03-16" }],
    ["no date", { kind: CALL.kind, parties: CALL.parties }],
    ["no kind", { parties: CALL.parties, date: CALL.date }],
    ["the general kind", { ...CALL, kind: "EXCHANGE" as const }],
  ])("is the known one that fits: %s", async (_, description) => {
    const known = await take(filing([took(CALL)]));

    const result = await take(filing([took(description)], { outlet: outlet("daily") }));

    expect(result).toMatchObject({ isMerge: true, contacts: known.contacts });
    expect(await prisma.contact.findMany()).toMatchObject([{ reportCount: 2, independentOutlets: 2 }]);
  });

  test.each([
    ["another kind", { ...CALL, kind: "VISIT" as const }],
    ["another day", { ...CALL, date: "2024-03-17" }],
    ["a party more", { ...CALL, parties: ["RU", "BY", "CN"] }],
    ["a party less", { ...CALL, parties: ["RU"] }],
    ["no parties", { kind: CALL.kind, date: CALL.date }],
    ["no date and another kind", { kind: "VISIT" as const, parties: CALL.parties }],
  ])("is new where none fits: %s", async (_, description) => {
    await take(filing([took(CALL)]));

    const result = await take(filing([took(description)]));

    expect(result.isMerge).toBe(false);
    expect(await prisma.contact.count()).toBe(2);
  });

  it("is the one of a fitting date rather than the undated one", async () => {
    await take(filing([took({ kind: "CALL", parties: ["RU", "BY"] })]));
    const dated = await take(filing([took({ ...CALL, kind: "VISIT" })]));

    const result = await take(filing([took({ ...CALL, kind: "VISIT", date: "2024-03" })]));

    expect(result.contacts).toEqual(dated.contacts);
  });

  it("is ambiguous where several fit, and the candidates are told", async () => {
    const one = await take(filing([took(CALL)]));
    const other = await take(filing([took({ ...CALL, date: "2024-03-20" })]));

    const reason = await reasonOf(filing([took({ ...CALL, date: "2024-03" })]));

    expect(reason).toMatchObject({ code: "AMBIGUOUS", path: ["claims", 0, "subject", "newContact"] });
    expect(new Set(reason.candidates)).toEqual(new Set([...one.contacts, ...other.contacts]));
  });

  it("is one contact in all claims that name it by ref, before and after its description", async () => {
    const result = await take(filing([says("CHANNEL", "TELEPHONE"), took(CALL), says("DURATION", "PT1H~")]));

    expect(result.contacts).toHaveLength(1);
    expect(await prisma.contact.findMany()).toMatchObject([
      { channel: "TELEPHONE", durationIso8601: "PT1H", durationApproximate: true },
    ]);
  });

  it("is found by its key, whatever else the description says", async () => {
    const known = await take(filing([took({ ...CALL, keys: ["other:1"] })]));

    const result = await take(
      filing([took({ kind: "VISIT", parties: ["US"], date: "1980", keys: ["mine:1", "other:1"] })]),
    );
    const again = await take(filing([took({ keys: ["mine:1"] })]));

    expect(result.contacts).toEqual(known.contacts);
    expect(again.contacts).toEqual(known.contacts);
  });

  it("is new where no contact has its keys, even where one would fit", async () => {
    const known = await take(filing([took(CALL)]));

    const result = await take(filing([took({ ...CALL, keys: ["mine:2"] })]));

    expect(result.contacts).not.toEqual(known.contacts);
    expect(result.isMerge).toBe(false);
  });

  it("is ambiguous where its keys belong to two contacts", async () => {
    const one = await take(filing([took({ keys: ["a:1"] })]));
    const other = await take(filing([took({ keys: ["b:1"] })]));

    const reason = await reasonOf(filing([took({ keys: ["a:1", "b:1"] })]));

    expect(reason).toMatchObject({ code: "AMBIGUOUS", path: ["claims", 0, "subject", "newContact"] });
    expect(reason.candidates).toEqual([...one.contacts, ...other.contacts]);
  });

  it("with the same key under two refs of a filing is one", async () => {
    const result = await take(
      filing([took({ ref: "one", keys: ["a:1"] }), took({ ref: "other", keys: ["b:1", "a:1"] })]),
    );

    expect(result.contacts).toHaveLength(1);
    expect(await prisma.contactKey.count()).toBe(2);
  });

  it("under two refs of a filing is two, where both are new", async () => {
    const result = await take(filing([took({ ref: "one", ...CALL }), took({ ref: "other", ...CALL })]));

    expect(result.contacts).toHaveLength(2);
  });
});

describe("a subject that is named", () => {
  it("by id is that contact, whatever the case of its letters", async () => {
    const known = await take(filing([took(CALL)]));
    const id = known.contacts[0] ?? "";

    const result = await take(
      filing([
        { subject: { contact: id.toUpperCase() }, field: "DURATION", value: "PT1H", stance: "STATES" },
      ]),
    );

    expect(result).toMatchObject({ isMerge: true, contacts: [id] });
  });

  it("by slug is that agreement", async () => {
    const plan = { newAgreement: { ref: "plan", title: "Development Plan" } };
    await take(filing([{ subject: plan, field: "OCCURRENCE", value: true, stance: "STATES" }]));

    const result = await take(
      filing([
        { subject: { agreement: "development-plan" }, field: "KIND", value: "PLAN", stance: "STATES" },
      ]),
    );

    expect(result).toMatchObject({ isMerge: true, agreements: ["development-plan"] });
    expect(await prisma.agreement.findMany()).toMatchObject([{ kind: "PLAN", title: "Development Plan" }]);
  });

  test.each<[string, FilingInput["claims"][number]["subject"], object]>([
    ["contact", { contact: UNKNOWN }, { path: ["claims", 0, "subject", "contact"], got: UNKNOWN }],
    ["agreement", { agreement: "none" }, { path: ["claims", 0, "subject", "agreement"], got: "none" }],
    ["ref", { ref: "nobody" }, { path: ["claims", 0, "subject"], got: "nobody" }],
  ])("by an unknown %s is refused", async (_, subject, reason) => {
    const claim = { subject, field: "OCCURRENCE", value: true, stance: "STATES" } as const;

    expect(await reasonOf(filing([claim]))).toMatchObject({ code: "NOT_FOUND", ...reason });
  });

  test.each<[string, unknown, object]>([
    ["a ref of the filing", "before", {}],
    ["a ref that only comes later", "later", {}],
  ])("as the contact before by %s is linked", async (_, value) => {
    const result = await take(
      filing([
        took({ ref: "before", parties: ["RU", "BY"], date: "2024-03-02" }),
        took(CALL),
        says("SEQUENCE", value),
        took({ ref: "later", parties: ["RU", "BY"], date: "2024-03-01" }),
      ]),
    );

    const [sequence] = await prisma.claim.findMany({ where: { field: "SEQUENCE" } });
    expect(result.contacts).toContain(sequence?.value);
  });
});

describe("an agreement", () => {
  const signs = (title: string, ref = "plan") =>
    ({
      subject: { newAgreement: { ref, title } },
      field: "OCCURRENCE",
      value: true,
      stance: "STATES",
    }) as const;

  it("whose title is written alike is the same", async () => {
    await take(filing([signs("Development Plan — Union State")]));

    const result = await take(filing([signs("development plan, union state")]));

    expect(result).toMatchObject({ isMerge: true, agreements: ["development-plan-union-state"] });
  });

  it("under two refs of a filing is one", async () => {
    const result = await take(filing([signs("Plan", "one"), signs("plan", "other")]));

    expect(result.agreements).toEqual(["plan"]);
  });

  it("whose long title differs only at its end is another", async () => {
    const long = `Agreement between the Government of the Republic of Belarus and the Government of the Russian Federation on ${"trade ".repeat(5)}`;

    const one = await take(filing([signs(`${long} in goods`)]));
    const other = await take(filing([signs(`${long} in services`)]));

    expect(other.isMerge).toBe(false);
    expect(other.agreements).not.toEqual(one.agreements);
  });
});

describe("what a filing describes", () => {
  const describes = {
    people: [
      {
        slug: "vladimir-putin",
        name: "Vladimir Putin",
        names: [{ name: "Владимир Путин", language: "ru" }],
        tenures: [{ office: "president-of-russia", from: "2012-05-07" }],
      },
    ],
    offices: [{ slug: "president-of-russia", title: "President of Russia", party: "RU" }],
    organizations: [{ slug: "union-state", name: "Union State", members: ["RU", "BY"] }],
    topics: [{ slug: "gas", label: "Gas" }],
  };

  it("is stored, and can be named by its claims", async () => {
    await take(
      filing(
        [
          took({ parties: ["union-state", "RU"] }),
          says("PARTICIPANTS", { person: "vladimir-putin", party: "RU", office: "president-of-russia" }),
          says("TOPICS", "gas"),
        ],
        { describes },
      ),
    );

    expect(await prisma.person.findMany({ include: { names: true, tenures: true } })).toMatchObject([
      {
        slug: "vladimir-putin",
        names: [{ name: "Владимир Путин" }],
        tenures: [{ fromEdtf: "2012-05-07", toEdtf: null }],
      },
    ]);
    expect(await prisma.office.findMany()).toMatchObject([{ partyId: idOf("party", "RU") }]);
    expect(await prisma.partyMember.count()).toBe(2);
    expect(await prisma.topic.findMany()).toMatchObject([{ slug: "gas", label: "Gas" }]);
  });

  it("stays as first described; names and tenures add up; and is found by the words it is stored with", async () => {
    await take(filing([], { describes }));

    await take(
      filing([], {
        describes: {
          people: [
            {
              slug: "vladimir-putin",
              name: "Somebody",
              names: [{ name: "Uladzimir Pucin", language: "be-Latn" }],
              tenures: [{ office: "president-of-russia", from: "2000-05-07", to: "2008-05-07" }],
            },
          ],
          offices: [{ slug: "president-of-russia", title: "Someone", party: "BY" }],
          organizations: [{ slug: "union-state", name: "Something", members: ["KZ"] }],
          topics: [{ slug: "gas", label: "Sometopic" }],
        },
      }),
    );

    const people = await prisma.person.findMany({ include: { names: true, tenures: true } });
    expect(people).toMatchObject([{ name: "Vladimir Putin" }]);
    expect(people[0]?.names).toHaveLength(2);
    expect(people[0]?.tenures).toHaveLength(2);
    expect(await prisma.office.findMany()).toMatchObject([{ title: "President of Russia" }]);
    expect(await prisma.topic.findMany()).toMatchObject([{ label: "Gas" }]);
    const entries = await prisma.searchEntry.findMany({
      where: { kind: { in: ["PERSON", "OFFICE", "ORGANIZATION", "TOPIC"] } },
    });
    expect(entries.map(({ kind, title }) => `${kind} ${title}`).sort()).toEqual([
      "OFFICE president of russia",
      "ORGANIZATION union state",
      "PERSON vladimir putin",
      "TOPIC gas",
    ]);
  });

  const OFFICE = { offices: [{ slug: "pm", title: "PM", party: "RU" }] };
  const person = (tenure: { office: string; from?: string; to?: string }) => ({
    ...OFFICE,
    people: [{ slug: "p", name: "P", tenures: [tenure] }],
  });
  test.each<[string, FilingInput["describes"], object]>([
    [
      "an office of an unknown party",
      { offices: [{ slug: "o", title: "O", party: "QQ" }] },
      { code: "NOT_FOUND", path: ["describes", "offices", 0, "party"], got: "QQ" },
    ],
    [
      "an organization with an unknown member",
      { organizations: [{ slug: "o", name: "O", members: ["RU", "QQ"] }] },
      { code: "NOT_FOUND", path: ["describes", "organizations", 0, "members", 1], got: "QQ" },
    ],
    [
      "a person in an unknown office",
      person({ office: "nothing" }),
      { code: "NOT_FOUND", path: ["describes", "people", 0, "tenures", 0, "office"], got: "nothing" },
    ],
    [
      "a tenure from no date",
      person({ office: "pm", from: "then" }),
      { code: "INVALID_INPUT", path: ["describes", "people", 0, "tenures", 0, "from"], got: "then" },
    ],
    [
      "a tenure to no date",
      person({ office: "pm", to: "now" }),
      { code: "INVALID_INPUT", path: ["describes", "people", 0, "tenures", 0, "to"], got: "now" },
    ],
  ])("is refused where it is %s", async (_, described, reason) => {
    expect(await reasonOf(filing([], { describes: described }))).toMatchObject(reason);
  });

  test.each<[string, FilingInput["claims"], object]>([
    [
      "a person",
      [took(CALL), says("PARTICIPANTS", { person: "nobody" })],
      { path: ["claims", 1, "value", "person"], got: "nobody" },
    ],
    [
      "an office",
      [took(CALL), says("PARTICIPANTS", { office: "nothing" })],
      { path: ["claims", 1, "value", "office"], got: "nothing" },
    ],
    [
      "a participant's party",
      [took(CALL), says("PARTICIPANTS", { party: "QQ" })],
      { path: ["claims", 1, "value", "party"], got: "QQ" },
    ],
    [
      "a described contact's party",
      [took({ parties: ["RU", "QQ"] })],
      { path: ["claims", 0, "subject", "newContact", "parties", 1], got: "QQ" },
    ],
    ["a topic", [took(CALL), says("TOPICS", "none")], { path: ["claims", 1, "value"], got: "none" }],
    ["an agreement", [took(CALL), says("AGREEMENTS", "none")], { path: ["claims", 1, "value"], got: "none" }],
    ["a contact", [took(CALL), says("SEQUENCE", UNKNOWN)], { path: ["claims", 1, "value"], got: UNKNOWN }],
  ])("must hold %s that a claim names and the record does not know", async (_, claims, reason) => {
    const refusal = await reasonOf(filing(claims));

    expect(refusal.path).toEqual((reason as { path: unknown }).path);
    expect(refusal).toMatchObject(reason);
  });
});

describe("a claim", () => {
  test.each<[string, FilingInput["claims"][number], object]>([
    [
      "withholds a value that it gives",
      says("DURATION", "PT1H", "WITHHOLDS"),
      { got: "PT1H", expected: "null" },
    ],
    ["states no value", says("DURATION", undefined), { expected: "the value of DURATION" }],
    ["denies null", says("DURATION", null, "DENIES"), { expected: "the value of DURATION" }],
    ["is not of its field's notation", says("DURATION", "an hour"), { got: "an hour" }],
  ])("that %s is refused at its value", async (_, claim, reason) => {
    expect(await reasonOf(filing([took(CALL), claim]))).toMatchObject({
      code: "INVALID_INPUT",
      path: ["claims", 1, "value"],
      ...reason,
    });
  });

  it("on a field of agreements is refused for a contact, at its field", async () => {
    expect(await reasonOf(filing([took(CALL), says("TITLE", "Plan")]))).toMatchObject({
      code: "INVALID_INPUT",
      path: ["claims", 1, "field"],
      got: "TITLE",
    });
  });
});

describe("implied claims", () => {
  async function claimsOf(reportId: string): Promise<string[]> {
    const claims = await prisma.claim.findMany({ where: { reportId }, orderBy: { position: "asc" } });
    return claims.map(({ field, stance, value }) => `${stance} ${field} ${value}`);
  }

  it("are what the description of a new contact says, as firmly as the filing's first claim on it", async () => {
    const { reportId } = await take(
      filing([{ ...took(CALL), stance: "HEDGES" }, says("CHANNEL", "TELEPHONE", "STATES")]),
    );

    expect(await claimsOf(reportId)).toEqual([
      "HEDGES OCCURRENCE true",
      "STATES CHANNEL TELEPHONE",
      "HEDGES KIND CALL",
      "HEDGES DATE 2024-03-16",
      'HEDGES PARTICIPANTS {"party":"RU"}',
      'HEDGES PARTICIPANTS {"party":"BY"}',
    ]);
  });

  it("are none on a field that the filing has a claim on", async () => {
    const { reportId } = await take(
      filing([took(CALL), says("DATE", "2024-03"), says("PARTICIPANTS", undefined, "WITHHOLDS")]),
    );

    expect(await claimsOf(reportId)).toEqual([
      "STATES OCCURRENCE true",
      "STATES DATE 2024-03",
      "WITHHOLDS PARTICIPANTS null",
      "STATES KIND CALL",
    ]);
  });

  it("are none for a description that finds a known contact", async () => {
    await take(filing([took(CALL)]));

    const { reportId } = await take(filing([took(CALL)]));

    expect(await claimsOf(reportId)).toEqual(["STATES OCCURRENCE true"]);
  });

  it("are a new agreement's title, kind and parties, the parties where nobody signs", async () => {
    const plan = {
      newAgreement: { ref: "plan", title: "Plan", kind: "PLAN" as const, parties: ["RU", "BY"] },
    };
    const occurs: FilingInput["claims"][number] = {
      subject: plan,
      field: "OCCURRENCE",
      value: true,
      stance: "STATES",
    };
    const signs = {
      subject: { ref: "treaty" },
      field: "SIGNATORIES",
      value: { party: "RU" },
      stance: "STATES",
    };
    const treaty = { newAgreement: { ref: "treaty", title: "Treaty", parties: ["RU", "BY"] } };

    const one = await take(filing([occurs]));
    const other = await take(
      filing([{ ...occurs, subject: treaty }, signs as FilingInput["claims"][number]]),
    );

    expect(await claimsOf(one.reportId)).toEqual([
      "STATES OCCURRENCE true",
      "STATES TITLE Plan",
      "STATES KIND PLAN",
      "STATES PARTIES RU",
      "STATES PARTIES BY",
    ]);
    expect(await claimsOf(other.reportId)).toEqual([
      "STATES OCCURRENCE true",
      'STATES SIGNATORIES {"party":"RU"}',
      "STATES TITLE Treaty",
    ]);
  });
});

describe("an idempotency key", () => {
  const keyed = (claims: FilingInput["claims"]) => filing(claims, { idempotencyKey: "key" });

  it("with the same content is unchanged, and nothing is written", async () => {
    const { reportId } = await take(keyed([took(CALL)]));

    await expectNothingStored(async () => {
      expect(await file(database, keyed([took(CALL)]))).toEqual([{ outcome: "unchanged", reportId }]);
    });
  });

  it("with the same content in another order of keys is unchanged", async () => {
    const { reportId } = await take(keyed([took(CALL)]));
    const reordered = JSON.parse(
      JSON.stringify(keyed([took(CALL)]), (_, value) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      ),
    ) as FilingInput;

    expect(await file(database, reordered)).toEqual([{ outcome: "unchanged", reportId }]);
  });

  it("with other content is a conflict", async () => {
    await take(keyed([took(CALL)]));

    expect(await reasonOf(keyed([took({ ...CALL, date: "2024-03-17" })]))).toMatchObject({
      code: "CONFLICT",
      path: ["idempotencyKey"],
      got: "key",
    });
  });

  it("twice in a batch is filed once, and a conflict where the content differs", async () => {
    const results = await file(
      database,
      keyed([took(CALL)]),
      keyed([took(CALL)]),
      keyed([took({ ...CALL, date: "2024-03-17" })]),
    );

    expect(results).toMatchObject([
      { outcome: "created" },
      { outcome: "unchanged" },
      { outcome: "rejected", reason: { code: "CONFLICT" } },
    ]);
    expect(await prisma.report.count()).toBe(1);
  });

  it("of a rejected filing stays free", async () => {
    await reasonOf(keyed([took({ parties: ["QQ"] })]));

    expect(await file(database, keyed([took(CALL)]))).toMatchObject([{ outcome: "created" }]);
  });
});
