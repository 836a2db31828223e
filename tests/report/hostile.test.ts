import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, test } from "vitest";
import { type FilingInput, filingSchema } from "../../src/report/filing.ts";
import { testDatabase } from "../testkit/database.ts";
import { file } from "../testkit/filings.ts";
import { emptyRecord, filing, says, took } from "./made.ts";

const database = await testDatabase();
const { prisma } = database;

afterEach(() => emptyRecord(database));

const CALL = { kind: "CALL" as const, parties: ["RU", "BY"] };
const outlet = { slug: "wire", name: "Wire", kind: "WEBSITE" as const };
const report = { title: "A report", kind: "POST" as const };

/** Every place of a filing that takes free text: a filing with the text there, and what is stored of it. */
const PLACES: {
  name: string;
  path: (string | number)[];
  longest: number;
  with(text: string): FilingInput;
  stored(): Promise<(string | null)[]>;
}[] = [
  {
    name: "the idempotency key",
    path: ["idempotencyKey"],
    longest: 200,
    with: (idempotencyKey) => filing([], { idempotencyKey }),
    stored: async () => (await prisma.report.findMany()).map(({ key }) => key),
  },
  {
    name: "the report's title",
    path: ["report", "title"],
    longest: 500,
    with: (title) => filing([], { report: { ...report, title } }),
    stored: async () => (await prisma.report.findMany()).map(({ title }) => title),
  },
  {
    name: "the report's language",
    path: ["report", "language"],
    longest: 35,
    with: (language) => filing([], { report: { ...report, language } }),
    stored: async () => (await prisma.report.findMany()).map(({ language }) => language),
  },
  {
    name: "the outlet's name",
    path: ["outlet", "name"],
    longest: 200,
    with: (name) => filing([], { outlet: { ...outlet, name } }),
    stored: async () => (await prisma.outlet.findMany()).map(({ name }) => name),
  },
  {
    name: "a person's name",
    path: ["describes", "people", 0, "name"],
    longest: 200,
    with: (name) => filing([], { describes: { people: [{ slug: "p", name }] } }),
    stored: async () => (await prisma.person.findMany()).map(({ name }) => name),
  },
  {
    name: "a person's other name",
    path: ["describes", "people", 0, "names", 0, "name"],
    longest: 200,
    with: (name) =>
      filing([], { describes: { people: [{ slug: "p", name: "P", names: [{ name, language: "ru" }] }] } }),
    stored: async () => (await prisma.personName.findMany()).map(({ name }) => name),
  },
  {
    name: "the language of a name",
    path: ["describes", "people", 0, "names", 0, "language"],
    longest: 35,
    with: (language) =>
      filing([], { describes: { people: [{ slug: "p", name: "P", names: [{ name: "П", language }] }] } }),
    stored: async () => (await prisma.personName.findMany()).map(({ language }) => language),
  },
  {
    name: "an office's title",
    path: ["describes", "offices", 0, "title"],
    longest: 200,
    with: (title) => filing([], { describes: { offices: [{ slug: "o", title, party: "RU" }] } }),
    stored: async () => (await prisma.office.findMany()).map(({ title }) => title),
  },
  {
    name: "an organization's name",
    path: ["describes", "organizations", 0, "name"],
    longest: 200,
    with: (name) => filing([], { describes: { organizations: [{ slug: "o", name }] } }),
    stored: async () =>
      (await prisma.party.findMany({ where: { kind: "ORGANIZATION" } })).map(({ name }) => name),
  },
  {
    name: "a topic's label",
    path: ["describes", "topics", 0, "label"],
    longest: 300,
    with: (label) => filing([], { describes: { topics: [{ slug: "t", label }] } }),
    stored: async () => (await prisma.topic.findMany()).map(({ label }) => label),
  },
  {
    name: "a contact's key",
    path: ["claims", 0, "subject", "newContact", "keys", 0],
    longest: 200,
    with: (key) => filing([took({ ...CALL, keys: [key] })]),
    stored: async () => (await prisma.contactKey.findMany()).map(({ key }) => key),
  },
  {
    name: "an agreement's title",
    path: ["claims", 0, "subject", "newAgreement", "title"],
    longest: 300,
    with: (title) =>
      filing([
        {
          subject: { newAgreement: { ref: "a", title } },
          field: "OCCURRENCE",
          value: true,
          stance: "STATES",
        },
      ]),
    stored: async () => (await prisma.agreement.findMany()).map(({ title }) => title),
  },
  {
    name: "a quote",
    path: ["claims", 0, "quote"],
    longest: 4000,
    with: (quote) => filing([{ ...took(CALL), quote }]),
    stored: async () =>
      (await prisma.claim.findMany({ where: { field: "OCCURRENCE" } })).map(({ quote }) => quote),
  },
  {
    name: "a claim's value in words",
    path: ["claims", 1, "value"],
    longest: 1000,
    with: (value) => filing([took({ ...CALL, kind: "EXCHANGE" }), says("NOTE", value)]),
    stored: async () => (await prisma.contact.findMany()).map(({ note }) => note),
  },
];

const HOSTILE = [
  "__proto__",
  "constructor",
  "null",
  "'; DROP TABLE --",
  "\"}]'\\u0000",
  "\\",
  "a\u2028b\u2029c",
  "\u0001\u001f\u007f\ufffd\uffff",
  "💥 Łódź 習近平 שלום",
  "\u202egnp.exe",
  "%s {{x}} $1",
  "<script>alert(1)</script>",
  "é ≠ é",
  "ﷺ".repeat(35),
];

describe.each(PLACES)("in $name", ({ path, longest, with: withText, stored }) => {
  it("whatever text there is comes out as it went in", async () => {
    for (const text of HOSTILE) {
      const results = await file(database, withText(text));

      expect(results, text).toMatchObject([{ outcome: "created" }]);
      expect(await stored(), text).toEqual([text]);
      await emptyRecord(database);
    }
  });

  it("the longest text there can be is stored, and a longer one is refused at its place", async () => {
    const text = Array.from({ length: longest }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7919) % 20000)),
    );

    const results = await file(database, withText(text.join("")));

    expect(results).toMatchObject([{ outcome: "created" }]);
    expect(await stored()).toEqual([text.join("")]);
    expect(await refusalOf(withText(`${text.join("")}x`))).toEqual(path);
  });

  test.each([
    ["NUL", "a\0b"],
    ["the first half of a surrogate pair", "a\ud83d"],
    ["the second half of a surrogate pair", "\udca5b"],
  ])("%s is refused at its place", async (_, text) => {
    expect(await refusalOf(withText(text))).toEqual(path);
  });

  /** Where the schema or the filing itself refuses it. */
  async function refusalOf(input: FilingInput): Promise<(string | number)[] | null> {
    const read = filingSchema.safeParse(input);
    if (!read.success) return placeOf(read.error.issues[0]);
    const [result] = await file(database, input);
    return result?.outcome === "rejected" ? [...result.reason.path] : null;
  }
});

describe("a URL", () => {
  const long = (bytes: number) => `https://example.org/${"ж".repeat((bytes - 20) / 2)}`;
  const random = Array.from({ length: 24 }, (_, at) =>
    createHash("sha512").update(`${at}`).digest("base64url"),
  );

  test.each([
    ["of 2,000 bytes", long(2000)],
    ["that no index can shorten", `https://example.org/${random.join("").slice(0, 1980)}`],
    ["with signs", "https://example.org/?q='%00\"<>&x=💥#"],
  ])("%s is stored, and found when it is cited", async (_, url) => {
    const results = await file(
      database,
      filing([], { outlet: { ...outlet, url }, report: { ...report, url } }),
      filing([], { cites: [{ url }] }),
    );

    expect(results.map(({ outcome }) => outcome)).toEqual(["created", "created"]);
    expect(await prisma.report.findMany({ where: { url } })).toHaveLength(1);
    expect(await prisma.citation.count()).toBe(1);
  });

  test.each([
    ["of more than 2,000 bytes", long(2002)],
    ["with NUL", "https://example.org/\0"],
    ["with half a surrogate pair", "https://example.org/\ud800"],
    ["that is none", "example"],
  ])("%s is refused", (_, url) => {
    const paths = [
      filing([], { outlet: { ...outlet, url } }),
      filing([], { report: { ...report, url } }),
      filing([], { cites: [{ url }] }),
    ].map((input) => placeOf(filingSchema.safeParse(input).error?.issues[0])?.slice(0, 2));

    expect(paths).toEqual([
      ["outlet", "url"],
      ["report", "url"],
      ["cites", 0],
    ]);
  });
});

describe("a claim's value", () => {
  test.each<[string, unknown]>([
    ["an object with a member __proto__", JSON.parse('{"__proto__": {"person": "p"}}')],
    [
      "an object with a member __proto__ beside others",
      JSON.parse('{"party": "RU", "__proto__": {"role": "HOST"}}'),
    ],
    ["an object with an unknown member", { party: "RU", constructor: "x" }],
    ["an array", ["RU"]],
    ["a number", 7],
    ["an empty object", {}],
    ["text", "RU"],
  ])("that is %s is refused for a participant", async (_, value) => {
    const [result] = await file(database, filing([took(CALL), says("PARTICIPANTS", value)]));

    expect(result).toMatchObject({ outcome: "rejected", reason: { code: "INVALID_INPUT" } });
    expect(result?.outcome === "rejected" && result.reason.path.slice(0, 3)).toEqual(["claims", 1, "value"]);
    expect(Object.prototype).not.toHaveProperty("role");
  });

  test.each<[string, unknown]>([
    ["NUL in a member", { party: "a\0" }],
    ["NUL in the name of a member", { "a\0": "RU" }],
    ["half a surrogate pair deep within", [[{ a: ["\ud800"] }]]],
    ["more levels than anybody reads", JSON.parse("[".repeat(50_000) + "]".repeat(50_000))],
  ])("with %s is refused", (_, value) => {
    const read = filingSchema.safeParse(filing([took(CALL), says("PARTICIPANTS", value)]));

    expect(placeOf(read.error?.issues[0])?.slice(0, 3)).toEqual(["claims", 1, "value"]);
  });
});

function placeOf(issue: { path: PropertyKey[] } | undefined): (string | number)[] | null {
  return issue === undefined ? null : issue.path.map((part) => (typeof part === "symbol" ? "" : part));
}
