import type { Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { isSameJson } from "../history/equal.ts";
import { closeVersions, type Write } from "../history/write.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { fold } from "../search/words.ts";
import { dateColumns } from "../time/columns.ts";
import type { DerivedContact } from "./write.ts";

/** What a contact is shown as from its write on, where that is another than before. */
export interface ChangedVersion {
  readonly contact: DerivedContact & { readonly write: Write };
  readonly version: number;
  readonly before: LastVersion | undefined;
  readonly state: object;
}

/** Those of the contacts, with a write, that are shown otherwise than before. */
export async function changedVersions(
  statements: Statements,
  contacts: readonly DerivedContact[],
): Promise<ChangedVersion[]> {
  const written = contacts.flatMap((contact) =>
    contact.write === null ? [] : [{ ...contact, write: contact.write }],
  );
  const lastById = await lastVersions(
    statements,
    written.filter(({ stored }) => stored.wasDerived).map(({ id }) => id),
  );
  return written
    .map((contact) => ({
      contact,
      before: lastById.get(contact.id),
      version: (lastById.get(contact.id)?.version ?? 0) + 1,
      state: versionState(contact),
    }))
    .filter(
      ({ contact, before, state }) =>
        before === undefined ||
        before.shown !== contact.shown ||
        before.reportCount !== contact.state.reports.length ||
        !isSameJson(before.outlets, contact.outlets) ||
        !isSameJson(before.state, state),
    );
}

/** Keeps them, so that it can be told what was known at a time, and what a write changed. */
export async function storeVersions(
  statements: Statements,
  changed: readonly ChangedVersion[],
): Promise<void> {
  await closeVersions(
    statements,
    "contact",
    changed.flatMap(({ contact, before }) => (before === undefined ? [] : [contact])),
  );
  await insertRows(
    statements,
    "contact_version",
    changed.map(({ contact, before, version, state }) => {
      const { id, shown, title, words, outlets, stored, state: current, write } = contact;
      const { edtf, earliest, latest, sortDay } = dateColumns(current.date);
      return {
        contact_id: id,
        version,
        write_id: write.id,
        // What was recorded before versions were kept was shown from then on.
        valid_from: before === undefined ? stored.recordedAt : write.at,
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
        recorded_at: stored.recordedAt,
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
}

async function lastVersions(
  statements: Statements,
  ids: readonly string[],
): Promise<Map<string, LastVersion>> {
  if (ids.length === 0) return new Map();
  const rows = await statements.$queryRaw<LastVersion[]>`
    SELECT contact_id AS id, version, shown, state, report_count AS "reportCount", outlet_ids AS outlets
    FROM contact_version WHERE contact_id = ANY(${[...ids]}::uuid[]) AND valid_to IS NULL`;
  return new Map(rows.map((version) => [version.id, version]));
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
