import type { Statements } from "../database/database.ts";
import { UNDATED } from "../time/date.ts";

/** A contact as a row of a table: several values of a cell are joined by "; ". */
export interface ContactRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** EDTF. */
  readonly date: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  /** ISO 8601, with "~" where it is approximate. */
  readonly duration: string | null;
  readonly place: string | null;
  readonly event: string | null;
  /** Keys. */
  readonly parties: string | null;
  /** Slugs, as for topics and agreements. */
  readonly people: string | null;
  readonly topics: string | null;
  readonly agreements: string | null;
  readonly independentOutlets: number;
  readonly reports: number;
  readonly disputed: boolean;
}

/** Where a contact stands in the order of the table. */
export interface ContactPlace {
  readonly sortDay: number;
  readonly id: string;
}

export const TABLE_START: ContactPlace = { sortDay: UNDATED, id: "00000000-0000-0000-0000-000000000000" };

/** The contacts shown now, the earliest first, a page at a time; `next` is null after the last. */
export async function contactTable(
  statements: Statements,
  after: ContactPlace,
): Promise<{ rows: ContactRow[]; next: ContactPlace | null }> {
  const rows = await statements.$queryRaw<(ContactRow & { sortDay: number })[]>`
    SELECT c.id, c.sort_day AS "sortDay", c.kind::text, c.title, c.date_edtf AS date,
           to_char(c.date_earliest, 'YYYY-MM-DD') AS earliest, to_char(c.date_latest, 'YYYY-MM-DD') AS latest,
           c.duration_iso8601 || CASE WHEN c.duration_approximate THEN '~' ELSE '' END AS duration,
           c.place, c.event,
           (SELECT string_agg(p.key, '; ' ORDER BY l.position) FROM contact_party l
            JOIN party p ON p.id = l.party_id WHERE l.contact_id = c.id) AS parties,
           (SELECT string_agg(p.slug, '; ' ORDER BY l.position) FROM participation l
            JOIN person p ON p.id = l.person_id WHERE l.contact_id = c.id) AS people,
           (SELECT string_agg(t.slug, '; ' ORDER BY l.position) FROM contact_topic l
            JOIN topic t ON t.id = l.topic_id WHERE l.contact_id = c.id) AS topics,
           (SELECT string_agg(a.slug, '; ' ORDER BY l.position) FROM contact_agreement l
            JOIN agreement a ON a.id = l.agreement_id WHERE l.contact_id = c.id) AS agreements,
           c.independent_outlets AS "independentOutlets", c.report_count AS reports, c.disputed
    FROM contact c
    WHERE c.shown AND (c.sort_day, c.id) > (${after.sortDay}, ${after.id}::uuid)
    ORDER BY c.sort_day, c.id LIMIT ${PAGE}`;
  const last = rows.length < PAGE ? undefined : rows.at(-1);
  return {
    rows: rows.map(({ sortDay: _, ...row }) => row),
    next: last === undefined ? null : { sortDay: last.sortDay, id: last.id },
  };
}

const PAGE = 1000;
