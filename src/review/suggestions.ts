import { setImmediate as nextTurn } from "node:timers/promises";
import type { Statements } from "../database/database.ts";
import { idOf } from "../identity/identity.ts";
import type { Leader, Lexicon, Tenure } from "./names.ts";
import { type Suggestion, suggestClaims } from "./rules.ts";

/** A suggestion for a report that waits, or waited, for an editor. */
export interface SuggestedClaim extends Suggestion {
  /** The same for the same suggestion, as long as the rules and the report are. */
  readonly id: string;
  readonly isAccepted: boolean;
}

/** A report that waits, or waited, with what is suggested for it. */
export interface Reviewed {
  readonly reportId: string;
  readonly outlet: string;
  readonly title: string;
  readonly isRetracted: boolean;
  /** What refs of accepted suggestions turned out to be: contacts' ids and agreements' slugs. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly suggestions: readonly SuggestedClaim[];
}

interface Row {
  report: string;
  outlet: string;
  title: string;
  text: string | null;
  published: string | null;
  isRetracted: boolean;
  accepted: string[];
  subjects: Record<string, string>;
  voices: Tenure[];
}

/** What is suggested for these reports by what the record knows now; nothing of those that came with claims. */
export async function loadSuggestions(
  statements: Statements,
  reportIds: readonly string[],
): Promise<Reviewed[]> {
  const rows = await statements.$queryRaw<Row[]>`
    SELECT q.report_id AS report, o.slug AS outlet, r.title, q.text, r.retracted_at IS NOT NULL AS "isRetracted",
           CASE WHEN r.published_earliest = r.published_latest THEN r.published_earliest::text END AS published,
           q.accepted, q.subjects,
           coalesce((SELECT jsonb_agg(jsonb_build_object('office', f.slug, 'title', f.title, 'party', p.key) ORDER BY f.slug)
             FROM outlet_voice v JOIN office f ON f.id = v.office_id JOIN party p ON p.id = f.party_id
             WHERE v.outlet_id = o.id), '[]') AS voices
    FROM review q JOIN report r ON r.id = q.report_id JOIN outlet o ON o.id = r.outlet_id
    WHERE q.report_id = ANY(${[...reportIds]}::uuid[])`;
  const lexicon = rows.length === 0 ? { leaders: [] } : await loadLexicon(statements);
  const reviewed: Reviewed[] = [];
  for (const { report, outlet, title, text, published, isRetracted, accepted, subjects, voices } of rows) {
    const found = suggestClaims({ title, text: text ?? "", published, voices }, lexicon);
    const suggestions = found.map((suggestion) => {
      const { subject, field, value } = suggestion;
      const id = idOf("claim", `${report} suggested ${JSON.stringify([subject, field, value])}`);
      return { ...suggestion, id, isAccepted: accepted.includes(id) };
    });
    reviewed.push({ reportId: report, outlet, title, isRetracted, subjects, suggestions });
    // A long text takes some 20 ms: others have their turn in between.
    await nextTurn();
  }
  return reviewed;
}

/** Everybody who holds or held an office, by all their names. */
async function loadLexicon(statements: Statements): Promise<Lexicon> {
  const leaders = await statements.$queryRaw<Leader[]>`
    SELECT p.slug AS person,
           array(SELECT p.name UNION SELECT n.name FROM person_name n WHERE n.person_id = p.id) AS names,
           jsonb_agg(jsonb_build_object('office', f.slug, 'title', f.title, 'party', y.key,
             'from', t.from_edtf, 'to', t.to_edtf) ORDER BY t.from_earliest DESC NULLS LAST, f.slug) AS tenures
    FROM person p JOIN tenure t ON t.person_id = p.id JOIN office f ON f.id = t.office_id
    JOIN party y ON y.id = f.party_id GROUP BY p.id ORDER BY p.slug`;
  return { leaders };
}
