import { describe, expect, it, test } from "vitest";
import { type AgreementState, contactOfAct, deriveAgreement } from "../../src/agreement/rules.ts";
import type { Field } from "../../src/claim/notation.ts";
import type { Stance } from "../../src/report/filing.ts";
import { claim, participant } from "../evidence/claims.ts";
import { byId, source } from "../evidence/sources.ts";

const SOURCES = byId(source("a"), source("b"), source("editor"));

type Said = readonly [field: Field, value: string | null, stance?: Stance, report?: string];

function derived(...said: readonly Said[]): AgreementState {
  const claims = said.map(([field, value, stance = "STATES", report = "a"]) =>
    claim(report, stance, field, value),
  );
  return deriveAgreement("the-slug", claims, SOURCES);
}

const PUTIN = { person: "putin", party: "RU" };
const LUKASHENKO = { person: "lukashenko", party: "BY" };

describe("an agreement", () => {
  it("without claims is called by its slug, of no known kind", () => {
    expect(derived()).toEqual({
      title: "the-slug",
      kind: "OTHER",
      establishes: null,
      purpose: null,
      date: null,
      acts: [],
      parties: [],
      reports: [],
      independentOutlets: 0,
      disputed: false,
    });
  });

  it("shows what its claims give", () => {
    expect(
      derived(
        ["TITLE", "Plan"],
        ["KIND", "FOUNDING_ACT"],
        ["ESTABLISHES", "company"],
        ["PURPOSE", "to coordinate"],
        ["DATE", "XXXX-01"],
        ["DATE", "2024?-01", "INFERRED", "editor"],
        ["OCCURRENCE", "true", "CONFIRMS", "b"],
      ),
    ).toMatchObject({
      title: "Plan",
      kind: "FOUNDING_ACT",
      establishes: "company",
      purpose: "to coordinate",
      date: "2024?-01",
      reports: ["a", "b"],
      independentOutlets: 2,
      disputed: false,
    });
  });

  it("has an act for those who signed and one for those who endorsed, in the order of the claims", () => {
    const { acts } = derived(
      ["ENDORSERS", participant(LUKASHENKO)],
      ["SIGNATORIES", participant(PUTIN)],
      ["SIGNATORIES", participant(LUKASHENKO)],
    );

    expect(acts).toEqual([
      { kind: "SIGNED", by: [PUTIN, LUKASHENKO] },
      { kind: "ENDORSED", by: [LUKASHENKO] },
    ]);
  });

  it("has no act of those who are only denied to have signed", () => {
    expect(derived(["SIGNATORIES", participant(PUTIN), "DENIES"]).acts).toEqual([]);
  });

  it("has as parties those that are named and those for whom somebody acted, each once", () => {
    const { parties } = derived(
      ["SIGNATORIES", participant(PUTIN)],
      ["ENDORSERS", participant(LUKASHENKO)],
      ["ENDORSERS", participant({ office: "nobody" })],
      ["PARTIES", "KZ"],
      ["PARTIES", "RU"],
    );

    expect(parties).toEqual(["KZ", "RU", "BY"]);
  });

  it("is disputed where outlets date it apart", () => {
    expect(derived(["DATE", "2024-01-29"], ["DATE", "2024-02-01", "STATES", "b"]).disputed).toBe(true);
  });
});

describe("the contact of an act", () => {
  const contacts = [
    { id: "march", date: "XXXX-03-16" },
    { id: "january", date: "2024-01-29" },
    { id: "undated", date: null },
    { id: "later", date: "2024-01-30" },
  ];

  test.each([
    ["is the first whose date may be the act's", "2024-01", "january"],
    ["is one whose year is not known", "2024-03", "march"],
    ["is the first where the act is undated", null, "march"],
    ["is an undated one where no dated one fits before it", "2024-06-01", "undated"],
  ])("%s", (_, date, id) => {
    expect(contactOfAct(date, contacts)).toBe(id);
  });

  it("is none where no contact's date may be the act's, or there is no contact", () => {
    expect(contactOfAct("2024-06-01", [{ id: "january", date: "2024-01-29" }])).toBeNull();
    expect(contactOfAct(null, [])).toBeNull();
  });
});
