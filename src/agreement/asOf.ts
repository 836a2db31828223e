import type { AgreementAct, Agreement as AgreementRow } from "../../prisma/client/client.ts";
import { Prisma, type Statements } from "../database/database.ts";
import type { AsOf } from "../history/asOf.ts";
import { isLiveAt, isValidAt } from "../history/conditions.ts";
import { idOf } from "../identity/identity.ts";
import type { List } from "../paging/keyset.ts";
import { reportList } from "../report/lists.ts";
import { dateColumns } from "../time/columns.ts";
import type { AgreementState, ContactLink } from "./rules.ts";

/** An agreement as it was known at a time. Its row is as the table had it then; what belongs to it is in the state. */
export interface AgreementAsOf extends AgreementRow, AsOf<VersionState> {}

/** What a version keeps of an agreement. */
export type VersionState = Omit<AgreementState, "reports">;

/** The agreement as it was known then, for any row that may be one. */
export function isAsOf(agreement: AgreementRow): agreement is AgreementAsOf {
  return "asOf" in agreement;
}

/** Agreements as they were known at a time, in one statement; without those that were not shown then. */
export async function loadAgreementsAsOf(
  statements: Statements,
  ids: readonly string[],
  at: string,
): Promise<AgreementAsOf[]> {
  const rows = await statements.$queryRaw<VersionRow[]>`
    SELECT a.id, a.slug, a.recorded_at AS "recordedAt", v.version, v.state
    FROM agreement_version v JOIN agreement a ON a.id = v.agreement_id
    WHERE v.agreement_id = ANY(${[...ids]}::uuid[]) AND v.shown AND ${isValidAt(at, "v")}`;
  return rows.map((row) => agreementOf(row, at));
}

interface VersionRow {
  id: string;
  slug: string;
  recordedAt: Date;
  version: number;
  state: VersionState;
}

function agreementOf({ id, slug, recordedAt, version, state }: VersionRow, at: string): AgreementAsOf {
  return {
    asOf: at,
    state,
    id,
    slug,
    title: state.title,
    kind: state.kind,
    establishesId: state.establishes === null ? null : idOf("party", state.establishes),
    purpose: state.purpose,
    sortDay: dateColumns(state.date).sortDay,
    independentOutlets: state.independentOutlets,
    disputed: state.disputed,
    recordedAt,
    version,
    shown: true,
  };
}

/** What was done to an agreement, now or at a time. */
export type Act = Pick<AgreementAct, "agreementId" | "kind" | "dateEdtf">;

/** An act as it was known at a time, with the ids of who did it. */
export interface ActAsOf extends Act {
  readonly asOf: string;
  readonly by: readonly string[];
}

/** The act as it was known then, for any that may be one. */
export function isActAsOf(act: Act): act is ActAsOf {
  return "asOf" in act;
}

/** Its acts then. */
export function actsOf({ id, asOf, state }: AgreementAsOf): ActAsOf[] {
  return state.acts.map(({ kind, by }) => ({
    asOf,
    agreementId: id,
    kind,
    dateEdtf: state.date,
    by: by.flatMap(({ person }) => (person === undefined ? [] : [idOf("person", person)])),
  }));
}

/** The contacts that a claim linked to agreements at a time, the earliest first, in one statement. */
export async function loadContactsAsOf(
  statements: Statements,
  ids: readonly string[],
  at: string,
): Promise<(ContactLink & { parent: string })[]> {
  return statements.$queryRaw`
    SELECT a.id AS parent, c.contact_id AS id, c.date_edtf AS date
    FROM contact_version c CROSS JOIN LATERAL jsonb_array_elements_text(c.state -> 'agreements') AS named(slug)
    JOIN agreement a ON a.slug = named.slug
    WHERE a.id = ANY(${[...ids]}::uuid[]) AND c.shown AND ${isValidAt(at)} ORDER BY c.sort_day, c.contact_id`;
}

/** The reports that had a live claim on an agreement (`parent.id`) at a time. */
export function reportsOfAgreementAsOf(at: string): List {
  return {
    ...reportList(null),
    where: Prisma.sql`r.id IN (SELECT claim.report_id FROM claim
      WHERE claim.agreement_id = parent.id AND claim.stance <> 'INFERRED' AND ${isLiveAt(at)})`,
  };
}
