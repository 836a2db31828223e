import { describe, expect, it, test } from "vitest";
import { mergeContacts } from "../../src/contact/merge.ts";
import { idOf } from "../../src/identity/identity.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

/**
 * What the database itself refuses, whoever writes to it. Every statement is tried on a record that has rows in all
 * tables, and undone.
 */

const database = await testDatabase();
const { prisma } = database;

const states = "STATES" as const;
const PUTIN = { person: "p", party: "RU", office: "o" };
const filings: FilingInput[] = [
  {
    idempotencyKey: "first",
    outlet: { slug: "wire", name: "Wire", kind: "NEWS_AGENCY", country: "RU", speaksFor: ["o"] },
    report: { title: "First", kind: "POST", publishedOn: "2024-03-17", speaker: "p" },
    describes: {
      people: [
        {
          slug: "p",
          name: "P",
          names: [{ name: "П", language: "ru" }],
          tenures: [{ office: "o", from: "2012" }],
        },
      ],
      offices: [{ slug: "o", title: "O", party: "RU" }],
      organizations: [{ slug: "union", name: "Union", members: ["RU", "BY"] }],
      topics: [{ slug: "gas", label: "Gas" }],
    },
    claims: [
      {
        subject: { newContact: { ref: "v", kind: "VISIT", date: "2024-03-16", keys: ["k:1"] } },
        field: "OCCURRENCE",
        value: true,
        stance: states,
      },
      { subject: { ref: "v" }, field: "PARTICIPANTS", value: { ...PUTIN, role: "HOST" }, stance: states },
      { subject: { ref: "v" }, field: "PARTICIPANTS", value: { party: "BY" }, stance: states },
      { subject: { ref: "v" }, field: "TOPICS", value: "gas", stance: states },
      { subject: { ref: "v" }, field: "AGREEMENTS", value: "a", stance: states },
      {
        subject: { newAgreement: { ref: "a", title: "Plan" } },
        field: "DATE",
        value: "2024-01",
        stance: states,
      },
      { subject: { ref: "a" }, field: "SIGNATORIES", value: PUTIN, stance: states },
      { subject: { ref: "a" }, field: "ESTABLISHES", value: "union", stance: states },
    ],
  },
  {
    idempotencyKey: "second",
    outlet: { slug: "wire" },
    report: { title: "Second", kind: "POST" },
    cites: [{ outlet: "wire" }],
    claims: [
      {
        subject: { newContact: { ref: "c", kind: "CALL", keys: ["k:2"] } },
        field: "OCCURRENCE",
        value: true,
        stance: states,
      },
      { subject: { newContact: { ref: "v", keys: ["k:1"] } }, field: "DURATION", stance: "WITHHOLDS" },
    ],
  },
  {
    idempotencyKey: "third",
    outlet: { slug: "wire" },
    report: { title: "Third", kind: "POST" },
    cites: [{ report: idOf("report", "second") }],
    claims: [],
  },
];

await mustFile(database, ...filings);
const twins = (await mustFile(database, filingOfTwins())).flatMap((filed) =>
  filed.outcome === "created" ? filed.contacts : [],
);
await mergeContacts(database, { from: twins[0] ?? "", into: twins[1] ?? "", reason: "one", actor: "test" });

/** Two contacts that are to be one. */
function filingOfTwins(): FilingInput {
  const twin = (ref: string) => ({ newContact: { ref, keys: [`test:${ref}`] } });
  return {
    outlet: { slug: "wire" },
    report: { title: "Twins", kind: "ARTICLE" },
    claims: ["one", "two"].map((ref) => ({
      subject: twin(ref),
      field: "OCCURRENCE",
      value: true,
      stance: "STATES",
    })),
  };
}

/** The constraint that a statement breaks; null where it is let through. What it does is undone. */
async function broken(sql: string): Promise<string | null> {
  try {
    await prisma.$transaction(async (statements) => {
      const rows = await statements.$executeRawUnsafe(sql);
      throw new Undo(rows);
    });
  } catch (error) {
    if (error instanceof Undo) {
      expect(error.rows, "rows that the statement is about").toBeGreaterThan(0);
      return null;
    }
    const message = error instanceof Error ? error.message : "";
    if (/would be cited by it in the end/.test(message)) return "citation_without_circle";
    return /constraint "(\w+)"/.exec(message)?.[1] ?? message;
  }
  throw new Error("unreachable");
}

class Undo extends Error {
  readonly rows: number;

  constructor(rows: number) {
    super("undo");
    this.rows = rows;
  }
}

const VISIT = `id = (SELECT contact_id FROM contact_key WHERE key = 'k:1')`;
const CALL = `id = (SELECT contact_id FROM contact_key WHERE key = 'k:2')`;
const set = (table: string, columns: string, where = "TRUE") =>
  `UPDATE ${table} SET ${columns} WHERE ${where}`;
const visit = (columns: string) => set("contact", columns, VISIT);
const as = (kind: string, columns: string) => visit(`host_id = NULL, kind = '${kind}', ${columns}`);
const claim = (columns: string, where = "contact_id IS NOT NULL AND field = 'OCCURRENCE'") =>
  set("claim", columns, where);
const report = (name: string) => `'${idOf("report", name)}'`;
const cites = (citing: string, cited: string) =>
  `INSERT INTO citation (citing_id, cited_id) VALUES (${report(citing)}, ${report(cited)})`;

const SLUGS = ["", "A", "a b", "a--b", "-a", "a-", "ä", "a_b", "a\nb"];

/** Statements, and the constraint that refuses each; null for those that are right. */
const CASES: [what: string, sql: string, constraint: string | null][] = [
  // Which columns of a contact go with its kind.
  ["a channel of a call", set("contact", "channel = 'VIDEO'", CALL), null],
  ["a place of a visit", visit("place = 'Minsk'"), null],
  ["a purpose of a visit", visit("purpose = 'talks'"), null],
  ["a place of an encounter", as("ENCOUNTER", "place = 'Minsk'"), null],
  ["an event of a summit", as("SUMMIT", "event = 'G7'"), null],
  ["a host of a summit", visit("kind = 'SUMMIT'"), null],
  ["a note of an exchange", as("EXCHANGE", "note = 'by letter'"), null],
  ["a channel of a visit", visit("channel = 'VIDEO'"), "contact_columns_fit_kind"],
  ["a place of a call", as("CALL", "place = 'Minsk'"), "contact_columns_fit_kind"],
  ["a place of an exchange", as("EXCHANGE", "place = 'Minsk'"), "contact_columns_fit_kind"],
  ["a host of a call", visit("kind = 'CALL'"), "contact_columns_fit_kind"],
  ["a host of an encounter", visit("kind = 'ENCOUNTER'"), "contact_columns_fit_kind"],
  ["an event of a visit", visit("event = 'G7'"), "contact_columns_fit_kind"],
  ["a purpose of a summit", visit("kind = 'SUMMIT', purpose = 'talks'"), "contact_columns_fit_kind"],
  ["a note of a visit", visit("note = 'by letter'"), "contact_columns_fit_kind"],
  ["a negative number of outlets", visit("independent_outlets = -1"), "contact_counts"],
  ["a negative number of reports", visit("report_count = -1"), "contact_counts"],
  ["no outlets and no reports", visit("independent_outlets = 0, report_count = 0"), null],
  ["a duration with its mark", visit("duration_iso8601 = 'PT1H', duration_approximate = true"), null],
  ["a duration without its mark", visit("duration_iso8601 = 'PT1H'"), "contact_duration_whole"],
  ["the mark of no duration", visit("duration_approximate = false"), "contact_duration_whole"],
  // Bounds of dates, in three tables.
  ...(
    [
      ["contact", "date", VISIT, "contact_date_bounds"],
      ["agreement_act", "date", "TRUE", "agreement_act_date_bounds"],
      ["report", "published", "TRUE", "report_published_bounds"],
    ] as const
  ).flatMap(([table, prefix, where, constraint]): [string, string, string | null][] => {
    const bounds = (edtf: string, earliest: string, latest: string) =>
      set(
        table,
        `${prefix}_edtf = ${edtf}, ${prefix}_earliest = ${earliest}, ${prefix}_latest = ${latest}`,
        where,
      );
    return [
      [`a day of ${table}`, bounds("'2024-03-16'", "'2024-03-16'", "'2024-03-16'"), null],
      [`no date of ${table}`, bounds("NULL", "NULL", "NULL"), null],
      [`a date of ${table} without bounds`, bounds("'XXXX-03-16'", "NULL", "NULL"), null],
      [`an open end of ${table}`, bounds("'2024-03-16/..'", "'2024-03-16'", "NULL"), null],
      [`an open beginning of ${table}`, bounds("'../2024-03-16'", "NULL", "'2024-03-16'"), null],
      [`bounds of ${table} in disorder`, bounds("'2024'", "'2024-03-17'", "'2024-03-16'"), constraint],
      [`bounds of ${table} without a date`, bounds("NULL", "'2024-03-16'", "'2024-03-16'"), constraint],
      [`a first bound of ${table} without a date`, bounds("NULL", "'2024-03-16'", "NULL"), constraint],
      [`a last bound of ${table} without a date`, bounds("NULL", "NULL", "'2024-03-16'"), constraint],
    ];
  }),
  // Claims.
  ["a claim on a contact", claim("value = 'true'"), null],
  ["a claim on two subjects", claim("agreement_id = (SELECT id FROM agreement)"), "claim_has_one_subject"],
  ["a claim on nothing", claim("contact_id = NULL"), "claim_has_one_subject"],
  ...["TITLE", "SIGNATORIES", "ENDORSERS", "ESTABLISHES", "PARTIES"].map(
    (field): [string, string, string] => [
      `a contact's ${field}`,
      claim(`field = '${field}'`),
      "claim_field_fits_subject",
    ],
  ),
  ...[
    "DURATION",
    "PARTICIPANTS",
    "TOPICS",
    "PLACE",
    "SEQUENCE",
    "AGREEMENTS",
    "CHANNEL",
    "EVENT",
    "NOTE",
  ].map((field): [string, string, string] => [
    `an agreement's ${field}`,
    claim(`field = '${field}'`, "agreement_id IS NOT NULL"),
    "claim_field_fits_subject",
  ]),
  ["an agreement's PURPOSE", claim("field = 'PURPOSE'", "agreement_id IS NOT NULL"), null],
  ["a stated claim without a value", claim("value = NULL"), "claim_gives_a_value"],
  ["a withheld value", claim("stance = 'WITHHOLDS'"), "claim_gives_a_value"],
  ["a withholding with a value", claim("value = 'PT1H'", "stance = 'WITHHOLDS'"), "claim_gives_a_value"],
  ["a contact merged into itself", set("merge", "into_id = from_id", "TRUE"), "merge_of_two"],
  [
    "a merge undone before it was made",
    set("merge", "undone_at = merged_at - interval '1 microsecond'", "TRUE"),
    "merge_undone_after_merged",
  ],
  [
    "a version that ends before it begins",
    set("contact_version", "valid_to = valid_from - interval '1 microsecond'", "version = 1"),
    "contact_version_in_order",
  ],
  [
    "a version of an agreement that ends before it begins",
    set("agreement_version", "valid_to = valid_from - interval '1 microsecond'", "version = 1"),
    "agreement_version_in_order",
  ],
  ["a claim retracted when it was recorded", claim("retracted_at = recorded_at"), null],
  [
    "a claim retracted before it was recorded",
    claim("retracted_at = recorded_at - interval '1 microsecond'"),
    "claim_retracted_after_recorded",
  ],
  [
    "two claims at one place of a report",
    set("claim", "position = 0", `report_id = ${report("first")}`),
    "claim_report_id_position_key",
  ],
  ["an unknown field", claim("field = 'MOOD'"), "claim_field"],
  // Participations.
  [
    "a participant known by office alone",
    set("participation", "person_id = NULL, party_id = NULL", "office_id IS NOT NULL"),
    null,
  ],
  [
    "a participation that names nobody",
    set("participation", "person_id = NULL, party_id = NULL, office_id = NULL"),
    "participation_names_somebody",
  ],
  // Citations: second cites first, third cites second.
  ["a second citation of a report", cites("third", "first"), null],
  ["a report that cites itself", cites("first", "first"), "citation_without_circle"],
  ["a circle of two", cites("first", "second"), "citation_without_circle"],
  ["a circle of three", cites("first", "third"), "citation_without_circle"],
  [
    "a citation that is turned into a circle",
    `UPDATE citation SET citing_id = ${report("first")}, cited_id = ${report("second")} WHERE citing_id = ${report("third")}`,
    "citation_without_circle",
  ],
  ["the same citation twice", cites("second", "first"), "citation_pkey"],
  // Keys and slugs.
  ...["person", "office", "topic", "outlet", "agreement"].flatMap(
    (table): [string, string, string | null][] => [
      [`the slug "a-1" of ${table}`, set(table, "slug = 'a-1'"), null],
      ...SLUGS.map((slug): [string, string, string] => [
        `the slug ${JSON.stringify(slug)} of ${table}`,
        set(table, `slug = '${slug}'`),
        `${table}_slug_form`,
      ]),
    ],
  ),
  ...["RU", "SUHH"].map((key): [string, string, null] => [
    `the key "${key}" of a state`,
    // The key's own holder aside, it must be free.
    `UPDATE party SET kind = 'STATE' WHERE key = '${key}'`,
    null,
  ]),
  ...["", "R", "RUS", "RUSSI", "ru", "R1", "RU\n", "union"].map((key): [string, string, string] => [
    `the key ${JSON.stringify(key)} of a state`,
    set("party", `key = '${key}'`, "key = 'FR'"),
    "party_key_fits_kind",
  ]),
  ...SLUGS.map((key): [string, string, string] => [
    `the key ${JSON.stringify(key)} of an organization`,
    set("party", `key = '${key}'`, "key = 'union'"),
    "party_key_fits_kind",
  ]),
  ["the key of another party", set("party", "key = 'BY'", "key = 'FR'"), "party_key_key"],
  ["an idempotency key twice", set("report", "key = 'same'"), "report_key_key"],
];

describe("the database", () => {
  const right = CASES.filter(([, , constraint]) => constraint === null);
  const wrong = CASES.filter(([, , constraint]) => constraint !== null);

  test.each(right)("lets %s through", async (_, sql) => {
    expect(await broken(sql)).toBeNull();
  });

  test.each(wrong)("refuses %s", async (_, sql, constraint) => {
    expect(await broken(sql)).toContain(constraint);
  });
});

describe("checks", () => {
  it("are all tried by a case above", async () => {
    const checks = await prisma.$queryRaw<{ name: string }[]>`
      SELECT conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = current_schema()::regnamespace`;
    const tried = new Set(CASES.map(([, , constraint]) => constraint));
    // The trigger, which comes before it, refuses a report that cites itself; the check stands for those that disable it.
    tried.add("citation_not_of_itself");

    expect(checks.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
    expect(checks.length).toBeGreaterThan(15);
  });
});

interface ForeignKey {
  name: string;
  child: string;
  column: string;
  parent: string;
}

const foreignKeys = await prisma.$queryRaw<ForeignKey[]>`
  SELECT c.conname AS name, c.conrelid::regclass::text AS child, a.attname AS column,
         c.confrelid::regclass::text AS parent
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1`;

describe("foreign keys", () => {
  it("are those of the models", () => {
    expect(foreignKeys).toHaveLength(47);
  });

  test.each(foreignKeys)(
    "$child.$column cannot name what does not exist",
    async ({ name, child, column }) => {
      const row = `ctid = (SELECT ctid FROM ${child} WHERE ${column} IS NOT NULL LIMIT 1)`;

      expect(await broken(set(child, `${column} = gen_random_uuid()`, row))).toBe(name);
    },
  );

  test.each(foreignKeys)("$parent cannot be deleted while $child.$column names it", async (key) => {
    const { child, column, parent } = key;
    const id = parent === "agreement_act" ? "agreement_id" : "id";
    const sql = `DELETE FROM ${parent} WHERE ${id} = (SELECT ${column} FROM ${child} WHERE ${column} IS NOT NULL LIMIT 1)`;

    const constraint = await broken(sql);

    expect(foreignKeys.filter((one) => one.parent === parent).map((one) => one.name)).toContain(constraint);
  });
});
