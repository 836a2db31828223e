import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { firstRecord } from "../../src/firstRecord/filings.ts";
import { type FilingInput, filingSchema } from "../../src/report/filing.ts";
import { type FilingResult, fileReports, fileSubmissions } from "../../src/report/write.ts";
import { testDatabase } from "../testkit/database.ts";
import { differences, dump } from "../testkit/dump.ts";
import { file } from "../testkit/filings.ts";
import { emptyRecord, filing, outlet, says, took } from "./made.ts";

const database = await testDatabase();
const { prisma } = database;

afterEach(() => emptyRecord(database));

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const read = (filings: readonly FilingInput[]) => filings.map((one) => filingSchema.parse(one));

describe("a batch with one bad filing among many", () => {
  const good = (at: number) =>
    filing([took({ kind: "CALL", parties: ["RU", "BY"], date: `2024-03-${10 + at}` })], {
      idempotencyKey: `good ${at}`,
    });
  const bad = filing(
    [
      took({ kind: "CALL", parties: ["RU", "CN"], date: "2024-03-10", keys: ["bad:1"] }),
      { ...says("TOPICS", "gas"), quote: "gas" },
      says("PARTICIPANTS", { person: "nobody", party: "RU" }),
    ],
    {
      outlet: outlet("bad-outlet"),
      describes: {
        topics: [{ slug: "gas", label: "Gas" }],
        people: [{ slug: "bad-person", name: "Bad Person" }],
        organizations: [{ slug: "bad-organization", name: "Bad Organization" }],
        offices: [{ slug: "bad-office", title: "Bad Office", party: "RU" }],
      },
    },
  );

  it("rejects that one with its reason and path, files the rest, and leaves nothing of it", async () => {
    const results = await file(database, ...[0, 1, 2].map(good), bad, ...[3, 4, 5].map(good));
    const stored = await dump(database);
    await emptyRecord(database);
    await file(database, ...numbers(6).map(good));

    expect(results.map(({ outcome }) => outcome)).toEqual([
      ...numbers(3).map(() => "created"),
      "rejected",
      ...numbers(3).map(() => "created"),
    ]);
    expect(results[3]).toMatchObject({
      reason: {
        code: "NOT_FOUND",
        message: 'There is no person "nobody"',
        path: ["claims", 2, "value", "person"],
        expected: "a person that exists, or that the filing describes",
        got: "nobody",
      },
    });
    expect(differences(stored, await dump(database))).toEqual([]);
  });

  it("rejects a filing that does not find the outlet it cites, and files the rest", async () => {
    const lost = filing([took({ parties: ["RU", "CN"] })], { cites: [{ outlet: "wire" }] });

    const results = await file(database, good(0), lost, good(1));

    expect(results).toMatchObject([
      { outcome: "created" },
      { outcome: "rejected", reason: { code: "NOT_FOUND", path: ["cites", 0, "outlet"] } },
      { outcome: "created" },
    ]);
    expect(await prisma.report.count()).toBe(2);
  });

  it("rejects a filing that breaks a rule of the database, and files the rest", async () => {
    const [first, broken, last] = read([good(0), good(1), good(2)]);
    if (first === undefined || broken === undefined || last === undefined) throw new Error("unreachable");
    // What the schema would not have let through.
    broken.describes.people.push({ slug: "No Slug", name: "Nobody", names: [], tenures: [] });

    const results = await fileReports(database, [first, broken, last]);

    expect(results).toMatchObject([
      { outcome: "created" },
      { outcome: "rejected", reason: { code: "INVALID_INPUT" } },
      { outcome: "created" },
    ]);
    expect(await prisma.person.count()).toBe(0);
    expect(await prisma.report.findMany({ select: { key: true }, orderBy: { key: "asc" } })).toEqual([
      { key: "good 0" },
      { key: "good 2" },
    ]);
  });
});

describe("an empty batch", () => {
  it("has no results", async () => {
    expect(await file(database)).toEqual([]);
  });
});

describe("the statements of a batch", () => {
  const CODES = ["FR", "DE", "GB", "US", "CN", "JP", "IN", "BR", "CA", "IT", "ES", "PL", "NO", "SE", "FI"];
  const pairs = CODES.flatMap((one, at) => CODES.slice(at + 1).map((other) => [one, other]));

  function full(at: number, keys: string[] | undefined): FilingInput {
    const parties = pairs[at % pairs.length] ?? [];
    return filing(
      [
        took({ kind: "CALL", parties, date: `${1900 + Math.floor(at / pairs.length)}-03-16`, keys }),
        says("PARTICIPANTS", { person: `person-${at}`, party: parties[0], office: `office-${at}` }),
        says("PARTICIPANTS", { party: parties[1] }),
        says("TOPICS", `topic-${at}`),
        {
          subject: { newAgreement: { ref: "plan", title: `Plan ${at}`, kind: "PLAN" } },
          field: "SIGNATORIES",
          value: { person: `person-${at}`, party: parties[0] },
          stance: "STATES",
        },
        says("AGREEMENTS", "plan"),
      ],
      {
        idempotencyKey: `full ${at}`,
        outlet: { ...outlet(`outlet-${at}`), speaksFor: [`office-${at}`] },
        report: { title: "T", kind: "POST", url: `https://example.org/${at}` },
        cites: at % 10 === 0 ? [] : [{ url: `https://example.org/${at - 1}` }],
        describes: {
          people: [{ slug: `person-${at}`, name: `Person ${at}`, tenures: [{ office: `office-${at}` }] }],
          offices: [{ slug: `office-${at}`, title: `Office ${at}`, party: parties[0] ?? "" }],
          organizations: [{ slug: `organization-${at}`, name: `Organization ${at}`, members: parties }],
          topics: [{ slug: `topic-${at}`, label: `Topic ${at}` }],
        },
      },
    );
  }

  async function statementsOf(filings: FilingInput[]): Promise<number> {
    const inputs = read(filings);
    let statements = 0;
    let isCounting = true;
    database.onStatement(() => {
      if (isCounting) statements++;
    });
    const results = await fileReports(database, inputs);
    isCounting = false;
    expect(results.map(({ outcome }) => outcome)).toEqual(inputs.map(() => "created"));
    return statements;
  }

  it("are as many for 200 filings as for 10, with keys and without", async () => {
    const ten = await statementsOf(numbers(10).map((at) => full(at, [`key:${at}`])));
    await emptyRecord(database);
    const many = await statementsOf(numbers(200).map((at) => full(at, [`key:${at}`])));
    await emptyRecord(database);
    const keyless = await statementsOf(numbers(200).map((at) => full(at, undefined)));

    expect(ten).toBeLessThan(70);
    expect(many).toBe(ten);
    expect(keyless).toBeLessThanOrEqual(ten);
  });
});

describe("the boundaries of batches", () => {
  /** How many filings go together, from the first on; the rest one by one. */
  async function fileIn(sizes: readonly number[], filings: readonly FilingInput[]): Promise<FilingResult[]> {
    const results: FilingResult[] = [];
    let rest = filings;
    for (let at = 0; rest.length > 0; at++) {
      const size = sizes[at] ?? 1;
      results.push(...(await file(database, ...rest.slice(0, size))));
      rest = rest.slice(size);
    }
    return results;
  }

  async function expectSame(filings: readonly FilingInput[], sizes: readonly number[]): Promise<void> {
    await emptyRecord(database);
    const alone = await fileIn([], filings);
    const rows = await dump(database);
    const history = await versions();
    await emptyRecord(database);

    const together = await fileIn(sizes, filings);

    // The ids of candidates come in no order.
    expect(together.map(plain)).toEqual(alone.map(plain));
    expect(differences(await dump(database), rows)).toEqual([]);
    await emptyRecord(database);

    const ofSeveral = await fileSubmissions(
      database,
      read(filings).map((one) => ({ filing: one, actor: "readout" })),
    );

    expect(ofSeveral.map(plain)).toEqual(alone.map(plain));
    expect(differences(await dump(database), rows)).toEqual([]);
    expect(await versions()).toEqual(history);
  }

  /** What was shown when, by which report. */
  async function versions(): Promise<unknown> {
    return prisma.$queryRaw`
      SELECT v.contact_id AS id, v.version, v.shown, v.state, v.report_count, v.outlet_ids, w.report_id, w.actor,
        v.valid_to IS NULL AS is_last, v.version = 1 OR v.valid_from = w.at AS is_timely
      FROM contact_version v JOIN write w ON w.id = v.write_id
      UNION ALL SELECT v.agreement_id, v.version, v.shown, v.state, NULL, NULL, w.report_id, w.actor,
        v.valid_to IS NULL, v.version = 1 OR v.valid_from = w.at
      FROM agreement_version v JOIN write w ON w.id = v.write_id
      ORDER BY id, version`;
  }

  function plain(result: FilingResult): unknown {
    if (result.outcome !== "rejected") return result;
    return { ...result.reason, candidates: [...(result.reason.candidates ?? [])].sort() };
  }

  const keyed = (filings: FilingInput[]) =>
    filings.map((one, at) => ({ ...one, idempotencyKey: `filing ${at}` }));

  it("do not matter to the first record", async () => {
    await expectSame(firstRecord, [firstRecord.length]);
  });

  it("do not matter where claims make another kind of a contact than its description leaves open", async () => {
    const parties = ["RU", "BY"];
    const filings = keyed([
      filing([took({ parties, date: "2024-03-16" }), says("KIND", "CALL")]),
      filing([took({ parties, date: "2024-03-16", kind: "VISIT" })]),
      filing([took({ parties, kind: "VISIT" })]),
    ]);

    await expectSame(filings, [3]);
  });

  it("do not matter where participants make other parties of a contact than its description says", async () => {
    const filings = keyed([
      filing([
        took({ parties: ["RU"], date: "2024-03-16" }),
        says("PARTICIPANTS", { party: "RU" }),
        says("PARTICIPANTS", { party: "BY" }),
      ]),
      filing([took({ parties: ["RU", "BY"], date: "2024-03-16" })]),
      filing([took({ parties: ["RU"], date: "2024-03-16" })]),
    ]);

    await expectSame(filings, [3]);
  });

  it("do not matter where a second report narrows a date that a third description must fit", async () => {
    const parties = ["RU", "BY"];
    const filings = keyed([
      filing([took({ parties, date: "2024-03" })]),
      filing([took({ parties, date: "2024-03-16" }), says("DATE", "2024-03-16")], { outlet: outlet("b") }),
      filing([took({ parties, date: "2024-03-20" })], { outlet: outlet("c") }),
    ]);

    await expectSame(filings, [3]);
  });

  it("do not matter where a report that names a contact by its key adds a party to it", async () => {
    const filings = keyed([
      filing([took({ parties: ["RU"], date: "2024-03-16", keys: ["k:1"] })]),
      filing([took({ keys: ["k:1"] }), says("PARTICIPANTS", { party: "BY" })]),
      filing([took({ parties: ["RU", "BY"], date: "2024-03-16" })]),
    ]);

    await expectSame(filings, [3]);
  });

  it("do not matter where a person turns out to be of another of a contact's parties", async () => {
    const date = "2024-03-16";
    const describes = { people: [{ slug: "p", name: "P" }] };
    const filings = keyed([
      filing([took({ parties: ["RU", "BY"], date }), says("PARTICIPANTS", { person: "p", party: "RU" })], {
        describes,
      }),
      filing([
        took({ parties: ["RU", "BY"], date }),
        says("PARTICIPANTS", { person: "p", party: "BY", role: "INITIATOR" }),
      ]),
      filing([took({ parties: ["BY"], date })]),
    ]);

    await expectSame(filings, [3]);
  });

  it("do not matter to any filings", async () => {
    const anyFiling = fc
      .record({
        outlet: fc.constantFrom("a", "b", "c"),
        parties: fc.constantFrom<string[]>(["RU", "BY"], ["RU"], ["RU", "BY", "CN"], []),
        kind: fc.constantFrom("CALL" as const, "VISIT" as const, "EXCHANGE" as const, undefined),
        date: fc.constantFrom("2024-03-16", "2024-03", "XXXX-03-16", "2024-03-20", undefined),
        keys: fc.constantFrom<string[] | undefined>(undefined, undefined, undefined, ["k:1"], ["k:2"]),
        claims: fc.array(
          fc.constantFrom(
            says("KIND", "CALL"),
            says("KIND", "VISIT", "HEDGES"),
            says("DATE", "2024-03-20"),
            says("DATE", "2024-03", "INFERRED"),
            says("PARTICIPANTS", { party: "CN" }),
            says("PARTICIPANTS", { party: "BY" }, "DENIES"),
            says("PARTICIPANTS", { party: "RU" }, "HEDGES"),
            says("PARTICIPANTS", { person: "p", party: "RU" }),
            says("PARTICIPANTS", { person: "p", party: "BY" }),
            says("PARTICIPANTS", { person: "p", office: "o" }),
          ),
          { maxLength: 2 },
        ),
        cites: fc.constantFrom<{ outlet: string }[]>([], [], [{ outlet: "a" }]),
      })
      .map(({ outlet: slug, parties, kind, date, keys, claims, cites }) =>
        filing([took({ parties, kind, date, keys }), ...claims], {
          outlet: outlet(slug),
          cites,
          describes: {
            people: [{ slug: "p", name: "P" }],
            offices: [{ slug: "o", title: "O", party: "RU" }],
          },
        }),
      );
    const cases = fc.record({
      filings: fc.array(anyFiling, { minLength: 2, maxLength: 7 }).map(keyed),
      sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
    });

    await fc.assert(
      fc.asyncProperty(cases, ({ filings, sizes }) => expectSame(filings, sizes)),
      { numRuns: 15 },
    );
  });
});

describe("the order of a batch", () => {
  it("is the order of recording, a microsecond apart", async () => {
    const results = await file(
      database,
      ...numbers(200).map((at) => filing([], { idempotencyKey: `in order ${at}` })),
    );

    const rows = await prisma.$queryRaw<{ id: string; micros: bigint }[]>`
      SELECT id, (extract(epoch FROM recorded_at) * 1000000)::bigint AS micros FROM report ORDER BY recorded_at`;
    const first = BigInt(rows[0]?.micros ?? 0);
    expect(rows.map(({ id }) => id)).toEqual(
      results.map((result) => "reportId" in result && result.reportId),
    );
    expect(rows.map(({ micros }) => Number(BigInt(micros) - first))).toEqual(numbers(200));
  });
});

describe("a dry run", () => {
  const bad = filing([took({ parties: ["QQ"] })], { idempotencyKey: "bad" });
  const lost = filing([took({ parties: ["RU", "CN"] })], {
    idempotencyKey: "lost",
    cites: [{ outlet: "first-pool" }],
  });
  const described = filing([took({ kind: "CALL", parties: ["RU", "BY"], date: "XXXX-03-16" })], {
    idempotencyKey: "more",
    outlet: { slug: "first-pool" },
  });
  const filings = [...firstRecord, bad, lost, described, ...firstRecord.slice(0, 2)];

  it("stores nothing and predicts what becomes of the filings", async () => {
    const before = await dump(database);

    const predicted = await fileReports(database, read(filings), { dryRun: true });
    const after = await dump(database);
    const results = await fileReports(database, read(filings));

    expect(differences(before, after)).toEqual([]);
    expect(predicted).toEqual(results);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      ...firstRecord.map(() => "created"),
      "rejected",
      "rejected",
      "created",
      "unchanged",
      "unchanged",
    ]);
  });

  it("predicts that all is unchanged where all was filed before", async () => {
    await fileReports(database, read(firstRecord));

    const predicted = await fileReports(database, read(firstRecord), { dryRun: true });

    expect(predicted.map(({ outcome }) => outcome)).toEqual(firstRecord.map(() => "unchanged"));
  });
});
