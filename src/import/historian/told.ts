import type { Testimony } from "./allegiance.ts";
import { type EventNamed, eventsOf } from "./event.ts";
import { type Mention, readMentions } from "./mention.ts";
import { readName } from "./name.ts";
import { type Party, partyOfCountry } from "./party.ts";
import { type Place, placeOfTrip, placeOfVisit } from "./place.ts";
import { type ReadSentence, readProse } from "./prose.ts";
import { type Purpose, purposeOf } from "./purpose.ts";
import type { HistorianRecord } from "./record.ts";
import { wordsOf } from "./words.ts";

/** What one record tells, read by itself. */
export interface Told {
  readonly record: HistorianRecord;
  /** The party of each of its countries, in their order; null where the tables know none. */
  readonly countries: readonly (Party | null)[];
  readonly sentences: readonly ReadSentence[];
  /** Who came, for a visit; a trip's travellers stand in the record. */
  readonly visitors: readonly Mention[];
  readonly event: EventNamed | null;
  readonly purpose: Purpose | null;
  readonly place: Place | null;
}

export function tell(record: HistorianRecord): Told {
  const countries = record.countries.map((country) => partyOfCountry(country, record.start));
  const sentences = readProse(record.remarks, record.start);
  const events = eventsOf(sentences, record.start);
  const [first] = events;
  // Several events of one stay are one: claims on a contact's event are one value each.
  const event =
    first === undefined
      ? null
      : { name: events.map(({ name }) => name).join("; "), sentence: first.sentence };
  return {
    record,
    countries,
    sentences,
    visitors: record.kind === "visit" ? readVisitors(record.visitor, record.start) : [],
    event,
    purpose: purposeOf(sentences, (sentence) => events.some((named) => named.sentence === sentence)),
    place: record.kind === "trip" ? placeOfTrip(record, countries) : placeOfVisit(sentences),
  };
}

/** What the record says of whose the people in it are, for the other records. */
export function testimoniesOf({ record, countries, sentences, visitors }: Told): Testimony[] {
  const day = record.start;
  const [home] = countries;
  const testimonies: Testimony[] = [];
  for (const { name, titles } of visitors) {
    if (name !== null && home) testimonies.push({ day, titles, name, party: home, stated: true });
  }
  for (const { encounters } of sentences) {
    for (const { mention, as } of encounters) {
      const { name, titles, party, before } = mention;
      if (name === null) continue;
      if (party !== null) testimonies.push({ day, titles, name, party, stated: true });
      else if (record.kind === "trip" && as === "MET" && home && before === null) {
        testimonies.push({ day, titles, name, party: home, stated: false });
      }
    }
  }
  return testimonies;
}

/** "President Alexander Kwasniewski and Prime Minister Jerzy Buzek"; a name without a title is a visitor too. */
function readVisitors(visitor: string, day: string): Mention[] {
  const words = wordsOf(visitor.replace(/^(Premier|Prime Minister) (?:&|and) Prince /, "$1 "));
  const read = readMentions(words, 0, day);
  if (read !== null && read.mentions.length > 0) return [...read.mentions];
  const name = readName(words, 0);
  return [{ party: null, titles: [], name: name?.text ?? visitor.slice(0, 200), before: null }];
}
