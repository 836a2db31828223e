import { iso31661, iso31663 } from "iso-3166";
import { formerStates } from "./formerStates.ts";
import { organizations, regions } from "./organizations.ts";
import type { CountryName } from "./record.ts";
import { states } from "./states.ts";

/** A party as some words mean it on a day. */
export interface Party {
  /** ISO 3166-1 alpha-2, ISO 3166-3, or an organization's slug. */
  readonly key: string;
  /** What its offices are named after: "Canada", "European Commission". */
  readonly name: string;
}

/**
 * The party that a record's country was on that day; null where the tables know neither its label nor its slug.
 * The label comes first, as it holds the state's name in its time: "Yugoslavia (Kosovo)", "U.S.S.R.". What stands
 * in its brackets is a place, not a party.
 */
export function partyOfCountry(country: CountryName, day: string): Party | null {
  const label = country.label.replace(/\s*\([^)]*\)\s*$/, "");
  return partyNamed(label, day) ?? partyNamed(country.slug, day);
}

/** The words in the brackets of a label, where they are a place: "Kosovo" of "Yugoslavia (Kosovo)". */
export function placeInLabel(country: CountryName): string | null {
  const inside = /\(([^)]*)\)\s*$/.exec(country.label)?.[1] ?? null;
  if (inside === null || /government|authority/i.test(inside)) return null;
  // "Siam (Thailand)" gives today's name of the state itself, "Denmark (Greenland)" a place.
  const meant = meanings.get(inside);
  const whole = meanings.get(country.label.replace(/\s*\([^)]*\)\s*$/, "")) ?? meanings.get(country.slug);
  const isSame =
    meant !== undefined &&
    meant.kind !== "organization" &&
    continuing(meant.key) === continuing(whole?.key ?? "");
  return isSame ? null : inside;
}

/** The party that a name, an adjective or a collection's slug means on that day; null where it means none. */
export function partyNamed(words: string, day: string): Party | null {
  const meaning = meanings.get(words) ?? meanings.get(words.replaceAll("'", "’"));
  if (meaning === undefined) return null;
  if (meaning.kind === "organization") return { key: meaning.key, name: meaning.name };
  const former = formerStates.find(
    ({ insteadOf, from, until, party }) =>
      (party === meaning.key || insteadOf.includes(meaning.key)) && isWithin(day, from, until),
  );
  if (former !== undefined) {
    const republic = former.federation === true && meaning.kind === "state" && former.party !== meaning.key;
    return { key: former.party, name: republic ? meaning.name : former.name };
  }
  if (meaning.kind !== "former") return isoCodes.has(meaning.key) ? meaning : null;
  // A former state's name outside its time means what stood for it then, where that is certain: a former state
  // itself ("Serbia-Montenegro" in 1999), or the one party that came after it.
  const successors = formerStates.find(({ party }) => party === meaning.key)?.insteadOf ?? [];
  const [first] = successors;
  const name = first === undefined ? undefined : stateNames.get(first);
  const instead = name === undefined ? null : partyNamed(name, day);
  if (instead === null) return null;
  if (instead.key !== first) return { key: instead.key, name: partyName(instead.key) };
  return successors.length === 1 ? instead : null;
}

/** Whether the words can stand for a party at all, on some day. */
export function namesParty(words: string): boolean {
  return meanings.has(words) || meanings.has(words.replaceAll("'", "’"));
}

/** Whether the words are only ever an adjective: "British" is a party before a title, and none after "of". */
export function isAdjective(words: string): boolean {
  return adjectivesOnly.has(words);
}

/** The party of today that a former state's people are reckoned with: Václav Havel's offices were in two states. */
export function continuing(key: string): string {
  return formerStates.find(({ party }) => party === key)?.insteadOf[0] ?? key;
}

/** The name of a state or organization, for offices and titles; the key itself where it is unknown. */
export function partyName(key: string): string {
  const former = formerStates.find(({ party }) => party === key);
  const organization = organizations.find(({ slug }) => slug === key);
  return former?.name ?? organization?.name ?? stateNames.get(key) ?? key;
}

/** The name as it stands after "of": "the United Kingdom", "Canada". */
export function ofParty(name: string): string {
  return takesArticle.test(name) ? `the ${name}` : name;
}

/** Whether it is a state of ISO 3166, which the service knows beforehand, and not an organization. */
export function isState(key: string): boolean {
  return isoCodes.has(key);
}

/** Most words that one party's name has: how far ahead a reader need look. */
export function longestPartyName(): number {
  return longest;
}

interface Meaning extends Party {
  readonly kind: "state" | "former" | "organization";
}

const takesArticle =
  /^(United|Netherlands|Philippines|Soviet|Czech Republic|German Dem|Democratic|Dominican|Republic|Central African|Holy See|Bahamas|Gambia|Maldives|Marshall|Solomon|Cook|Faroe|Seychelles|Comoros|Palestin|European|African|Arab|Kingdom|Organization|Kurdistan|World|International|Middle|Gulf|Syrian)/;

const isoCodes: ReadonlySet<string> = new Set([
  ...iso31661.map(({ alpha2 }) => alpha2),
  ...iso31663.map(({ alpha4 }) => alpha4),
]);
const stateNames: ReadonlyMap<string, string> = new Map(
  states.map(([code, , names]) => [code, names[0] ?? code]),
);

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...states.flatMap(([key, slugs, names, adjectives]) =>
    [...slugs, ...names, ...adjectives].map((words): [string, Meaning] => [
      words,
      { kind: "state", key, name: names[0] ?? key },
    ]),
  ),
  ...formerStates.flatMap(({ party, name, names, adjectives, insteadOf }) => [
    ...[...names, ...adjectives].map((words): [string, Meaning] => [
      words,
      { kind: isoCodes.has(party) ? "former" : "organization", key: party, name },
    ]),
    // Slugs that mean nothing but former states: "hawaii".
    ...insteadOf
      .filter((key) => !isoCodes.has(key))
      .map((key): [string, Meaning] => [key, { kind: "state", key, name }]),
  ]),
  ...regions.flatMap(([key, name, names]) =>
    // A region is not renamed with its state.
    [name, ...names].map((words): [string, Meaning] => [words, { kind: "organization", key, name }]),
  ),
  ...organizations.flatMap(({ slug, name, names, bodies }) => [
    ...[slug, name, ...names].map((words): [string, Meaning] => [
      words,
      { kind: "organization", key: slug, name },
    ]),
    ...bodies.map((body): [string, Meaning] => [body, { kind: "organization", key: slug, name: body }]),
  ]),
]);
const adjectivesOnly: ReadonlySet<string> = new Set(
  states
    .flatMap(([, , names, adjectives]) => adjectives.filter((word) => !names.includes(word)))
    .concat(formerStates.flatMap(({ adjectives }) => adjectives)),
);
const longest = Math.max(...[...meanings.keys()].map((words) => words.split(" ").length));

function isWithin(day: string, from: string | null, until: string | null): boolean {
  return (from === null || from <= day) && (until === null || day < until);
}
