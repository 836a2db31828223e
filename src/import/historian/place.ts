import { type Party, placeInLabel } from "./party.ts";
import type { HistorianRecord, Trip } from "./record.ts";
import type { Sentence } from "./words.ts";

/** Where the contact was, and the words that say so. */
export interface Place {
  readonly text: string;
  readonly quote: string;
}

/**
 * The place of a trip is its locale, with what the country's label has in brackets ("Pristina, Kosovo"), and the
 * country itself where the tables know no party of that name. Null where nothing but the country is known.
 */
export function placeOfTrip(trip: Trip, parties: readonly (Party | null)[]): Place | null {
  const parts = [trip.locale];
  trip.countries.forEach((country, index) => {
    parts.push(placeInLabel(country) ?? "");
    if (parties[index] === null) parts.push(country.label || country.slug);
  });
  const text = parts.filter((part) => part !== "").join(", ");
  return text === "" ? null : { text, quote: text };
}

/**
 * The place in the United States, where a sentence on the visit or a meeting names one: "Met with President Bush at
 * Camp David, MD". Where else the visitor went ("Afterwards visited New York City") is no place of the contact.
 */
export function placeOfVisit(sentences: readonly Sentence[]): Place | null {
  for (const { text } of sentences) {
    if (!tellsOfMeeting.test(text)) continue;
    for (const match of text.matchAll(place)) {
      const found = (match[1] ?? "").replace(/^the /, "").replace(/[,.]+$/, "");
      if (!noPlace.test(found)) return { text: found, quote: text };
    }
  }
  return null;
}

/** What stands in a record for its places and countries, to quote. */
export function countryWords(record: HistorianRecord): string {
  return record.countries.map(({ label, slug }) => label || slug).join(", ");
}

const tellsOfMeeting =
  /^(?:Met|met|Also met|Conferred|Discussed|Informal|Private|Working|Official|State|Attended|Unofficial|Guest)\b/;
const place =
  /\b(?:at|in|to) ((?:the )?\p{Lu}[\p{L}.’'-]*(?:,? (?:\p{Lu}[\p{L}.’'-]*|\(\p{Lu}[\p{L}. ]*\)))*)/gu;
const noPlace =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|U\.S\.?$|US$|United States|U\.?N\.?\b|UN\b|English|President|Prime|King|Congress|NATO|Economic|Arrived|Central America|Europe|Vietnam|Iraq|Lebanon|Bosnia|Korea|Northern Ireland|Middle East|Africa|Mayo Clinic$)|Assembly|Summit|Conference|Council|Meeting|Session|Forum|Visit|Minister|Dinner|Festival|\bVisit\b/;
