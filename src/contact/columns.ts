import type { Contact, Participation } from "../../prisma/client/client.ts";
import { ALL, type Aspects, aspectsOf } from "../changes/aspects.ts";
import { type Columns, columnOf, time } from "../database/json.ts";

const CONTACT: Columns<Contact> = {
  id: "id",
  kind: "kind",
  title: "title",
  channel: "channel",
  place: "place",
  hostId: "host_id",
  event: "event",
  purpose: "purpose",
  note: "note",
  dateEdtf: "date_edtf",
  dateEarliest: time("date_earliest"),
  dateLatest: time("date_latest"),
  sortDay: "sort_day",
  durationIso8601: "duration_iso8601",
  durationApproximate: "duration_approximate",
  partySet: "party_set",
  independentOutlets: "independent_outlets",
  disputed: "disputed",
  reportCount: "report_count",
  recordedAt: time("recorded_at"),
  version: "version",
  shown: "shown",
  mergedIntoId: "merged_into_id",
};

/** The columns that some aspects of contacts are told by, with those that tell which contact it is, and whether it is shown. */
export function contactColumns(aspects: Aspects): Columns<Contact> {
  if (aspects === ALL) return CONTACT;
  const columns = Object.entries(CONTACT).filter(([field, column]) => {
    return ALWAYS.has(field) || (aspectsOf("CONTACT", [columnOf(column)]) & aspects) !== 0;
  });
  return Object.fromEntries(columns) as unknown as Columns<Contact>;
}
const ALWAYS: ReadonlySet<string> = new Set(["id", "kind", "shown", "mergedIntoId"]);

export const PARTICIPATION: Columns<Participation> = {
  contactId: "contact_id",
  position: "position",
  personId: "person_id",
  partyId: "party_id",
  officeId: "office_id",
  role: "role",
};
