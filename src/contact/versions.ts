import type { Statements } from "../database/database.ts";
import { insertRows, updateRows } from "../database/rows.ts";
import { isSameJson } from "../history/equal.ts";
import type { Write } from "../history/write.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { fold } from "../search/words.ts";
import { dateColumns } from "../time/columns.ts";
import type { DerivedContact } from "./write.ts";

/**
 * Keeps what each contact is shown as from this write on, where that is another than before, so that it can be told
 * what was known at a time, and what a write changed.
 */
export async function storeVersions(
  statements: Statements,
  contacts: readonly DerivedContact[],
  write: Write,
): Promise<void> {
  const ids = contacts.map(({ id }) => id);
  const last = await statements.$queryRaw<LastVersion[]>`
    SELECT contact_id AS id, version, shown, state, report_count AS "reportCount", outlet_ids AS outlets
    FROM contact_version WHERE contact_id = ANY(${ids}::uuid[]) AND valid_to IS NULL`;
  const lastById = new Map(last.map((version) => [version.id, version]));
  const outlets = await outletsOf(statements, contacts);
  const changed = contacts
    .map((contact) => ({
      contact,
      before: lastById.get(contact.id),
      state: versionState(contact),
      outlets: outlets.get(contact.id) ?? [],
    }))
    .filter(
      ({ contact, before, state, outlets }) =>
        before === undefined ||
        before.shown !== contact.shown ||
        before.reportCount !== contact.state.reports.length ||
        !isSameJson(before.outlets, outlets) ||
        !isSameJson(before.state, state),
    );
  const changedIds = changed.map(({ contact }) => contact.id);
  await statements.$executeRaw`
    UPDATE contact_version SET valid_to = ${write.at}::timestamptz
    WHERE contact_id = ANY(${changedIds}::uuid[]) AND valid_to IS NULL`;
  const recorded = await statements.$queryRaw<{ id: string; recordedAt: string }[]>`
    SELECT id, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt"
    FROM contact WHERE id = ANY(${changedIds}::uuid[])`;
  const recordedAt = new Map(recorded.map((row) => [row.id, row.recordedAt]));
  await insertRows(
    statements,
    "contact_version",
    changed.map(({ contact: { id, shown, title, words, state: current }, before, state, outlets }) => {
      const { edtf, earliest, latest, sortDay } = dateColumns(current.date);
      return {
        contact_id: id,
        version: (before?.version ?? 0) + 1,
        write_id: write.id,
        // What was recorded before versions were kept was shown from then on.
        valid_from: before === undefined ? (recordedAt.get(id) ?? write.at) : write.at,
        valid_to: null,
        shown,
        state,
        kind: current.kind,
        date_edtf: edtf,
        date_earliest: earliest,
        date_latest: latest,
        sort_day: sortDay,
        party_set: partySetId(current.parties),
        independent_outlets: current.independentOutlets,
        disputed: current.disputed,
        report_count: current.reports.length,
        recorded_at: recordedAt.get(id) ?? write.at,
        party_ids: current.parties.map((key) => idOf("party", key)),
        person_ids: current.participants.flatMap(({ person }) =>
          person === undefined ? [] : [idOf("person", person)],
        ),
        topic_ids: current.topics.map((slug) => idOf("topic", slug)),
        outlet_ids: outlets,
        search_title: fold(title),
        search_body: fold(words),
      };
    }),
  );
  await updateRows(
    statements,
    "contact",
    changed.map(({ contact, before }) => ({ id: contact.id, version: (before?.version ?? 0) + 1 })),
  );
}

interface LastVersion {
  readonly id: string;
  readonly version: number;
  readonly shown: boolean;
  readonly state: unknown;
  readonly reportCount: number;
  readonly outlets: string[];
}

/** What a version keeps: the state with its title, without the list of reports, which the claims tell. */
function versionState({ state: { reports: _, ...state }, title }: DerivedContact): object {
  return { ...state, title };
}

async function outletsOf(
  statements: Statements,
  contacts: readonly DerivedContact[],
): Promise<Map<string, string[]>> {
  const reports = [...new Set(contacts.flatMap(({ state }) => state.reports))];
  const rows = await statements.$queryRaw<{ id: string; outlet: string }[]>`
    SELECT id, outlet_id AS outlet FROM report WHERE id = ANY(${reports}::uuid[])`;
  const outlets = new Map(rows.map(({ id, outlet }) => [id, outlet]));
  return new Map(
    contacts.map(({ id, state }) => [
      id,
      [...new Set(state.reports.flatMap((report) => outlets.get(report) ?? []))].sort(),
    ]),
  );
}
