import { expect, it } from "vitest";
import { gatherWitnesses, type Testimony } from "../../../src/import/historian/allegiance.ts";
import { partyName } from "../../../src/import/historian/party.ts";

const party = (key: string) => ({ key, name: partyName(key) });
const titled = (rank: string) => [{ rank, office: rank, past: false, future: false }];

function told(year: number, key: string, rank: string, name: string, stated = true): Testimony {
  return { day: `${year}-01-01`, titles: titled(rank), name, party: party(key), stated };
}
function partyOf(
  testimonies: readonly Testimony[],
  [year, rank, name]: [number, string, string],
  host: string | null,
  before: string | null = null,
): string | undefined {
  const person = { day: `${year}-01-01`, titles: titled(rank), name };
  const witnesses = gatherWitnesses(testimonies);
  return witnesses.partyOf(person, host === null ? null : party(host), before === null ? null : party(before))
    ?.key;
}

it("takes whom a record meets in a state for that state's, where nothing speaks against it", () => {
  expect(partyOf([], [1994, "president", "Orlov"], "IT")).toBe("IT");
});

it("knows a foreigner by what other records state, where the host has another in that office", () => {
  const others = [told(1993, "RU", "president", "Boris Orlov"), told(1994, "IT", "president", "Rossi")];
  expect(partyOf(others, [1994, "president", "Orlov"], "IT")).toBe("RU");
});

it("stays with the host where a common name might be of either state", () => {
  expect(partyOf([told(2012, "MW", "president", "Joyce Banda")], [2011, "president", "Banda"], "ZM")).toBe(
    "ZM",
  );
});

it("knows a foreigner by an office that the host never has", () => {
  expect(partyOf([told(1958, "GB", "queen", "Maud II")], [1959, "queen", "Maud II"], "CA")).toBe("GB");
});

it("does not take one king of a name for another's", () => {
  const others = [told(1958, "AF", "king", "Talal Shah"), told(1963, "AF", "king", "Talal Shah")];
  expect(partyOf(others, [1959, "king", "Talal V"], "MA")).toBe("MA");
});

it("stays with the host for a crown that the host has", () => {
  const others = [told(1998, "SA", "crown-prince", "Talal"), told(1998, "JO", "crown-prince", "Rashid")];
  expect(partyOf(others, [1999, "crown-prince", "Talal"], "JO")).toBe("JO");
});

it("does not let a family name alone speak for a full name", () => {
  expect(partyOf([told(2000, "KR", "president", "Kim")], [2000, "president", "Kim Song Ho"], "KP")).toBe(
    "KP",
  );
});

it("leaves open whose one is who is named right after a foreigner", () => {
  expect(partyOf([], [2003, "foreign-minister", "Smith"], "PT", "GB")).toBeUndefined();
  expect(
    partyOf([told(2002, "GB", "foreign-minister", "Smith")], [2003, "foreign-minister", "Smith"], "PT", "GB"),
  ).toBe("GB");
});

it("leaves open whose one is where there is no host and no word of others", () => {
  expect(partyOf([], [2003, "prime-minister", "Smith"], null)).toBeUndefined();
});
