import { fold } from "../search/words.ts";

/** A person, an office, or both and when the one held the other. */
export interface PersonRow {
  readonly person: { readonly slug: string; readonly name: string | null } | null;
  /** Their name in other languages, by BCP 47. */
  readonly names: readonly { readonly language: string; readonly name: string }[];
  readonly office: {
    readonly slug: string;
    readonly title: string | null;
    readonly party: string | null;
  } | null;
  /** EDTF. */
  readonly from: string | null;
  readonly to: string | null;
}

/** A person in an office, as far as it is known: days in ISO, null for no bound. */
export interface KnownTenure {
  /** Slug. */
  readonly person: string;
  readonly name: string;
  /** Slug. */
  readonly office: string;
  /** The first day on which it can have begun, and the last on which it can have ended; both null where nothing is known. */
  readonly earliest: string | null;
  readonly latest: string | null;
  /** As it is known, in EDTF; without a beginning it counts as not dated. */
  readonly from: string | null;
  readonly to: string | null;
}

/** A participant whom a report names by family name only. */
export interface FamilyMention {
  /** The slug that reports name them by. */
  readonly person: string;
  readonly name: string;
  /** Slug. */
  readonly office: string;
  /** The days that the contact can have been on. */
  readonly earliest: string;
  readonly latest: string;
}

/** Is it no more than a family's name: "Harper", "Ben-Gurion", "de Gaulle"? */
export function isFamilyName(name: string): boolean {
  const words = name.trim().split(/\s+/);
  return words.slice(0, -1).every((word) => PARTICLES.has(fold(word)));
}

const PARTICLES = new Set(
  "al ben bin d da dal de del della den der di do dos du el la le st ter van von zu".split(" "),
);

/**
 * The one tenure that a mention can mean: of the office, possible on the days, of a person with the name; null where there
 * is none, or more than one person. Where somebody's time in the office is not known, it may be then.
 */
export function tenureMeant(mention: FamilyMention, tenures: readonly KnownTenure[]): KnownTenure | null {
  const family = ` ${fold(mention.name)} `;
  const ofOffice = tenures.filter(
    ({ person, office, name }) =>
      office === mention.office && person !== mention.person && ` ${fold(name)} `.includes(family),
  );
  const dated = new Set(ofOffice.filter(isDated).map(({ person }) => person));
  const possible = ofOffice.filter((tenure) =>
    isDated(tenure)
      ? (tenure.earliest === null || tenure.earliest <= mention.latest) &&
        (tenure.latest === null || tenure.latest >= mention.earliest)
      : // One of a family name alone is who the mention is, told otherwise.
        !dated.has(tenure.person) && !isFamilyName(tenure.name),
  );
  const [first] = possible;
  if (first === undefined || !isDated(first)) return null;
  return possible.every(({ person }) => person === first.person) ? first : null;
}

function isDated({ from }: KnownTenure): boolean {
  return from !== null;
}
