import type { Statements } from "../database/database.ts";
import { insertRows, replaceParts, updateRows } from "../database/rows.ts";
import { loadLiveClaims, loadSources, type ReportSource } from "../evidence/loaders.ts";
import { type Write, writeOf } from "../history/write.ts";
import { idOf } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import { UNDATED } from "../time/date.ts";
import { type AgreementState, deriveAgreement } from "./rules.ts";
import { lastTitles, storeVersions } from "./versions.ts";

/** Makes agreements that have no claims yet; `deriveAgreements` must follow in the same transaction. */
export async function createAgreements(
  statements: Statements,
  slugs: readonly string[],
  at: string,
): Promise<void> {
  await insertRows(
    statements,
    "agreement",
    slugs.map((slug) => ({
      id: idOf("agreement", slug),
      slug,
      title: slug,
      kind: "OTHER",
      sort_day: UNDATED,
      independent_outlets: 0,
      disputed: false,
      recorded_at: at,
      version: 0,
      shown: false,
    })),
  );
}

/**
 * Works out everything that follows from the live claims on these agreements, stores it, and with a write keeps what
 * changed as a version of it; of several, in their order, the last whose report says something of the agreement. To be
 * called in the transaction that changes the claims.
 */
export async function deriveAgreements(
  statements: Statements,
  slugs: readonly string[],
  write: Write | readonly Write[] | null,
): Promise<void> {
  if (slugs.length === 0) return;
  const writes = write === null ? [] : [write].flat();
  const slugsById = new Map(slugs.map((slug) => [idOf("agreement", slug), slug]));
  const claims = await loadLiveClaims(statements, "agreement", [...slugsById.keys()]);
  const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
  const sources = await loadSources(statements, [...reports]);
  const hidden = [...claims].flatMap(([id, { length }]) => (length === 0 ? [id] : []));
  const titles = await lastTitles(statements, hidden);
  const states = [...claims].map(([id, ofAgreement]) => ({
    id,
    shown: ofAgreement.length > 0,
    write: writeOf(writes, ofAgreement),
    ...deriveAgreement(titles.get(id) ?? slugsById.get(id) ?? id, ofAgreement, sources),
  }));
  await updateRows(statements, "agreement", states.map(agreementRow));
  await storeParts(statements, states, sources);
  await storeVersions(statements, states);
  if (hidden.length > 0) {
    await statements.$executeRaw`
      DELETE FROM search_entry WHERE kind = 'AGREEMENT' AND id = ANY(${hidden}::uuid[])`;
  }
  await writeSearchEntries(
    statements,
    states
      .filter(({ shown }) => shown)
      .map(({ id, title, purpose }) => ({ kind: "AGREEMENT", id, title, body: purpose ?? "" })),
  );
}

/** An agreement as it is shown, or kept from being shown since no live claim is left. */
export type DerivedAgreement = AgreementState & {
  readonly id: string;
  readonly shown: boolean;
  /** Whose change it is. */
  readonly write: Write | null;
};

function agreementRow(state: DerivedAgreement) {
  return {
    id: state.id,
    shown: state.shown,
    title: state.title,
    kind: state.kind,
    establishes_id: state.establishes === null ? null : idOf("party", state.establishes),
    purpose: state.purpose,
    sort_day: dateColumns(state.date).sortDay,
    independent_outlets: state.independentOutlets,
    disputed: state.disputed,
  };
}

/** Acts and who did them, parties, reports. */
async function storeParts(
  statements: Statements,
  derived: readonly DerivedAgreement[],
  sources: ReadonlyMap<string, ReportSource>,
): Promise<void> {
  const states = derived.filter(({ shown }) => shown);
  await replaceParts(
    statements,
    derived.map(({ id }) => id),
    [
      {
        table: "agreement_act",
        key: ["agreement_id", "kind"],
        rows: states.flatMap((state) => {
          const { edtf, earliest, latest } = dateColumns(state.date);
          return state.acts.map(({ kind }) => ({
            agreement_id: state.id,
            kind,
            date_edtf: edtf,
            date_earliest: earliest,
            date_latest: latest,
          }));
        }),
      },
      {
        table: "act_person",
        key: ["agreement_id", "kind", "position"],
        rows: states.flatMap((state) =>
          state.acts.flatMap(({ kind, by }) =>
            by
              .flatMap(({ person }) => (person === undefined ? [] : [person]))
              .map((person, position) => ({
                agreement_id: state.id,
                kind,
                position,
                person_id: idOf("person", person),
              })),
          ),
        ),
      },
      {
        table: "agreement_party",
        key: ["agreement_id", "party_id"],
        rows: states.flatMap((state) =>
          state.parties.map((key, position) => ({
            agreement_id: state.id,
            party_id: idOf("party", key),
            position,
            sort_day: dateColumns(state.date).sortDay,
          })),
        ),
      },
      {
        table: "agreement_report",
        key: ["agreement_id", "report_id"],
        rows: states.flatMap((state) =>
          state.reports.map((report) => ({
            agreement_id: state.id,
            report_id: report,
            sort_day: sources.get(report)?.sortDay ?? 0,
          })),
        ),
      },
      // One after another: who acts refers to the act, and a report is logged with the parties.
    ].map((part) => [part]),
  );
}
