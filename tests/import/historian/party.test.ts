import { iso31661, iso31663 } from "iso-3166";
import { expect, it } from "vitest";
import { formerStates } from "../../../src/import/historian/formerStates.ts";
import { partyNamed, partyOfCountry, placeInLabel } from "../../../src/import/historian/party.ts";
import { states } from "../../../src/import/historian/states.ts";

it("names only codes that ISO 3166 has", () => {
  const assigned = new Set(iso31661.map(({ alpha2 }) => alpha2));
  const withdrawn = new Set(iso31663.map(({ alpha4 }) => alpha4));
  expect(states.map(([code]) => code).filter((code) => !assigned.has(code))).toEqual([]);
  const codes = formerStates.map(({ party }) => party).filter((party) => /^[A-Z]+$/.test(party));
  expect(codes.filter((code) => !withdrawn.has(code))).toEqual([]);
});

it.each<[string, string, string, string | null]>([
  ["canada", "Canada", "1950-01-01", "CA"],
  ["russia", "U.S.S.R.", "1972-05-22", "SUHH"],
  ["russia", "Russia", "1994-01-12", "RU"],
  ["kosovo", "Yugoslavia (Kosovo)", "2001-07-24", "YUCS"],
  ["kosovo", "Serbia-Montenegro (Kosovo)", "1999-06-22", "YUCS"],
  ["kosovo", "Kosovo", "2010-10-13", "kosovo"],
  ["serbia", "Serbia and Montenegro", "2003-04-02", "CSXX"],
  ["serbia", "Serbia", "2010-10-12", "RS"],
  ["czechoslovakia", "Czechoslovakia", "1990-11-17", "CSHH"],
  ["german-democratic-republic", "German Democratic Republic", "1990-06-11", "DDDE"],
  ["germany", "Germany, Federal Republic of", "1961-04-12", "DE"],
  ["congo-democratic-republic", "Democratic Republic of the Congo (Zaire)", "1976-04-27", "ZRCD"],
  ["congo-democratic-republic", "Democratic Republic of the Congo (Zaire)", "1960-07-27", "CD"],
  ["burma", "Burma", "1955-02-26", "BUMM"],
  ["burma", "Burma (Myanmar)", "2012-11-19", "MM"],
  ["benin", "Dahomey (Benin)", "1969-12-01", "DYBJ"],
  ["zimbabwe", "Southern Rhodesia (Zimbabwe)", "1978-09-01", "RHZW"],
  ["hawaii", "Hawaii", "1874-12-12", "kingdom-of-hawaii"],
  ["hawaii", "Hawaii", "1898-01-26", "republic-of-hawaii"],
  ["tanzania", "Tanganyika", "1963-07-15", "tanganyika"],
  ["taiwan", "Republic of China", "1960-06-18", "TW"],
  ["palestinian-authority", "Palestinian Authority", "1998-12-14", "PS"],
  ["thailand", "Siam (Thailand)", "1931-04-29", "TH"],
  ["norland", "Norland", "1995-01-01", null],
])("takes %s (%s) on %s for %s", (slug, label, day, key) => {
  expect(partyOfCountry({ slug, label }, day)?.key ?? null).toBe(key);
});

it("tells a place in a label's brackets from another name of the state", () => {
  expect(placeInLabel({ slug: "denmark", label: "Denmark (Greenland)" })).toBe("Greenland");
  expect(placeInLabel({ slug: "thailand", label: "Siam (Thailand)" })).toBeNull();
  expect(placeInLabel({ slug: "poland", label: "Poland (government-in-exile)" })).toBeNull();
});

it("names an office of a part of a state after the part", () => {
  expect(partyNamed("Northern Ireland", "2010-01-01")).toEqual({ key: "GB", name: "Northern Ireland" });
});
