import type { Field, SubjectKind } from "../claim/notation.ts";
import { fold } from "../search/words.ts";
import { compareNarrowness, datesCompatible, parseFuzzyDate } from "../time/date.ts";
import { durationsCompatible, parseDuration } from "../time/duration.ts";

/** How two values of a field, as stored, go together. */
export interface FieldRule {
  /** Can both hold? */
  compatible(a: string, b: string): boolean;
  /** Below 0 where `a` says more than `b`; 0 where neither does. */
  narrower(a: string, b: string): number;
}

/** The rule of a field that holds one value; "values add up" for one that holds several. */
export function fieldRule(subject: SubjectKind, field: Field): FieldRule | "values add up" {
  switch (field) {
    case "PARTICIPANTS":
    case "TOPICS":
    case "AGREEMENTS":
    case "SIGNATORIES":
    case "ENDORSERS":
    case "PARTIES":
      return "values add up";
    case "DATE":
      return {
        compatible: (a, b) => a === b || datesCompatible(parseFuzzyDate(a), parseFuzzyDate(b)),
        narrower: (a, b) => (a === b ? 0 : compareNarrowness(parseFuzzyDate(a), parseFuzzyDate(b))),
      };
    case "DURATION":
      return {
        compatible: (a, b) => durationsCompatible(parseDuration(a), parseDuration(b)),
        narrower: (a, b) => Number(parseDuration(a).approximate) - Number(parseDuration(b).approximate),
      };
    case "KIND":
      return subject === "contact" ? specificKind(CONTACT_KINDS) : specificKind(AGREEMENT_KINDS);
    case "PLACE":
      return PLACES;
    case "SEQUENCE":
    case "CHANNEL":
    case "ESTABLISHES":
    case "OCCURRENCE":
      return { compatible: (a, b) => a === b, narrower: () => 0 };
    // Two descriptions in words need not exclude each other.
    case "EVENT":
    case "PURPOSE":
    case "NOTE":
    case "TITLE":
      return { compatible: () => true, narrower: () => 0 };
  }
}

/**
 * The kinds that are special cases of a kind. An exchange is a contact of unstated form, so that each of the others
 * is one; leaders who met at a summit visited its host.
 */
const CONTACT_KINDS: Record<string, readonly string[]> = {
  EXCHANGE: ["CALL", "SUMMIT", "VISIT", "ENCOUNTER"],
  VISIT: ["SUMMIT"],
};
const AGREEMENT_KINDS: Record<string, readonly string[]> = {
  OTHER: ["TREATY", "PLAN", "FOUNDING_ACT", "DECLARATION", "MEMORANDUM"],
};

function specificKind(special: Record<string, readonly string[]>): FieldRule {
  const isSpecial = (kind: string, of: string) => special[of]?.includes(kind) === true;
  return {
    compatible: (a, b) => a === b || isSpecial(a, b) || isSpecial(b, a),
    narrower: (a, b) => Number(isSpecial(b, a)) - Number(isSpecial(a, b)),
  };
}

/** "London" and "Lancaster House, London" are one place, the second being the more specific. */
const PLACES: FieldRule = {
  compatible: (a, b) => isWithin(a, b) || isWithin(b, a),
  narrower: (a, b) => Number(isWithin(b, a)) - Number(isWithin(a, b)),
};

function isWithin(place: string, larger: string): boolean {
  return ` ${fold(place)} `.includes(` ${fold(larger)} `);
}
