import { expect, it } from "vitest";
import type { Appearance } from "../../../src/import/historian/appearance.ts";
import { partyName } from "../../../src/import/historian/party.ts";
import { identify } from "../../../src/import/historian/person.ts";
import { similar } from "../../../src/import/historian/personName.ts";

function seen(year: number, key: string | null, rank: string, office: string, name: string): Appearance {
  return {
    day: `${year}-06-01`,
    party: key === null ? null : { key, name: partyName(key) },
    titles: [{ rank, office, past: false, future: false }],
    name,
    role: "GUEST",
    quote: name,
    known: null,
  };
}
const premier = (year: number, key: string | null, name: string) =>
  seen(year, key, "prime-minister", "Prime Minister", name);
const president = (year: number, key: string, name: string) =>
  seen(year, key, "president", "President", name);
const king = (year: number, key: string, name: string) => seen(year, key, "king", "King", name);

function slugs(appearances: readonly Appearance[]): (string | undefined)[] {
  const persons = identify(appearances);
  return appearances.map((appearance) => persons.get(appearance)?.slug);
}

it("knows a family name alone for the full name of the same title, state and years", () => {
  expect(slugs([premier(2008, "CA", "Stephen Arden"), premier(2006, "CA", "Arden")])).toEqual([
    "stephen-arden",
    "stephen-arden",
  ]);
});

it.each<[string, Appearance[]]>([
  ["another state", [premier(2008, "CA", "Stephen Arden"), premier(2008, "AU", "Arden")]],
  ["another title", [premier(2008, "CA", "Stephen Arden"), president(2008, "CA", "Arden")]],
  ["too many years between", [premier(2008, "CA", "Stephen Arden"), premier(1990, "CA", "Arden")]],
  ["another given name", [premier(2008, "CA", "Stephen Arden"), premier(2009, "CA", "Walter Arden")]],
  ["a party that nobody knows", [premier(2008, "CA", "Stephen Arden"), premier(2008, null, "Arden")]],
])("keeps apart %s", (_, appearances) => {
  const [first, second] = slugs(appearances);
  expect(first).not.toBe(second);
});

it("keeps a family name apart that two full names could bear", () => {
  const [, , alone] = slugs([
    premier(2000, "DK", "Poul Lund"),
    premier(2002, "DK", "Anders Lund"),
    premier(2001, "DK", "Lund"),
  ]);
  expect(alone).toBe("lund-prime-minister-of-denmark");
});

it("names whoever has no full name by the office, and later ones of the name by their first year", () => {
  expect(slugs([premier(1950, "CA", "Arden"), premier(1990, "CA", "Arden")])).toEqual([
    "arden-prime-minister-of-canada",
    "arden-prime-minister-of-canada-1990",
  ]);
});

it("knows a full name through several offices, and through a former state and the one that continued it", () => {
  expect(
    slugs([
      president(1990, "CSHH", "Jan Maly"),
      president(1994, "CZ", "Jan Maly"),
      premier(1999, "CZ", "Jan Maly"),
    ]),
  ).toEqual(["jan-maly", "jan-maly", "jan-maly"]);
});

it("tells sovereigns apart by their ordinals, and one without from none", () => {
  const [second, third, plain] = slugs([
    king(1950, "JO", "Talal II"),
    king(1990, "JO", "Talal III"),
    king(1992, "JO", "Talal"),
  ]);
  expect(second).toBe("talal-ii-king-of-jordan");
  expect(third).toBe("talal-iii-king-of-jordan");
  expect(plain).toBe(third);
});

it("takes no order of the appearances for another person", () => {
  const all = [
    premier(2008, "CA", "Stephen Arden"),
    premier(2006, "CA", "Arden"),
    premier(2010, "CA", "S. Arden"),
  ];
  expect(slugs(all.toReversed()).toReversed()).toEqual(slugs(all));
});

it.each([
  ["binyamin", "benjamin", true],
  ["olaf", "olof", false],
  ["islam", "islom", true],
  ["poul", "anders", false],
  ["kim", "kin", false],
])("takes %s and %s for spellings of one name: %s", (a, b, expected) => {
  expect(similar(a, b)).toBe(expected);
});
