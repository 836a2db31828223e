import type { Field, SubjectKind } from "../claim/notation.ts";
import type { Statements } from "../database/database.ts";
import type { Stance } from "../report/filing.ts";
import type { Source } from "./independence.ts";
import { type Evidence, evidenceOf, type LiveClaim } from "./rules.ts";

/** Live claims by the id of their contact or agreement, in the order in which they were recorded. */
export async function loadLiveClaims(
  statements: Statements,
  subject: SubjectKind,
  ids: readonly string[],
): Promise<Map<string, LiveClaim[]>> {
  const rows =
    subject === "contact"
      ? await statements.$queryRaw<ClaimRow[]>`
          SELECT contact_id AS subject, id, report_id, field::text, value, stance::text FROM claim
          WHERE contact_id = ANY(${ids}::uuid[]) AND retracted_at IS NULL
          ORDER BY recorded_at, report_id, position`
      : await statements.$queryRaw<ClaimRow[]>`
          SELECT agreement_id AS subject, id, report_id, field::text, value, stance::text FROM claim
          WHERE agreement_id = ANY(${ids}::uuid[]) AND retracted_at IS NULL
          ORDER BY recorded_at, report_id, position`;
  const claims = new Map<string, LiveClaim[]>(ids.map((id) => [id, []]));
  for (const { subject: id, report_id, ...claim } of rows) {
    claims.get(id)?.push({ ...claim, reportId: report_id });
  }
  return claims;
}

interface ClaimRow {
  subject: string;
  id: string;
  report_id: string;
  field: Field;
  value: string | null;
  stance: Stance;
}

/** The reports and all that they lead to by citations, in one statement. */
export async function loadSources(
  statements: Statements,
  reportIds: readonly string[],
): Promise<Map<string, Source>> {
  const rows = await statements.$queryRaw<
    { id: string; outlet: string; speaks_for: string[]; cites: string[] }[]
  >`
    WITH RECURSIVE led_to(id) AS (
      SELECT unnest(${reportIds}::uuid[])
      UNION
      SELECT c.cited_id FROM citation c JOIN led_to ON c.citing_id = led_to.id
    )
    SELECT r.id, r.outlet_id AS outlet,
           ARRAY(SELECT v.office_id FROM outlet_voice v WHERE v.outlet_id = r.outlet_id) AS speaks_for,
           ARRAY(SELECT c.cited_id FROM citation c WHERE c.citing_id = r.id) AS cites
    FROM led_to JOIN report r ON r.id = led_to.id`;
  return new Map(
    rows.map(({ id, outlet, speaks_for, cites }) => [id, { id, outlet, speaksFor: speaks_for, cites }]),
  );
}

/** The evidence of contacts or agreements by their ids, in two statements. */
export async function loadEvidence(
  statements: Statements,
  subject: SubjectKind,
  ids: readonly string[],
): Promise<Map<string, Evidence[]>> {
  const claims = await loadLiveClaims(statements, subject, ids);
  const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
  const sources = await loadSources(statements, [...reports]);
  return new Map([...claims].map(([id, ofSubject]) => [id, evidenceOf(subject, ofSubject, sources)]));
}
