import { describe, expect, it, test } from "vitest";
import type { Field } from "../../src/claim/notation.ts";
import { type ContactState, contactTitle, deriveContact, type Names } from "../../src/contact/rules.ts";
import type { Stance } from "../../src/report/filing.ts";
import { claim, participant } from "../evidence/claims.ts";
import { byId, source } from "../evidence/sources.ts";

const SOURCES = byId(source("a"), source("b"), source("editor"), source("repeats a", { cites: ["a"] }));

type Said = readonly [field: Field, value: string | null, stance?: Stance, report?: string];

function derived(...said: readonly Said[]): ContactState {
  const claims = said.map(([field, value, stance = "STATES", report = "a"]) =>
    claim(report, stance, field, value),
  );
  return deriveContact(claims, SOURCES);
}

const PUTIN = participant({ person: "putin", party: "RU", office: "president-of-russia" });
const LUKASHENKO = participant({ person: "lukashenko", party: "BY" });

describe("a contact", () => {
  it("without claims is an exchange of nobody, undated", () => {
    expect(derived()).toEqual({
      kind: "EXCHANGE",
      channel: null,
      place: null,
      host: null,
      event: null,
      purpose: null,
      note: null,
      date: null,
      duration: null,
      participants: [],
      parties: [],
      topics: [],
      agreements: [],
      reports: [],
      independentOutlets: 0,
      disputed: false,
    });
  });

  it("shows what its claims give", () => {
    const contact = derived(
      ["KIND", "CALL"],
      ["CHANNEL", "TELEPHONE"],
      ["DATE", "XXXX-03-16"],
      ["DATE", "2024?-03-16", "INFERRED", "editor"],
      ["DURATION", "PT1H~"],
      ["PARTICIPANTS", PUTIN],
      ["PARTICIPANTS", LUKASHENKO],
      ["TOPICS", "gas"],
      ["TOPICS", "grain", "STATES", "b"],
      ["AGREEMENTS", "plan"],
    );

    expect(contact).toMatchObject({
      kind: "CALL",
      channel: "TELEPHONE",
      date: "2024?-03-16",
      duration: "PT1H~",
      parties: ["RU", "BY"],
      topics: ["gas", "grain"],
      agreements: ["plan"],
      independentOutlets: 2,
      disputed: false,
    });
    expect(contact.participants.map(({ person }) => person)).toEqual(["putin", "lukashenko"]);
  });

  const DETAILS: Said[] = [
    ["CHANNEL", "VIDEO"],
    ["PLACE", "Minsk"],
    ["EVENT", "G20"],
    ["PURPOSE", "talks"],
    ["NOTE", "by letter"],
    ["PARTICIPANTS", participant({ party: "BY", role: "HOST" })],
  ];
  const NONE = { channel: null, place: null, host: null, event: null, purpose: null, note: null };
  test.each<[string, Partial<ContactState>]>([
    ["CALL", { channel: "VIDEO" }],
    ["SUMMIT", { place: "Minsk", host: "BY", event: "G20" }],
    ["VISIT", { place: "Minsk", host: "BY", purpose: "talks" }],
    ["ENCOUNTER", { place: "Minsk" }],
    ["EXCHANGE", { note: "by letter" }],
  ])("that is a %s shows just the details of its kind", (kind, details) => {
    expect(derived(["KIND", kind], ...DETAILS)).toMatchObject({ ...NONE, ...details });
  });

  it("of disputed kind has no details that only the other kind has", () => {
    const contact = derived(["KIND", "CALL"], ["KIND", "VISIT", "STATES", "b"], ["PLACE", "Minsk"]);

    expect(contact).toMatchObject({ kind: "CALL", place: null, disputed: true });
  });

  it("does not list a party a second time whose person takes part", () => {
    const contact = derived(
      ["PARTICIPANTS", participant({ party: "RU" })],
      ["PARTICIPANTS", participant({ party: "BY" })],
      ["PARTICIPANTS", PUTIN],
    );

    expect(contact.participants).toEqual([
      { party: "BY" },
      { person: "putin", party: "RU", office: "president-of-russia" },
    ]);
    expect(contact.parties).toEqual(["BY", "RU"]);
  });

  it("lists a party with an office or role that no person of it has", () => {
    const contact = derived(
      ["PARTICIPANTS", PUTIN],
      ["PARTICIPANTS", participant({ party: "RU", office: "foreign-minister-of-russia" })],
      ["PARTICIPANTS", participant({ party: "RU", office: "president-of-russia" })],
    );

    expect(contact.participants.map(({ office }) => office)).toEqual([
      "president-of-russia",
      "foreign-minister-of-russia",
    ]);
  });

  it("leaves out a participant who is only denied", () => {
    const contact = derived(["PARTICIPANTS", PUTIN], ["PARTICIPANTS", LUKASHENKO, "DENIES", "b"]);

    expect(contact.parties).toEqual(["RU"]);
  });

  it("counts repetitions among its reports, and not among its independent outlets", () => {
    const contact = derived(["OCCURRENCE", "true"], ["OCCURRENCE", "true", "STATES", "repeats a"]);

    expect(contact).toMatchObject({ reports: ["a", "repeats a"], independentOutlets: 1 });
  });

  it("has among its reports those that deny or withhold, and not an editor's reading", () => {
    const contact = derived(
      ["OCCURRENCE", "true", "DENIES", "b"],
      ["DURATION", null, "WITHHOLDS", "a"],
      ["DATE", "2024", "INFERRED", "editor"],
    );

    expect(contact).toMatchObject({ reports: ["b", "a"], independentOutlets: 0, disputed: false });
  });

  it("is disputed where any of its fields is", () => {
    const contact = derived(["TOPICS", "gas"], ["TOPICS", "gas", "DENIES", "b"]);

    expect(contact.disputed).toBe(true);
  });
});

describe("the title of a contact", () => {
  const names: Names = { person: (slug) => `Mr ${slug}`, party: (key) => `the ${key}` };
  const guests = (...people: string[]): Said[] =>
    people.map((person) => ["PARTICIPANTS", participant({ person, party: "RU", role: "GUEST" })]);
  const HOST: Said = ["PARTICIPANTS", participant({ person: "host", party: "BY", role: "HOST" })];
  const STATE_HOST: Said = ["PARTICIPANTS", participant({ party: "BY", role: "HOST" })];

  test.each<[string, Said[]]>([
    [
      "Call of Mr putin and Mr lukashenko",
      [
        ["KIND", "CALL"],
        ["PARTICIPANTS", PUTIN],
        ["PARTICIPANTS", LUKASHENKO],
      ],
    ],
    ["Exchange", []],
    [
      "Exchange of the RU and the BY",
      [
        ["PARTICIPANTS", participant({ party: "RU" })],
        ["PARTICIPANTS", participant({ party: "BY" })],
      ],
    ],
    ["Encounter of Mr putin", [["KIND", "ENCOUNTER"], ["PARTICIPANTS", PUTIN], STATE_HOST]],
    ["Visit of Mr putin to the BY", [["KIND", "VISIT"], HOST, ["PARTICIPANTS", PUTIN]]],
    ["Visit of Mr g to the BY", [["KIND", "VISIT"], HOST, ...guests("g")]],
    [
      "Visit of Mr putin",
      [
        ["KIND", "VISIT"],
        ["PARTICIPANTS", PUTIN],
      ],
    ],
    ["Summit in the BY with Mr host and Mr g", [["KIND", "SUMMIT"], HOST, ...guests("g")]],
    ["Summit in Minsk with Mr host", [["KIND", "SUMMIT"], ["PLACE", "Minsk"], HOST]],
    ["G20 in Minsk with Mr host", [["KIND", "SUMMIT"], ["EVENT", "G20"], ["PLACE", "Minsk"], HOST]],
    [
      "G20",
      [
        ["KIND", "SUMMIT"],
        ["EVENT", "G20"],
      ],
    ],
    ["Exchange of Mr a, Mr b, Mr c and Mr d", guests("a", "b", "c", "d")],
    ["Exchange of Mr a, Mr b, Mr c and 2 others", guests("a", "b", "c", "d", "e")],
  ])("is %j", (title, said) => {
    expect(contactTitle(derived(...said), names)).toBe(title);
  });
});
