import { readParticipant } from "../claim/notation.ts";
import type { Statements } from "../database/database.ts";
import type { FilingInput } from "./filing.ts";
import {
  addAll,
  Described,
  type Descriptions,
  joined,
  loadDescriptions,
  type MentionLists,
  mentionsOf,
  NO_MENTIONS,
  ownDescriptions,
  unmentioned,
  withoutNulls,
} from "./mentions.ts";

/**
 * The record as it is now, as filings: every report that is not retracted, in the order in which they were recorded,
 * with its live claims. Filed into an empty database in this order they make the same record, and exporting that gives
 * the same bytes. What was retracted, and the history, are not in it; merged contacts are one.
 */
export async function* exportFilings(source: ExportSource): AsyncGenerator<FilingInput> {
  const described = new Described();
  let after: Place | null = START;
  while (after !== null) {
    const page: ExportPage = await source.page(after);
    const isFirst = after === START;
    const fresh: MentionLists[] = [];
    for (const filing of page.filings) {
      const mentioned = mentionsOf(filing);
      if (isFirst && fresh.length === 0) addAll(mentioned, await source.unmentioned());
      fresh.push(described.added(mentioned));
    }
    const descriptions = await source.describe(joined(fresh));
    for (const [index, filing] of page.filings.entries()) {
      const own = ownDescriptions(descriptions, fresh[index] ?? NO_MENTIONS);
      yield own === null ? filing : { ...filing, describes: own };
    }
    after = page.next;
  }
}

/** Where an export reads: a database, or one that another process has open. All of it is plain data. */
export interface ExportSource {
  page(after: Place): Promise<ExportPage>;
  /** Keys of what no report mentions, by kind. */
  unmentioned(): Promise<MentionLists>;
  describe(mentions: MentionLists): Promise<Descriptions>;
}

/** Filings without descriptions, and where the next page begins; null after the last. */
export interface ExportPage {
  readonly filings: readonly FilingInput[];
  readonly next: Place | null;
}

/** A report's place in the order of recording. */
export interface Place {
  readonly recordedAt: string;
  readonly id: string;
}

export function exportSource(statements: Statements): ExportSource {
  return {
    page: (after) => exportPage(statements, after),
    unmentioned: () => unmentioned(statements),
    describe: (mentions) => loadDescriptions(statements, mentions),
  };
}

interface ReportRow {
  id: string;
  key: string | null;
  recordedAt: string;
  title: string;
  kind: NonNullable<FilingInput["report"]["kind"]>;
  publishedOn: string | null;
  url: string | null;
  language: string | null;
  speaker: string | null;
  /** Of one that waits for its claims. */
  text: string | null;
  outlet: FilingInput["outlet"];
}

const PAGE = 500;

async function exportPage(statements: Statements, after: Place): Promise<ExportPage> {
  const rows = await statements.$queryRaw<ReportRow[]>`
    SELECT r.id, r.key, r.recorded_at::text AS "recordedAt", r.title, r.kind::text, r.published_edtf AS "publishedOn",
           r.url, r.language, p.slug AS speaker, q.text,
           jsonb_build_object('slug', o.slug, 'name', o.name, 'kind', o.kind, 'country', c.key, 'url', o.url,
             'speaksFor', (SELECT jsonb_agg(f.slug ORDER BY f.slug) FROM outlet_voice v
                           JOIN office f ON f.id = v.office_id WHERE v.outlet_id = o.id)) AS outlet
    FROM report r JOIN outlet o ON o.id = r.outlet_id
    LEFT JOIN party c ON c.id = o.country_id LEFT JOIN person p ON p.id = r.speaker_id
    LEFT JOIN review q ON q.report_id = r.id AND q.reviewed_at IS NULL
    WHERE (r.recorded_at, r.id) > (${after.recordedAt}::timestamptz, ${after.id}::uuid) AND r.retracted_at IS NULL
    ORDER BY r.recorded_at, r.id LIMIT ${PAGE}`;
  const last = rows.length < PAGE ? undefined : rows.at(-1);
  return {
    filings: await loadBatch(statements, rows),
    next: last === undefined ? null : { recordedAt: last.recordedAt, id: last.id },
  };
}

const START: Place = { recordedAt: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

async function loadBatch(statements: Statements, reports: readonly ReportRow[]): Promise<FilingInput[]> {
  const ids = reports.map(({ id }) => id);
  const claims = await statements.$queryRaw<ClaimRow[]>`
    SELECT c.report_id AS report, coalesce(t.merged_into_id, t.id) AS contact, a.slug AS agreement, c.field::text,
           c.value, c.stance::text, c.quote
    FROM claim c LEFT JOIN contact t ON t.id = c.contact_id LEFT JOIN agreement a ON a.id = c.agreement_id
    WHERE c.report_id = ANY(${ids}::uuid[]) AND c.retracted_at IS NULL ORDER BY c.report_id, c.position`;
  const citations = await statements.$queryRaw<{ citing: string; id: string; key: string | null }[]>`
    SELECT c.citing_id AS citing, r.id, r.key FROM citation c JOIN report r ON r.id = c.cited_id
    WHERE c.citing_id = ANY(${ids}::uuid[]) AND r.retracted_at IS NULL ORDER BY r.recorded_at, r.id`;
  const contactKeys = await loadContactKeys(statements, claims);
  const titles = await loadTitles(statements, claims);
  const claimsOf = Map.groupBy(claims, ({ report }) => report);
  const citationsOf = Map.groupBy(citations, ({ citing }) => citing);
  return reports.map(({ id, key, recordedAt: _, outlet, ...report }) => ({
    idempotencyKey: key ?? exportKey(id),
    outlet: withoutNulls(outlet),
    report: withoutNulls(report),
    cites: (citationsOf.get(id) ?? []).map((cited) => ({ key: cited.key ?? exportKey(cited.id) })),
    claims: claimsOfFiling(claimsOf.get(id) ?? [], contactKeys, titles),
  }));
}

interface ClaimRow {
  report: string;
  contact: string | null;
  agreement: string | null;
  field: FilingInput["claims"][number]["field"];
  value: string | null;
  stance: FilingInput["claims"][number]["stance"];
  quote: string | null;
}

/** A key for what was filed without one: the same in every export of it. */
function exportKey(id: string): string {
  return `readout:${id}`;
}

/** The keys of the contacts that claims are about or name, merged ones together; each has at least one. */
async function loadContactKeys(
  statements: Statements,
  claims: readonly ClaimRow[],
): Promise<Map<string, string[]>> {
  const ids = claims.flatMap(({ contact, field, value }) => [contact, field === "SEQUENCE" ? value : null]);
  const named = [...new Set(ids.filter((id) => id !== null))];
  const rows = await statements.$queryRaw<{ asked: string; id: string; keys: string[] | null }[]>`
    SELECT asked.id AS asked, shown.id,
           (SELECT array_agg(k.key ORDER BY k.key) FROM contact_key k JOIN contact m ON m.id = k.contact_id
            WHERE coalesce(m.merged_into_id, m.id) = shown.id) AS keys
    FROM unnest(${named}::uuid[]) AS asked(id) JOIN contact c ON c.id = asked.id
    JOIN contact shown ON shown.id = coalesce(c.merged_into_id, c.id)`;
  return new Map(rows.map(({ asked, id, keys }) => [asked, keys ?? [exportKey(id)]]));
}

async function loadTitles(statements: Statements, claims: readonly ClaimRow[]): Promise<Map<string, string>> {
  const slugs = [...new Set(claims.flatMap(({ agreement }) => agreement ?? []))];
  const rows = await statements.$queryRaw<{ slug: string; title: string }[]>`
    SELECT slug, title FROM agreement WHERE slug = ANY(${slugs})`;
  return new Map(rows.map(({ slug, title }) => [slug, title]));
}

function claimsOfFiling(
  claims: readonly ClaimRow[],
  contactKeys: ReadonlyMap<string, string[]>,
  titles: ReadonlyMap<string, string>,
): FilingInput["claims"] {
  const refs = new Map<string, string>();
  const subjectOf = ({ contact, agreement }: ClaimRow): FilingInput["claims"][number]["subject"] => {
    const id = contact ?? agreement ?? "";
    const ref = refs.get(id);
    if (ref !== undefined) return { ref };
    const made = String(refs.size + 1);
    refs.set(id, made);
    return contact !== null
      ? { newContact: { ref: made, keys: contactKeys.get(contact) ?? [exportKey(contact)] } }
      : {
          newAgreement: {
            ref: made,
            slug: agreement ?? "",
            title: titles.get(agreement ?? "") ?? agreement ?? "",
          },
        };
  };
  return claims.map((claim) => ({
    subject: subjectOf(claim),
    field: claim.field,
    ...(claim.value === null ? {} : { value: filedValue(claim, contactKeys) }),
    stance: claim.stance,
    ...(claim.quote === null ? {} : { quote: claim.quote }),
  }));
}

/** A stored value as it is filed. */
function filedValue({ field, value }: ClaimRow, contactKeys: ReadonlyMap<string, string[]>): unknown {
  const stored = value ?? "";
  switch (field) {
    case "OCCURRENCE":
      return true;
    case "PARTICIPANTS":
    case "SIGNATORIES":
    case "ENDORSERS":
      return readParticipant(stored);
    case "SEQUENCE":
      return contactKeys.get(stored)?.[0] ?? exportKey(stored);
    default:
      return stored;
  }
}
