import type { Statements } from "../database/database.ts";
import { insertRows, updateRows } from "../database/rows.ts";
import { isSameJson } from "../history/equal.ts";
import { closeVersions } from "../history/write.ts";
import type { VersionState } from "./asOf.ts";
import type { DerivedAgreement } from "./write.ts";

/** Keeps what each agreement is shown as from its write on, where that is another than before. */
export async function storeVersions(
  statements: Statements,
  agreements: readonly DerivedAgreement[],
): Promise<void> {
  const written = agreements.flatMap((agreement) =>
    agreement.write === null ? [] : [{ ...agreement, write: agreement.write }],
  );
  const ids = written.map(({ id }) => id);
  const last = await statements.$queryRaw<{ id: string; version: number; shown: boolean; state: unknown }[]>`
    SELECT agreement_id AS id, version, shown, state FROM agreement_version
    WHERE agreement_id = ANY(${ids}::uuid[]) AND valid_to IS NULL`;
  const lastById = new Map(last.map((version) => [version.id, version]));
  const changed = written
    .map((agreement) => ({ agreement, before: lastById.get(agreement.id), state: versionState(agreement) }))
    .filter(
      ({ agreement, before, state }) =>
        before === undefined || before.shown !== agreement.shown || !isSameJson(before.state, state),
    );
  await closeVersions(
    statements,
    "agreement",
    changed.map(({ agreement }) => agreement),
  );
  const recorded = await statements.$queryRaw<{ id: string; recordedAt: string }[]>`
    SELECT id, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt"
    FROM agreement WHERE id = ANY(${changed.map(({ agreement }) => agreement.id)}::uuid[])`;
  const recordedAt = new Map(recorded.map((row) => [row.id, row.recordedAt]));
  await insertRows(
    statements,
    "agreement_version",
    changed.map(({ agreement: { id, shown, write }, before, state }) => ({
      agreement_id: id,
      version: (before?.version ?? 0) + 1,
      write_id: write.id,
      valid_from: before === undefined ? (recordedAt.get(id) ?? write.at) : write.at,
      valid_to: null,
      shown,
      state,
    })),
  );
  await updateRows(
    statements,
    "agreement",
    changed.map(({ agreement, before }) => ({ id: agreement.id, version: (before?.version ?? 0) + 1 })),
  );
}

/** What a version keeps: the state, without the list of reports, which the claims tell. */
function versionState({
  id: _,
  shown: __,
  write: ___,
  reports: ____,
  ...state
}: DerivedAgreement): VersionState {
  return state;
}

/**
 * What these agreements, of which no claim counts any more, were called last: claims that were retracted before still
 * name them, and the slug says less. None for one that never had a title but its slug.
 */
export async function lastTitles(
  statements: Statements,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await statements.$queryRaw<{ id: string; title: string }[]>`
    SELECT DISTINCT ON (a.id) a.id, v.state ->> 'title' AS title
    FROM agreement_version v JOIN agreement a ON a.id = v.agreement_id
    WHERE a.id = ANY(${[...ids]}::uuid[]) AND v.shown AND v.state ->> 'title' <> a.slug
    ORDER BY a.id, v.version DESC`;
  return new Map(rows.map(({ id, title }) => [id, title]));
}
