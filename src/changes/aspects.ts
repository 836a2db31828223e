import type { ChangeEntity } from "./log.ts";

/**
 * What of a thing changed, or something was made of, as a set of bits: of a contact by its fields, so that an answer that
 * shows titles is not lost for a report more.
 */
export type Aspects = number;

/** All that there is of a thing: with 32 bits beside them, as many as a number holds. */
export const ALL: Aspects = 2 ** 21 - 1;

/** Columns of a contact's own row, and tables of what belongs to it, that are shown or looked at apart from others. */
export const OF_CONTACT = {
  kind: 1 << 0,
  title: 1 << 1,
  date: 1 << 2,
  duration: 1 << 3,
  channel: 1 << 4,
  place: 1 << 5,
  host: 1 << 6,
  event: 1 << 7,
  purpose: 1 << 8,
  note: 1 << 9,
  independentOutlets: 1 << 10,
  disputed: 1 << 11,
  participants: 1 << 12,
  parties: 1 << 13,
  topics: 1 << 14,
  agreements: 1 << 15,
  reports: 1 << 16,
  claims: 1 << 17,
  recordedAt: 1 << 18,
  /** Which contact is shown for it, where it was merged into one: looked at whatever is asked of it, and by no list. */
  mergedInto: 1 << 19,
  /** Columns that say what another aspect says too, or what is not shown. */
  none: 0,
} as const;

const CONTACT_COLUMNS: Record<string, Aspects> = {
  kind: OF_CONTACT.kind,
  title: OF_CONTACT.title,
  date_edtf: OF_CONTACT.date,
  date_earliest: OF_CONTACT.date,
  date_latest: OF_CONTACT.date,
  sort_day: OF_CONTACT.date,
  duration_iso8601: OF_CONTACT.duration,
  duration_approximate: OF_CONTACT.duration,
  channel: OF_CONTACT.channel,
  place: OF_CONTACT.place,
  host_id: OF_CONTACT.host,
  event: OF_CONTACT.event,
  purpose: OF_CONTACT.purpose,
  note: OF_CONTACT.note,
  independent_outlets: OF_CONTACT.independentOutlets,
  disputed: OF_CONTACT.disputed,
  party_set: OF_CONTACT.parties,
  report_count: OF_CONTACT.reports,
  recorded_at: OF_CONTACT.recordedAt,
  merged_into_id: OF_CONTACT.mergedInto,
  version: OF_CONTACT.none,
  participation: OF_CONTACT.participants,
  contact_party: OF_CONTACT.parties,
  contact_topic: OF_CONTACT.topics,
  contact_agreement: OF_CONTACT.agreements,
  contact_report: OF_CONTACT.reports,
  claim: OF_CONTACT.claims,
};

/** Of other things: their own rows, what belongs to them, and what names them. */
export const ROW: Aspects = 1 << 0;
const PARTS: Aspects = 1 << 1;
export const NAMED: Aspects = 1 << 2;
/** All that is its own. */
export const UNNAMED: Aspects = ALL & ~NAMED;

/** The own row of a contact, whatever its fields. */
export const CONTACT_ROW: Aspects =
  ALL & ~(OF_CONTACT.participants | OF_CONTACT.topics | OF_CONTACT.agreements | OF_CONTACT.claims);

/** What columns and tables of a thing were touched by, as the change log names them; null for all. */
export function aspectsOf(entity: ChangeEntity, changed: readonly string[] | null): Aspects {
  if (changed === null) return ALL;
  if (entity === "CONTACT") {
    return changed.reduce((aspects, name) => aspects | (CONTACT_COLUMNS[name] ?? ALL), 0);
  }
  if (entity === "AGREEMENT") return changed.every((name) => OF_EVIDENCE.has(name)) ? PARTS : ALL;
  return PARTS;
}

/** What of an agreement follows from who says so, and not from what is said. */
const OF_EVIDENCE = new Set(["claim", "agreement_report", "independent_outlets", "disputed", "version"]);
