import type { Contact, Participation } from "../../prisma/client/client.ts";
import { Prisma, type Statements } from "../database/database.ts";
import type { AsOf } from "../history/asOf.ts";
import { isMerged, isValidAt } from "../history/conditions.ts";
import { idOf } from "../identity/identity.ts";
import { UNDATED } from "../time/date.ts";
import { parseDuration } from "../time/duration.ts";
import type { ContactState } from "./rules.ts";

/** A contact as it was known at a time. Its row is as the table had it then; what belongs to it is in the state. */
export interface ContactAsOf extends Contact, AsOf<VersionState> {}

/** What a version keeps of a contact. */
export type VersionState = Omit<ContactState, "reports"> & { readonly title: string };

/** The contact as it was known then, for any row that may be one. */
export function isAsOf(contact: Contact): contact is ContactAsOf {
  return "asOf" in contact;
}

/**
 * Contacts as they were known at a time, in one statement; null for one that was not known then. One that was merged
 * into another by then is that one.
 */
export async function loadContactsAsOf(
  statements: Statements,
  ids: readonly string[],
  at: string,
): Promise<(ContactAsOf | null)[]> {
  const rows = await statements.$queryRaw<VersionRow[]>`
    WITH RECURSIVE shown_as(asked, id) AS (
      SELECT id, id FROM unnest(${[...ids]}::uuid[]) AS id
      UNION
      SELECT shown_as.asked, merge.into_id FROM merge JOIN shown_as ON merge.from_id = shown_as.id
      WHERE ${isMerged(at)}
    )
    SELECT shown_as.asked, c.contact_id AS id, c.version, c.state, c.kind::text, c.date_edtf, c.date_earliest,
           c.date_latest, c.sort_day, c.party_set, c.independent_outlets, c.disputed, c.report_count, c.recorded_at
    FROM shown_as JOIN contact_version c ON c.contact_id = shown_as.id
    WHERE c.shown AND ${isValidAt(at)}`;
  const byId = new Map(rows.map((row) => [row.asked, contactOf(row, at)]));
  return ids.map((id) => byId.get(id) ?? null);
}

interface VersionRow {
  asked: string;
  id: string;
  version: number;
  state: VersionState;
  kind: Contact["kind"];
  date_edtf: string | null;
  date_earliest: Date | null;
  date_latest: Date | null;
  sort_day: number;
  party_set: string | null;
  independent_outlets: number;
  disputed: boolean;
  report_count: number;
  recorded_at: Date;
}

function contactOf(row: VersionRow, at: string): ContactAsOf {
  const { state } = row;
  const duration = state.duration === null ? null : parseDuration(state.duration);
  return {
    asOf: at,
    state,
    id: row.id,
    kind: row.kind,
    title: state.title,
    channel: state.channel as Contact["channel"],
    place: state.place,
    hostId: state.host === null ? null : idOf("party", state.host),
    event: state.event,
    purpose: state.purpose,
    note: state.note,
    dateEdtf: row.date_edtf,
    dateEarliest: row.date_earliest,
    dateLatest: row.date_latest,
    sortDay: row.sort_day,
    durationIso8601: duration?.iso8601 ?? null,
    durationApproximate: duration?.approximate ?? null,
    partySet: row.party_set,
    independentOutlets: row.independent_outlets,
    disputed: row.disputed,
    reportCount: row.report_count,
    recordedAt: row.recorded_at,
    version: row.version,
    shown: true,
    mergedIntoId: null,
  };
}

/** Its participations then. */
export function participationsOf({ id, state }: ContactAsOf): Participation[] {
  return state.participants.map(({ person, party, office, role }, position) => ({
    contactId: id,
    position,
    personId: person === undefined ? null : idOf("person", person),
    partyId: party === undefined ? null : idOf("party", party),
    officeId: office === undefined ? null : idOf("office", office),
    role: role ?? "PARTICIPANT",
  }));
}

export type Direction = "previous" | "next";

/** The ids of the contacts of the same parties directly before or after these, as the record knew them then; null for none. */
export async function loadNeighboursAsOf(
  statements: Statements,
  ids: readonly string[],
  at: string,
  direction: Direction,
): Promise<(string | null)[]> {
  const compare = Prisma.raw(direction === "previous" ? "<" : ">");
  const order = Prisma.raw(direction === "previous" ? "DESC" : "ASC");
  const rows = await statements.$queryRaw<{ asked: string; id: string }[]>`
    SELECT c.contact_id AS asked, found.id FROM contact_version c CROSS JOIN LATERAL (
      SELECT n.contact_id AS id FROM contact_version n
      WHERE n.party_set = c.party_set AND n.shown AND ${isValidAt(at, "n")} AND n.sort_day > ${UNDATED}
        AND (n.sort_day, n.contact_id) ${compare} (c.sort_day, c.contact_id)
      ORDER BY n.sort_day ${order}, n.contact_id ${order} LIMIT 1) AS found
    WHERE c.contact_id = ANY(${[...ids]}::uuid[]) AND c.shown AND ${isValidAt(at)} AND c.sort_day > ${UNDATED}`;
  const byId = new Map(rows.map(({ asked, id }) => [asked, id]));
  return ids.map((id) => byId.get(id) ?? null);
}
