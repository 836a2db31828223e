import type { Contact, Participation } from "../../prisma/client/client.ts";
import { type Columns, time } from "../database/json.ts";

export const CONTACT: Columns<Contact> = {
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
export const PARTICIPATION: Columns<Participation> = {
  contactId: "contact_id",
  position: "position",
  personId: "person_id",
  partyId: "party_id",
  officeId: "office_id",
  role: "role",
};
