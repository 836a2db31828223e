import { describe, expect, it, test } from "vitest";
import {
  type Field,
  namedIn,
  type References,
  readParticipant,
  type SubjectKind,
  storedValue,
} from "../../src/claim/notation.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { agreementFields, contactFields } from "../../src/report/filing.ts";

const ID = "8acf83a9-5cd9-5ee8-a037-011c93894331";
const references: References = {
  contact: (reference) => (reference === "before" || reference === ID ? ID : undefined),
  agreement: (reference) => (reference === "the plan" || reference === "plan" ? "plan" : undefined),
};
const PATH = ["claims", 3, "value"];

function stored(subject: SubjectKind, field: Field, value: unknown): string {
  return storedValue(subject, field, value, references, PATH);
}

function refusal(subject: SubjectKind, field: Field, value: unknown): InvalidInput {
  try {
    stored(subject, field, value);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error("It was taken");
}

const PUTIN = { person: "vladimir-putin", party: "RU", office: "president-of-russia", role: "HOST" };

const RIGHT: [SubjectKind, Field, value: unknown, stored: string][] = [
  ["contact", "OCCURRENCE", true, "true"],
  ["agreement", "OCCURRENCE", true, "true"],
  ...["CALL", "SUMMIT", "VISIT", "ENCOUNTER", "EXCHANGE"].map(
    (kind): [SubjectKind, Field, unknown, string] => ["contact", "KIND", kind, kind],
  ),
  ...["TREATY", "PLAN", "FOUNDING_ACT", "DECLARATION", "MEMORANDUM", "OTHER"].map(
    (kind): [SubjectKind, Field, unknown, string] => ["agreement", "KIND", kind, kind],
  ),
  ["contact", "DATE", "XXXX-03-16", "XXXX-03-16"],
  ["contact", "DATE", "2024?-03-16", "2024?-03-16"],
  ["agreement", "DATE", "2024-01-25/2024-01-31", "2024-01-25/2024-01-31"],
  ["contact", "DURATION", "PT1H~", "PT1H~"],
  ["contact", "DURATION", "PT60M", "PT1H"],
  ["contact", "DURATION", "PT90M~", "PT1H30M~"],
  ["contact", "PARTICIPANTS", PUTIN, JSON.stringify(PUTIN)],
  ["contact", "PARTICIPANTS", Object.fromEntries(Object.entries(PUTIN).reverse()), JSON.stringify(PUTIN)],
  ["contact", "PARTICIPANTS", { party: "union-state" }, '{"party":"union-state"}'],
  ["contact", "PARTICIPANTS", { office: "pm", person: undefined }, '{"office":"pm"}'],
  ["contact", "PARTICIPANTS", { party: "SUHH", role: "DELEGATE" }, '{"party":"SUHH","role":"DELEGATE"}'],
  ["agreement", "SIGNATORIES", { person: "p" }, '{"person":"p"}'],
  ["agreement", "ENDORSERS", { person: "p", party: "BY" }, '{"person":"p","party":"BY"}'],
  ["contact", "TOPICS", "bilateral-relations", "bilateral-relations"],
  ["agreement", "ESTABLISHES", "media-company", "media-company"],
  ["agreement", "PARTIES", "RU", "RU"],
  ["agreement", "PARTIES", "union-state", "union-state"],
  ["contact", "AGREEMENTS", "the plan", "plan"],
  ["contact", "AGREEMENTS", "plan", "plan"],
  ["contact", "SEQUENCE", "before", ID],
  ["contact", "SEQUENCE", ID, ID],
  ["contact", "CHANNEL", "TELEPHONE", "TELEPHONE"],
  ["contact", "CHANNEL", "VIDEO", "VIDEO"],
  ["agreement", "TITLE", " Plan ", "Plan"],
  ["contact", "PLACE", "Minsk", "Minsk"],
  ["contact", "EVENT", "G20", "G20"],
  ["contact", "PURPOSE", "talks", "talks"],
  ["agreement", "PURPOSE", "to coordinate", "to coordinate"],
  ["contact", "NOTE", "x".repeat(1000), "x".repeat(1000)],
];

const TEXT_FIELDS: [SubjectKind, Field][] = [
  ["agreement", "TITLE"],
  ["contact", "PLACE"],
  ["contact", "EVENT"],
  ["contact", "PURPOSE"],
  ["contact", "NOTE"],
];

const WRONG: [
  subject: SubjectKind,
  field: Field,
  value: unknown,
  reason: { at?: (string | number)[]; expected: string; got: string },
][] = [
  ["contact", "OCCURRENCE", false, { expected: "true", got: "false" }],
  ["contact", "OCCURRENCE", "true", { expected: "true", got: "true" }],
  ["contact", "KIND", "PLAN", { expected: "a kind such as CALL or TREATY", got: "PLAN" }],
  ["contact", "KIND", "call", { expected: "a kind such as CALL or TREATY", got: "call" }],
  ["agreement", "KIND", "CALL", { expected: "a kind such as CALL or TREATY", got: "CALL" }],
  ["contact", "DATE", "16 March", { expected: "an EDTF expression for years 0001 to 9999", got: "16 March" }],
  ["contact", "DATE", "2023-02-29", { expected: "an EDTF expression", got: "2023-02-29" }],
  ["contact", "DATE", 2024, { expected: "an EDTF expression such as XXXX-03-16", got: "2024" }],
  ["contact", "DURATION", "an hour", { expected: "an ISO 8601 duration", got: "an hour" }],
  ["contact", "DURATION", "P1M", { expected: "an ISO 8601 duration", got: "P1M" }],
  ["contact", "DURATION", 60, { expected: "an ISO 8601 duration such as PT1H or PT1H~", got: "60" }],
  [
    "contact",
    "PARTICIPANTS",
    {},
    { expected: "an object of person, party, office and role, at least one of the first three", got: "{}" },
  ],
  [
    "contact",
    "PARTICIPANTS",
    { role: "HOST" },
    { expected: "an object of person, party, office and role", got: '{"role":"HOST"}' },
  ],
  ["contact", "PARTICIPANTS", "RU", { expected: "an object of person", got: "RU" }],
  ["contact", "PARTICIPANTS", ["RU"], { expected: "an object of person", got: '["RU"]' }],
  [
    "contact",
    "PARTICIPANTS",
    { party: "ru ss" },
    { at: ["party"], expected: "an object of person", got: '{"party":"ru ss"}' },
  ],
  [
    "contact",
    "PARTICIPANTS",
    { person: "Vladimir Putin" },
    { at: ["person"], expected: "an object of person", got: '{"person":"Vladimir Putin"}' },
  ],
  [
    "contact",
    "PARTICIPANTS",
    { office: 1 },
    { at: ["office"], expected: "an object of person", got: '{"office":1}' },
  ],
  [
    "contact",
    "PARTICIPANTS",
    { party: "RU", role: "BOSS" },
    { at: ["role"], expected: "an object of person", got: '{"party":"RU","role":"BOSS"}' },
  ],
  [
    "contact",
    "PARTICIPANTS",
    { party: "RU", name: "Russia" },
    { expected: "an object of person", got: '{"party":"RU","name":"Russia"}' },
  ],
  ["agreement", "SIGNATORIES", {}, { expected: "an object of person, party and office", got: "{}" }],
  ["agreement", "ENDORSERS", "RU", { expected: "an object of person, party and office", got: "RU" }],
  ["contact", "TOPICS", "Gas", { expected: "a topic's slug", got: "Gas" }],
  ["contact", "TOPICS", ["gas"], { expected: "a topic's slug", got: '["gas"]' }],
  ["agreement", "ESTABLISHES", "RU", { expected: "an organization's slug", got: "RU" }],
  ["agreement", "PARTIES", "Russia", { expected: "a party's key", got: "Russia" }],
  ["agreement", "PARTIES", " RU", { expected: "a party's key", got: " RU" }],
  ["contact", "CHANNEL", "FAX", { expected: "TELEPHONE or VIDEO", got: "FAX" }],
  [
    "contact",
    "SEQUENCE",
    "nobody",
    { expected: "the id or a key of a contact, or a ref of this filing", got: "nobody" },
  ],
  ["contact", "SEQUENCE", 7, { expected: "text", got: "7" }],
  [
    "contact",
    "AGREEMENTS",
    "none",
    { expected: "the slug of an agreement, or a ref of this filing", got: "none" },
  ],
  ["contact", "AGREEMENTS", "", { expected: "text", got: "" }],
  ...TEXT_FIELDS.flatMap(([subject, field]): typeof WRONG => [
    [subject, field, "", { expected: "text", got: "" }],
    [subject, field, " \n", { expected: "text", got: " \n" }],
    [subject, field, 7, { expected: "text", got: "7" }],
    [subject, field, "x".repeat(1001), { expected: "text", got: `${"x".repeat(199)}…` }],
  ]),
];

describe("the notation", () => {
  test.each(RIGHT)("of a %s's %s has %j stored", (subject, field, value, expected) => {
    expect(stored(subject, field, value)).toBe(expected);
  });

  test.each(WRONG)("of a %s's %s is not %j", (subject, field, value, { at = [], expected, got }) => {
    const error = refusal(subject, field, value);

    expect(error.inputPath).toEqual([...PATH, ...at]);
    expect(error.expected).toContain(expected);
    expect(error.got).toBe(got);
  });

  it("is tried above, right and wrong, for every field of both subjects", () => {
    const tried = (cases: readonly (readonly [SubjectKind, Field, ...unknown[]])[]) =>
      new Set(cases.map(([, field]) => field));
    const all = new Set<Field>([...contactFields, ...agreementFields]);

    expect(tried(RIGHT)).toEqual(all);
    expect(tried(WRONG)).toEqual(all);
  });

  test.each(agreementFields.filter((field) => !(contactFields as readonly string[]).includes(field)))(
    "of %s is none of a contact's",
    (field) => {
      const error = refusal("contact", field, "x");

      expect(error).toMatchObject({
        message: `${field} is no field of a contact`,
        inputPath: ["claims", 3, "field"],
        expected: `one of ${contactFields.join(", ")}`,
        got: field,
      });
    },
  );

  test.each(contactFields.filter((field) => !(agreementFields as readonly string[]).includes(field)))(
    "of %s is none of an agreement's",
    (field) => {
      expect(refusal("agreement", field, "x")).toMatchObject({
        message: `${field} is no field of an agreement`,
        inputPath: ["claims", 3, "field"],
        expected: `one of ${agreementFields.join(", ")}`,
      });
    },
  );
});

describe("a stored value", () => {
  it("of participants is read as it was filed", () => {
    expect(readParticipant(stored("contact", "PARTICIPANTS", PUTIN))).toEqual(PUTIN);
  });

  test.each<[Field, string, Partial<ReturnType<typeof namedIn>>]>([
    [
      "PARTICIPANTS",
      JSON.stringify(PUTIN),
      { people: ["vladimir-putin"], parties: ["RU"], offices: ["president-of-russia"] },
    ],
    ["SIGNATORIES", '{"person":"p"}', { people: ["p"] }],
    ["ENDORSERS", '{"office":"o"}', { offices: ["o"] }],
    ["PARTIES", "RU", { parties: ["RU"] }],
    ["ESTABLISHES", "company", { parties: ["company"] }],
    ["TOPICS", "gas", { topics: ["gas"] }],
    ["PLACE", "Minsk", {}],
    ["SEQUENCE", ID, {}],
  ])("of %s (%s) names what it is about", (field, value, named) => {
    expect(namedIn(field, value)).toEqual({ people: [], parties: [], offices: [], topics: [], ...named });
  });
});
