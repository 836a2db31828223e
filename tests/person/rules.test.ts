import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FamilyMention, isFamilyName, type KnownTenure, tenureMeant } from "../../src/person/rules.ts";

describe("a family name alone", () => {
  it.each(["Harper", "Ben-Gurion", "de Gaulle", "von Brentano", "van der Bellen", "d'Estaing"])(
    "is %s",
    (name) => {
      expect(isFamilyName(name)).toBe(true);
    },
  );

  it.each(["Stephen Harper", "Hafez al-Assad", "King Hussein", "Park Chung-hee"])("is not %s", (name) => {
    expect(isFamilyName(name)).toBe(false);
  });
});

const OFFICE = "prime-minister-of-canada";
const mention: FamilyMention = {
  person: "trudeau-prime-minister-of-canada",
  name: "Trudeau",
  office: OFFICE,
  earliest: "1977-02-21",
  latest: "1977-02-23",
};
const tenure = (
  name: string,
  from: string | null,
  to: string | null,
  more: Partial<KnownTenure> = {},
): KnownTenure => ({
  person: name.toLowerCase().replaceAll(" ", "-"),
  name,
  office: OFFICE,
  earliest: from,
  latest: to,
  from,
  to,
  ...more,
});
const PIERRE = tenure("Pierre Trudeau", "1968-04-20", "1979-06-04");
const JUSTIN = tenure("Justin Trudeau", "2015-11-04", "2025-03-14");

describe("the tenure meant", () => {
  it.each<[string, KnownTenure[], Partial<FamilyMention>, string | null]>([
    ["is the one of that name in office then", [PIERRE, JUSTIN], {}, "Pierre Trudeau"],
    [
      "is another's at another time",
      [PIERRE, JUSTIN],
      { earliest: "2016-03-10", latest: "2016-03-10" },
      "Justin Trudeau",
    ],
    ["is none between two terms", [PIERRE, JUSTIN], { earliest: "1990-01-01", latest: "1990-01-01" }, null],
    ["is none of another name", [tenure("Stephen Harper", "1968-01-01", null)], {}, null],
    ["is none of another office", [{ ...PIERRE, office: "foreign-minister-of-canada" }], {}, null],
    [
      "is none where two can be meant",
      [PIERRE, tenure("Margaret Trudeau", "1977-01-01", "1977-03-01")],
      {},
      null,
    ],
    ["is none where the days of the contact leave two", [PIERRE, JUSTIN], { latest: "2016-01-01" }, null],
    [
      "is one person's of two terms",
      [PIERRE, tenure("Pierre Trudeau", "1977-01-01", "1984-06-30")],
      {},
      "Pierre Trudeau",
    ],
    ["is that of one who is still in office", [tenure("Ann Trudeau", "1970-01-01", null)], {}, "Ann Trudeau"],
    ["is none where it is not known when", [tenure("Ann Trudeau", null, null)], {}, null],
    [
      "is none where another may have been in office then",
      [PIERRE, tenure("Ann Trudeau", null, null)],
      {},
      null,
    ],
    [
      "is not kept by what else is told of the same person",
      [PIERRE, tenure("Pierre Trudeau", null, null)],
      {},
      "Pierre Trudeau",
    ],
    [
      "is not kept by another family name alone",
      [PIERRE, tenure("Trudeau", null, null, { person: "trudeau-2" })],
      {},
      "Pierre Trudeau",
    ],
    [
      "is not that of whom reports name so",
      [tenure("Trudeau", "1968-01-01", null, { person: mention.person })],
      {},
      null,
    ],
    [
      "knows names in any letters",
      [tenure("Jean Chrétien", "1970-01-01", null)],
      { name: "Chretien" },
      "Jean Chrétien",
    ],
    [
      "does not know a part of a word",
      [tenure("Paul Martineau", "1970-01-01", null)],
      { name: "Martin" },
      null,
    ],
  ])("%s", (_, tenures, more, expected) => {
    expect(tenureMeant({ ...mention, ...more }, tenures)?.name ?? null).toBe(expected);
  });

  const days = fc
    .integer({ min: 0, max: 40_000 })
    .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
  const span = fc.tuple(days, days).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
  it("is in office on a day of the contact, and nobody else of the name is, whatever the order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("Ann", "Ben", "Cy"), span), { maxLength: 6 }),
        span,
        (given, { from, to }) => {
          const tenures = given.map(([first, at]) => tenure(`${first} Trudeau`, at.from, at.to));
          const asked = { ...mention, earliest: from, latest: to };
          const found = tenureMeant(asked, tenures);
          const inOffice = tenures.filter((one) => (one.from ?? "") <= to && (one.to ?? "") >= from);
          expect(found?.name).toBe(
            new Set(inOffice.map(({ name }) => name)).size === 1 ? inOffice[0]?.name : undefined,
          );
          expect(tenureMeant(asked, tenures.toReversed())?.person).toBe(found?.person);
        },
      ),
    );
  });
});
