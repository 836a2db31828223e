import type { Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { idOf } from "../identity/identity.ts";
import { dateColumns } from "../time/columns.ts";
import type { DerivedContact } from "./write.ts";

/** Puts these participations, parties, topics, agreements and reports in the place of those before; none where it is not shown. */
export async function replaceParts(
  statements: Statements,
  contacts: readonly DerivedContact[],
): Promise<void> {
  await deleteParts(
    statements,
    contacts.filter(({ stored }) => stored.wasDerived).map(({ id }) => id),
  );
  const shown = contacts.filter((contact) => contact.shown);
  await insertRows(
    statements,
    "participation",
    shown.flatMap(({ id, state }) =>
      state.participants.map(({ person, party, office, role }, position) => ({
        contact_id: id,
        position,
        person_id: person === undefined ? null : idOf("person", person),
        party_id: party === undefined ? null : idOf("party", party),
        office_id: office === undefined ? null : idOf("office", office),
        role: role ?? "PARTICIPANT",
      })),
    ),
  );
  await insertRows(
    statements,
    "contact_party",
    shown.flatMap(({ id, state }) =>
      state.parties.map((key, position) => ({
        contact_id: id,
        position,
        party_id: idOf("party", key),
        sort_day: dateColumns(state.date).sortDay,
      })),
    ),
  );
  await insertRows(
    statements,
    "contact_topic",
    shown.flatMap(({ id, state }) =>
      state.topics.map((slug, position) => ({ contact_id: id, position, topic_id: idOf("topic", slug) })),
    ),
  );
  await insertRows(
    statements,
    "contact_agreement",
    shown.flatMap(({ id, state }) =>
      state.agreements.map((slug, position) => ({
        contact_id: id,
        position,
        agreement_id: idOf("agreement", slug),
      })),
    ),
  );
  const reports = shown.flatMap(({ id, state }) =>
    state.reports.map((report) => ({ contact_id: id, report_id: report })),
  );
  await statements.$executeRaw`
    INSERT INTO contact_report (contact_id, report_id, sort_day)
    SELECT new.contact_id, new.report_id, report.sort_day
    FROM jsonb_populate_recordset(NULL::contact_report, ${JSON.stringify(reports)}::jsonb) AS new
    JOIN report ON report.id = new.report_id`;
}

async function deleteParts(statements: Statements, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await statements.$executeRaw`
    WITH gone AS (SELECT ${[...ids]}::uuid[] AS ids),
      people AS (DELETE FROM participation WHERE contact_id = ANY((SELECT ids FROM gone)::uuid[])),
      parties AS (DELETE FROM contact_party WHERE contact_id = ANY((SELECT ids FROM gone)::uuid[])),
      topics AS (DELETE FROM contact_topic WHERE contact_id = ANY((SELECT ids FROM gone)::uuid[])),
      agreements AS (DELETE FROM contact_agreement WHERE contact_id = ANY((SELECT ids FROM gone)::uuid[]))
    DELETE FROM contact_report WHERE contact_id = ANY((SELECT ids FROM gone)::uuid[])`;
}
