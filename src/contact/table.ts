import { type Options, stringify } from "csv-stringify";
import { allOf } from "../database/conditions.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { isValidAt } from "../history/conditions.ts";
import { globalId } from "../identity/globalId.ts";
import { UNDATED } from "../time/date.ts";
import { type ContactFilter, contactCondition } from "./filter.ts";
import { TODAY, VERSIONS } from "./lists.ts";

/** A contact as a row of a table: several values of a cell are a list. */
export interface ContactRow {
  /** The global id. */
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
  readonly parties: readonly string[];
  /** Slugs, as for topics and agreements. */
  readonly people: readonly string[];
  readonly topics: readonly string[];
  readonly agreements: readonly string[];
  readonly independentOutlets: number;
  readonly reports: number;
  readonly disputed: boolean;
}

/** The columns of the table, in its order. */
export const COLUMNS = [
  "id",
  "kind",
  "title",
  "date",
  "earliest",
  "latest",
  "duration",
  "place",
  "event",
  "parties",
  "people",
  "topics",
  "agreements",
  "independentOutlets",
  "reports",
  "disputed",
] satisfies (keyof ContactRow)[];

/** Where a contact stands in the order of the table; the id is its UUID. */
export interface ContactPlace {
  readonly sortDay: number;
  readonly id: string;
}

export const TABLE_START: ContactPlace = { sortDay: UNDATED, id: "00000000-0000-0000-0000-000000000000" };

/** Which contacts, and as known when: RFC 3339, null for now. */
export interface TableOf {
  readonly filter?: ContactFilter | null;
  readonly asOf?: string | null;
}

/** The contacts, the earliest first, a page at a time; `next` is null after the last. */
export async function contactTable(
  statements: Statements,
  after: ContactPlace,
  { filter = null, asOf = null }: TableOf = {},
): Promise<{ rows: ContactRow[]; next: ContactPlace | null }> {
  const rows = await statements.$queryRaw<(ContactRow & { sortDay: number })[]>`
    ${asOf === null ? selectToday(filter) : selectAsOf(filter, asOf)}
      AND (sort_day, ${asOf === null ? Prisma.sql`c.id` : Prisma.sql`c.contact_id`}) > (${after.sortDay}, ${after.id}::uuid)
    ORDER BY sort_day, id LIMIT ${PAGE}`;
  const last = rows.length < PAGE ? undefined : rows.at(-1);
  return {
    rows: rows.map(({ sortDay: _, ...row }) => ({ ...row, id: globalId("Contact", row.id) })),
    next: last === undefined ? null : { sortDay: last.sortDay, id: last.id },
  };
}

function selectToday(filter: ContactFilter | null): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id, ${SHARED}, c.title,
           c.duration_iso8601 || CASE WHEN c.duration_approximate THEN '~' ELSE '' END AS duration,
           c.place, c.event,
           ARRAY(SELECT p.key FROM contact_party l
                 JOIN party p ON p.id = l.party_id WHERE l.contact_id = c.id ORDER BY l.position) AS parties,
           ARRAY(SELECT p.slug FROM participation l
                 JOIN person p ON p.id = l.person_id WHERE l.contact_id = c.id ORDER BY l.position) AS people,
           ARRAY(SELECT t.slug FROM contact_topic l
                 JOIN topic t ON t.id = l.topic_id WHERE l.contact_id = c.id ORDER BY l.position) AS topics,
           ARRAY(SELECT a.slug FROM contact_agreement l JOIN agreement a ON a.id = l.agreement_id
                 WHERE l.contact_id = c.id AND a.shown ORDER BY l.position) AS agreements
    FROM contact c
    WHERE c.shown AND ${contactCondition(filter, TODAY)}`;
}

function selectAsOf(filter: ContactFilter | null, asOf: string): Prisma.Sql {
  const members = (name: string) =>
    Prisma.sql`jsonb_array_elements(c.state -> ${name}::text) WITH ORDINALITY`;
  return Prisma.sql`
    SELECT c.contact_id AS id, ${SHARED}, c.state ->> 'title' AS title, c.state ->> 'duration' AS duration,
           c.state ->> 'place' AS place, c.state ->> 'event' AS event,
           ARRAY(SELECT m.value #>> '{}' FROM ${members("parties")} AS m(value, place) ORDER BY m.place) AS parties,
           ARRAY(SELECT m.value ->> 'person' FROM ${members("participants")} AS m(value, place)
                 WHERE m.value ? 'person' ORDER BY m.place) AS people,
           ARRAY(SELECT m.value #>> '{}' FROM ${members("topics")} AS m(value, place) ORDER BY m.place) AS topics,
           ARRAY(SELECT m.value #>> '{}' FROM ${members("agreements")} AS m(value, place)
                 WHERE EXISTS (SELECT FROM agreement a JOIN agreement_version v ON v.agreement_id = a.id
                               WHERE a.slug = m.value #>> '{}' AND v.shown AND ${isValidAt(asOf, "v")})
                 ORDER BY m.place) AS agreements
    FROM contact_version c
    WHERE ${allOf([Prisma.sql`c.shown`, isValidAt(asOf), contactCondition(filter, VERSIONS)])}`;
}

const SHARED = Prisma.sql`
  c.sort_day AS "sortDay", c.kind::text, c.date_edtf AS date,
  to_char(c.date_earliest, 'YYYY-MM-DD') AS earliest, to_char(c.date_latest, 'YYYY-MM-DD') AS latest,
  c.independent_outlets AS "independentOutlets", c.report_count AS reports, c.disputed`;

const PAGE = 1000;

/**
 * Makes comma-separated values (RFC 4180) of rows. What a spreadsheet would take for a formula, for it begins with "=",
 * "+", "-", "@" and their like, has a "'" before it (OWASP, "CSV Injection").
 */
export function tableCsv() {
  return stringify(CSV);
}

const CSV: Options = {
  header: true,
  columns: [...COLUMNS],
  escape_formulas: true,
  cast: {
    object: (value) => (Array.isArray(value) ? value.join("; ") : ""),
    boolean: String,
  },
};
