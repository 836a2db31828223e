import type { MentionedTitle } from "./mention.ts";
import type { Party } from "./party.ts";

/** One participant of one record, as far as the record's own words and the tables give it. */
export interface Appearance {
  readonly day: string;
  /** Null where neither the words nor other records say whose they are. */
  readonly party: Party | null;
  readonly titles: readonly MentionedTitle[];
  /** Null for the holder of an office and for a party as such. */
  readonly name: string | null;
  readonly role: "HOST" | "GUEST" | "PARTICIPANT";
  /** The words that say it. */
  readonly quote: string;
  /** A US president, vice president or secretary of state, by the slug of the table's name. */
  readonly known: { readonly slug: string; readonly name: string } | null;
}

/** A title's office, where it is held at the time and belongs to a party. */
export interface Office {
  readonly slug: string;
  readonly title: string;
  readonly party: string;
}
