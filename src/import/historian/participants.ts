import type { Witnesses } from "./allegiance.ts";
import type { Appearance } from "./appearance.ts";
import type { Mention } from "./mention.ts";
import { slugOf } from "./name.ts";
import type { Party } from "./party.ts";
import { countryWords } from "./place.ts";
import type { Encounter } from "./prose.ts";
import type { Trip } from "./record.ts";
import type { Told } from "./told.ts";
import { heldOn, officeholderById, officeholderNamed } from "./unitedStates.ts";

/** Everybody who took part in one record, each with the party that the words or the other records give. */
export function participantsOf(told: Told, witnesses: Witnesses): Appearance[] {
  const { record, countries, sentences, visitors } = told;
  const home = countries[0] ?? null;
  const arriving =
    record.kind === "trip"
      ? travellersOf(record)
      : visitors.map((mention) => arrivalOf(mention, home, record.start, record.visitor));
  const met = sentences
    .flatMap(({ encounters }) => encounters)
    .flatMap((encounter) => metBy(told, encounter, witnesses) ?? []);
  const hosting = record.kind === "trip" ? countries : [unitedStates];
  const quote = record.kind === "trip" ? countryWords(record) : record.remarks || record.visitor;
  const hosts = hosting
    .filter((party) => party !== null)
    // The state stands for itself only where nobody of it is named as host.
    .filter((party) => !met.some((one) => one.role === "HOST" && one.party?.key === party.key))
    .map((party): Appearance => ({ ...nobody, day: record.start, party, role: "HOST", quote }));
  return [...arriving, ...met, ...hosts];
}

const unitedStates: Party = { key: "US", name: "United States" };

/** Slugs of those a secretary's record names as travelling along. */
export function companionsOf({ record, sentences }: Told): string[] {
  return sentences
    .flatMap(({ encounters }) => encounters)
    .flatMap(({ mention, as }) => {
      // "Met in Rome with President Bush" and "Participated in meetings with President Bush" tell as much.
      const known = as === "COMPANION" || mention.name !== null ? knownAs(mention, record.start) : null;
      return known === null ? [] : [known.slug];
    });
}

const nobody = { titles: [], name: null, known: null };

function travellersOf(trip: Trip): Appearance[] {
  return trip.travellers.map((name, index) => {
    const holder = index === 0 && trip.who !== null ? officeholderById(trip.who) : null;
    const plain = name.replace(/\s*\([^)]*\)/g, "");
    const office = trip.role === "president" ? "president" : "secretary-of-state";
    const inOffice = holder === null || heldOn(holder.who, office, trip.start);
    const title = {
      rank: office,
      office: office === "president" ? "President" : "Secretary of State",
      past: false,
      future: !inOffice,
    };
    return {
      day: trip.start,
      party: unitedStates,
      titles: [title],
      name: holder?.name ?? plain,
      role: "GUEST",
      quote: name,
      known: { slug: slugOf(holder?.name ?? plain), name: holder?.name ?? plain },
    };
  });
}

function arrivalOf(mention: Mention, home: Party | null, day: string, quote: string): Appearance {
  const { titles, name } = mention;
  return { day, party: mention.party ?? home, titles, name, role: "GUEST", quote, known: null };
}

/** Null where the words say nothing that could be held: an office of nobody knows where, the visit's own state. */
function metBy(told: Told, encounter: Encounter, witnesses: Witnesses): Appearance | null {
  const { record, countries } = told;
  const { mention, as, sentence } = encounter;
  const day = record.start;
  const base = { day, titles: mention.titles, name: mention.name, quote: sentence };
  const known = knownAs(mention, day);
  const home = countries[0] ?? null;
  if (known !== null) {
    return { ...base, party: unitedStates, role: record.kind === "trip" ? "GUEST" : "HOST", known };
  }
  // "Accompanied President Smith", who is no US president: whose he is stays open.
  const travelsAlong = as === "COMPANION" && mention.titles.some(({ rank }) => offices.has(rank));
  const host = travelsAlong ? null : hostOf(told, mention);
  const party =
    mention.party ??
    onlyPartyOf(mention) ??
    (isNobodysOffice(mention)
      ? null
      : mention.name === null
        ? sameOrNull(host, mention.before)
        : witnesses.partyOf({ day, titles: mention.titles, name: mention.name }, host, mention.before));
  if (party === null && mention.name === null) return null;
  const isHost = party !== null && (record.kind === "trip" ? party.key === home?.key : party.key === "US");
  // "senior Egyptian officials" in Egypt say no more than that Egypt was the host.
  if (mention.name === null && mention.titles.length === 0 && (isHost || party?.key === "US")) return null;
  const isGuest = record.kind === "trip" ? party?.key === "US" : party !== null && party.key === home?.key;
  const role = isGuest ? "GUEST" : isHost && receives(mention, record.kind) ? "HOST" : "PARTICIPANT";
  return { ...base, party, role, known: null };
}

/** Titles that only one party has. */
function onlyPartyOf({ titles }: Mention): Party | null {
  if (titles.some(({ rank }) => rank === "pope")) return { key: "VA", name: "Holy See" };
  return titles.some(({ rank }) => ofTheUnitedStates.has(rank)) ? unitedStates : null;
}

/** The state that somebody of no stated party is of, unless other records say otherwise. */
function hostOf({ record, countries }: Told, mention: Mention): Party | null {
  if (record.kind === "visit") return mention.name === null ? unitedStates : null;
  return countries[0] ?? null;
}

function sameOrNull(host: Party | null, before: Party | null): Party | null {
  return before === null || before.key === host?.key ? host : null;
}

/** A US president, vice president or secretary of state, of whom the words mean no other state's. */
function knownAs(mention: Mention, day: string): { slug: string; name: string } | null {
  if (mention.name === null || (mention.party !== null && mention.party.key !== "US")) return null;
  for (const { rank, past, future } of mention.titles) {
    const office = offices.get(rank);
    if (office === undefined) continue;
    const holder = officeholderNamed(mention.name, office, day, past ? "PAST" : future ? "FUTURE" : "NOW");
    if (holder !== null) return { slug: slugOf(holder.name), name: holder.name };
  }
  return null;
}

/** In a state's own name: its head of state or government, or its foreign minister. */
function receives({ titles }: Mention, kind: "trip" | "visit"): boolean {
  return kind === "visit" || titles.some(({ rank }) => receiving.has(rank));
}

/** Titles that do not say whose they are, unless a party stands with them. */
function isNobodysOffice({ titles }: Mention): boolean {
  return titles.length > 0 && titles.every(({ rank }) => anybodys.has(rank));
}

const offices: ReadonlyMap<string, "president" | "vice-president" | "secretary-of-state"> = new Map([
  ["president", "president"],
  ["vice-president", "vice-president"],
  ["secretary-of-state", "secretary-of-state"],
]);
const ofTheUnitedStates: ReadonlySet<string> = new Set([
  "secretary-of-defense",
  "secretary-of-homeland-security",
  "secretary-of-commerce",
  "secretary-of-the-treasury",
]);
const anybodys: ReadonlySet<string> = new Set([
  "ambassador",
  "general",
  "representative",
  "adviser",
  "counselor",
  "mayor",
  "governor",
  "high-commissioner",
  "director-general",
  "high-representative",
  "secretary-general",
  "leader",
]);
const receiving: ReadonlySet<string> = new Set([
  "president",
  "prime-minister",
  "chancellor",
  "king",
  "queen",
  "emperor",
  "sultan",
  "shah",
  "amir",
  "pope",
  "grand-duke",
  "grand-duchess",
  "head-of-state",
  "general-secretary",
  "chairman",
  "governor-general",
  "foreign-minister",
  "regent",
  "first-minister",
  "crown-prince",
]);
