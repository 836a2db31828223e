import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tags } from "../cache/tags.ts";
import { OF_CONTACT, UNNAMED } from "../changes/aspects.ts";
import type { Field, SubjectKind } from "../claim/notation.ts";
import { type Batch, type Kept, valueByKey } from "../database/batch.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { isLiveAt, isMerged } from "../history/conditions.ts";
import type { Stance } from "../report/filing.ts";
import type { Source } from "./independence.ts";
import { type Evidence, evidenceOf, type LiveClaim, MACHINE_READ } from "./rules.ts";

/**
 * The claims that were live at a time, now for null, by the id of their contact or agreement, in the order in which
 * they were recorded. The claims of contacts that were merged into another count as that one's.
 */
export async function loadLiveClaims(
  statements: Statements,
  subject: SubjectKind,
  ids: readonly string[],
  at: string | null = null,
): Promise<Map<string, LiveClaim[]>> {
  const rows =
    subject === "contact"
      ? await statements.$queryRaw<ClaimRow[]>`
          WITH RECURSIVE member(subject, id) AS (${selectMembers(Prisma.sql`unnest(${[...ids]}::uuid[])`, at)})
          SELECT member.subject, found.id, report_id, field::text, value, stance::text
          FROM member CROSS JOIN LATERAL (
            SELECT * FROM claim WHERE claim.contact_id = member.id AND ${isLiveAt(at)} OFFSET 0) AS found
          ORDER BY found.recorded_at, report_id, position`
      : await statements.$queryRaw<ClaimRow[]>`
          SELECT agreement_id AS subject, id, report_id, field::text, value, stance::text FROM claim
          WHERE agreement_id = ANY(${[...ids]}::uuid[]) AND ${isLiveAt(at)}
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

/** A report as a source, with its place in time. */
export interface ReportSource extends Source {
  readonly sortDay: number;
}

/** The reports and all that they lead to by citations, in one statement. */
export async function loadSources(
  statements: Statements,
  reportIds: readonly string[],
): Promise<Map<string, ReportSource>> {
  const rows = await statements.$queryRaw<ReportSource[]>`
    WITH RECURSIVE led_to(id) AS (${selectLedTo(Prisma.sql`SELECT unnest(${reportIds}::uuid[])`)})
    ${SELECT_SOURCES}`;
  return new Map(rows.map((source) => [source.id, source]));
}

/**
 * The ids of reports, and of all that they lead to by citations: the recursive `led_to(id)`. PostgreSQL takes a recursion
 * for a hundred times as many rows as it begins with, and an array whose length it does not know for ten: without
 * the array it would make room for millions, which takes longer than all the rest.
 */
export function selectLedTo(reports: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT unnest(ARRAY(${reports})) UNION SELECT c.cited_id FROM led_to
    CROSS JOIN LATERAL (SELECT cited_id FROM citation WHERE citing_id = led_to.id OFFSET 0) AS c`;
}

/**
 * Those of `led_to` as sources. PostgreSQL cannot tell how many a recursion finds, and takes them for so many that it
 * would read all reports: `OFFSET 0` makes it look each up.
 */
export const SELECT_SOURCES = Prisma.sql`
  SELECT r.id, r.outlet_id AS outlet, r.sort_day AS "sortDay",
         ARRAY(SELECT v.office_id FROM outlet_voice v WHERE v.outlet_id = r.outlet_id) AS "speaksFor",
         ARRAY(SELECT c.cited_id FROM citation c WHERE c.citing_id = r.id) AS cites,
         coalesce(starts_with(r.key, ${MACHINE_READ}), false) AS "isMachineRead"
  FROM led_to CROSS JOIN LATERAL (SELECT * FROM report WHERE report.id = led_to.id OFFSET 0) AS r`;

/**
 * Contacts, as what they are asked as, with those that were merged into them: the recursive `member(subject, id)`, with
 * an array for the same reason as in `selectLedTo`.
 */
export function selectMembers(ids: Prisma.Sql, at: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT id, id FROM unnest(ARRAY(SELECT id FROM ${ids} AS asked(id))) AS asked(id)
    UNION
    SELECT member.subject, found.from_id FROM member CROSS JOIN LATERAL (
      SELECT from_id FROM merge WHERE merge.into_id = member.id AND ${isMerged(at)} OFFSET 0) AS found`;
}

/** Loads the evidence of contacts or agreements by their ids, now or at a time, in two statements. */
export function evidenceLoader(
  statements: Statements,
  subject: SubjectKind,
  reads: Reads,
  at: string | null = null,
): Batch<EvidenceOf> {
  const kept: Kept<EvidenceOf> = {
    reads,
    name: `evidence of ${subject}`,
    on: ({ sources }, id) => [
      subject === "contact" ? tag("CONTACT", id, OF_CONTACT.claims) : tag("AGREEMENT", id, UNNAMED),
      ...tags("REPORT", idsOf(sources)),
      ...tags("OUTLET", new Set(sources.map(({ outlet }) => outlet)), UNNAMED),
    ],
  };
  return valueByKey(
    async (ids) => {
      const claims = await loadLiveClaims(statements, subject, ids, at);
      const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
      return evidenceOfEach(subject, claims, await loadSources(statements, [...reports]));
    },
    at === null ? kept : reads,
  );
}

/** The evidence of each subject, from its live claims in the order in which they were recorded. */
export function evidenceOfEach(
  subject: SubjectKind,
  claims: ReadonlyMap<string, readonly LiveClaim[]>,
  sources: ReadonlyMap<string, Source>,
): Map<string, EvidenceOf> {
  return new Map(
    [...claims].map(([id, ofSubject]) => [
      id,
      { evidence: evidenceOf(subject, ofSubject, sources), sources: sourcesOf(ofSubject, sources) },
    ]),
  );
}

export interface EvidenceOf {
  readonly evidence: readonly Evidence[];
  /** The reports that it rests on, and all that they lead to. */
  readonly sources: readonly Source[];
}

function sourcesOf(claims: readonly LiveClaim[], sources: ReadonlyMap<string, Source>): Source[] {
  const found = new Map<string, Source>();
  const open = claims.map(({ reportId }) => reportId);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const source = sources.get(id);
    if (source === undefined || found.has(id)) continue;
    found.set(id, source);
    open.push(...source.cites);
  }
  return [...found.values()];
}
