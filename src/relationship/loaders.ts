import { z } from "zod";
import { agreementsDependency, agreementsHaveParties } from "../agreement/lists.ts";
import type { ListDependency } from "../cache/evictions.ts";
import type { Reads } from "../cache/reads.ts";
import { OF_CONTACT, ROW } from "../changes/aspects.ts";
import { contactListDependency, contactsDependency } from "../contact/dependency.ts";
import { haveParties } from "../contact/lists.ts";
import { allOf, type Interval, within } from "../database/conditions.ts";
import { Prisma, type Statements } from "../database/database.ts";
import type { List } from "../paging/keyset.ts";
import type { PageLoader } from "../paging/loader.ts";
import { UNDATED } from "../time/date.ts";
import type { Period } from "../time/period.ts";
import { type Counts, fillPeriods, type TimelinePoint } from "./rules.ts";

/** What relationships load, each once in a request. */
export function relationshipLoaders(statements: Statements, pages: PageLoader, reads: Reads) {
  return {
    lastContactOn: (partyIds: readonly string[], day: number) =>
      pages.once<Last | null>(`last contact ${day} ${partyIds}`, {
        fetch: () => lastContactOn(statements, partyIds, day),
        on: (last) => {
          const stretch = {
            after: null,
            last: last === null ? null : [String(last.sortDay), last.id],
            more: null,
          };
          return [contactListDependency({}, { parties: partyIds }, stretch)];
        },
      }),
    outletShares: (partyIds: readonly string[], first: number) =>
      pages.once<OutletShare[]>(`outlet shares ${first} ${partyIds}`, {
        fetch: () => outletSharesBetween(statements, partyIds, first),
        on: () => [
          contactsDependency(null, { parties: partyIds }, OF_CONTACT.reports),
          reportsDependency(partyIds),
        ],
      }),
    timeline: (partyIds: readonly string[], by: Period, during: Interval) =>
      pages.once<TimelinePoint[]>(`timeline ${by} ${JSON.stringify(during)} ${partyIds}`, {
        fetch: () => timeline(statements, partyIds, by, during),
        on: () => timelineDependencies(partyIds, by, during, () => true),
        noted: () =>
          timelineDependencies(partyIds, by, during, (...counts) =>
            reads.asks(...counts.map((count) => `TimelinePoint.${count}`)),
          ),
      }),
  };
}

interface Last {
  readonly id: string;
  readonly sortDay: number;
}

/** The id of the latest dated contact of these parties that began on or before the day; null where there is none. */
async function lastContactOn(
  statements: Statements,
  partyIds: readonly string[],
  day: number,
): Promise<Last | null> {
  const [party, ...others] = partyIds;
  if (party === undefined) return null;
  // From the latest of the first party's back to one that the others have too.
  const isTheirs = others.map(
    (id) =>
      Prisma.sql`EXISTS (SELECT FROM contact_party o WHERE o.contact_id = l.contact_id AND o.party_id = ${id}::uuid)`,
  );
  const [row] = await statements.$queryRaw<Last[]>`
    SELECT l.contact_id AS id, l.sort_day AS "sortDay" FROM contact_party l
    WHERE l.party_id = ${party}::uuid AND l.sort_day > ${UNDATED} AND l.sort_day <= ${day} AND ${allOf(isTheirs)}
    ORDER BY l.sort_day DESC, l.contact_id DESC LIMIT 1`;
  return row ?? null;
}

/**
 * What happened between these parties by period, every period from the first to the last, empty ones too. A fuzzy
 * date counts in the period of its first possible day; what is not dated does not count.
 */
async function timeline(
  statements: Statements,
  partyIds: readonly string[],
  by: Period,
  interval: Interval,
): Promise<TimelinePoint[]> {
  const unit = by.toLowerCase();
  const start = (sortDay: Prisma.Sql) =>
    Prisma.sql`date_trunc(${unit}, (DATE '1970-01-01' + ${sortDay})::timestamp)`;
  const ofContact = {
    edtf: sql("c.date_edtf"),
    earliest: sql("c.date_earliest"),
    latest: sql("c.date_latest"),
  };
  const ofAct = { edtf: sql("t.date_edtf"), earliest: sql("t.date_earliest"), latest: sql("t.date_latest") };
  const rows = await statements.$queryRaw<({ start: string } & Counts)[]>`
    WITH contacts AS (
      SELECT c.id, c.kind, ${start(sql("c.sort_day"))} AS start FROM contact c
      WHERE ${haveParties(partyIds)} AND c.sort_day > ${UNDATED}
        AND ${within(interval, ofContact, ["during"])}
    ), counted AS (
      SELECT start, count(*) AS contacts, count(*) FILTER (WHERE kind = 'CALL') AS calls,
             count(*) FILTER (WHERE kind = 'SUMMIT') AS summits, count(*) FILTER (WHERE kind = 'VISIT') AS visits,
             0 AS agreements, 0 AS reports
      FROM contacts GROUP BY start
      UNION ALL
      SELECT ${start(sql("a.sort_day"))}, 0, 0, 0, 0, count(*), 0 FROM agreement a
      WHERE ${agreementsHaveParties(partyIds)} AND a.sort_day > ${UNDATED}
        AND EXISTS (SELECT FROM agreement_act t WHERE t.agreement_id = a.id AND ${within(interval, ofAct, ["during"])})
      GROUP BY 1
      UNION ALL
      SELECT c.start, 0, 0, 0, 0, 0, count(DISTINCT l.report_id)
      FROM contacts c JOIN contact_report l ON l.contact_id = c.id GROUP BY c.start
    )
    SELECT to_char(counted.start, 'YYYY-MM-DD') AS start, sum(contacts)::int AS contacts, sum(calls)::int AS calls, sum(summits)::int AS summits,
           sum(visits)::int AS visits, sum(agreements)::int AS agreements, sum(reports)::int AS reports
    FROM counted GROUP BY counted.start ORDER BY counted.start`;
  return fillPeriods(rows, by, interval);
}

/** Outlets that report on contacts of these parties, most reports first; the list's rows are ids of outlets. */
export function outletsBetween(partyIds: readonly string[]): List {
  return {
    id: sql("o.outlet_id"),
    from: Prisma.sql`(SELECT r.outlet_id, count(DISTINCT r.id)::int AS reports
      FROM contact c JOIN contact_report l ON l.contact_id = c.id JOIN report r ON r.id = l.report_id
      WHERE ${haveParties(partyIds)} GROUP BY r.outlet_id) AS o`,
    where: sql("TRUE"),
    ordering: {
      name: "outlets by reports, descending",
      columns: [
        { sql: sql("o.reports"), type: "int" },
        { sql: sql("o.outlet_id"), type: "uuid" },
      ],
      descending: true,
    },
  };
}

/** An outlet, how many reports it has on the contacts of a relationship, and their part of all reports (0 to 1). */
export interface OutletShare {
  readonly outletId: string;
  readonly reports: number;
  readonly share: number;
}

/** The outlets of `outletsBetween` with their shares, the first so many of them. */
async function outletSharesBetween(
  statements: Statements,
  partyIds: readonly string[],
  first: number,
): Promise<OutletShare[]> {
  const { from } = outletsBetween(partyIds);
  return await statements.$queryRaw<OutletShare[]>`
    SELECT o.outlet_id AS "outletId", o.reports, o.reports / sum(o.reports) OVER ()::float8 AS share
    FROM ${from} ORDER BY o.reports DESC, o.outlet_id DESC LIMIT ${first}`;
}

/** Reports on contacts of these parties, which may be said to be of another outlet. */
function reportsDependency(partyIds: readonly string[]): ListDependency {
  return {
    toJSON: () => ({ list: REPORTS, partyIds }),
    isChangedBy: ({ entity, parties }) => entity === "REPORT" && partyIds.every((id) => parties.includes(id)),
  };
}

const REPORTS = "reports";

/** Makes a dependency on reports again from what it says of itself as JSON. */
export const reportsDependencies = z
  .strictObject({ list: z.literal(REPORTS), partyIds: z.array(z.string()) })
  .transform(({ partyIds }) => reportsDependency(partyIds));

/** What a timeline is made of, of which these counts are asked for: its contacts, and the agreements. */
function timelineDependencies(
  partyIds: readonly string[],
  by: Period,
  during: Interval,
  asks: (...counts: (keyof Counts)[]) => boolean,
): ListDependency[] {
  const aspects =
    OF_CONTACT.date |
    (asks("calls", "summits", "visits") ? OF_CONTACT.kind : 0) |
    (asks("reports") ? OF_CONTACT.reports : 0);
  const contacts = contactsDependency({ during }, { parties: partyIds }, aspects, by);
  return asks("agreements") ? [contacts, agreementsDependency(partyIds, ROW)] : [contacts];
}

/** Text of this file, never input. */
function sql(text: string): Prisma.Sql {
  return Prisma.raw(text);
}
