import { tag } from "../cache/tags.ts";
import { OF_CONTACT } from "../changes/aspects.ts";
import { allOf, type Interval, isGiven, listOf, within } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { isLiveAt, isMerged } from "../history/conditions.ts";
import { idOf } from "../identity/identity.ts";
import type { List } from "../paging/keyset.ts";
import type { ListOfParent } from "../paging/loader.ts";
import { type PartyFilter, partyCondition } from "../party/filter.ts";
import { searchCondition } from "../search/lists.ts";
import type { ReportKind } from "./filing.ts";

/** Which reports: those for which all that is given holds. */
export interface ReportFilter {
  readonly kinds?: readonly ReportKind[] | null;
  /** Slugs; any of them. */
  readonly outlets?: readonly string[] | null;
  /** Parties of the contacts that it reports on; each condition holds over all of them together. */
  readonly parties?: PartyFilter | null;
  /** When it was published. */
  readonly during?: Interval | null;
  readonly text?: string | null;
}

/** Reports, the latest published first. */
export function reportList(filter: ReportFilter | null | undefined): List {
  const { kinds, outlets, parties, during, text } = filter ?? {};
  const all: Prisma.Sql[] = [];
  if (isGiven(kinds)) all.push(Prisma.sql`r.kind = ANY(${[...kinds]}::text[]::report_kind[])`);
  if (isGiven(outlets)) {
    const ids = listOf(outlets, ["filter", "outlets"]).map((slug) => idOf("outlet", slug));
    all.push(Prisma.sql`r.outlet_id = ANY(${ids}::uuid[])`);
  }
  if (isGiven(parties)) all.push(partyCondition(parties, PARTIES, ["filter", "parties"]));
  if (isGiven(during)) all.push(within(during, PUBLISHED, ["filter", "during"]));
  if (isGiven(text)) all.push(searchCondition(text, Prisma.sql`r.id`, ["REPORT"]));
  return {
    id: Prisma.sql`r.id`,
    from: Prisma.sql`report r`,
    where: allOf(all),
    ordering: byPublication(Prisma.sql`r.sort_day`, Prisma.sql`r.id`),
  };
}

/** The reports of an outlet (`parent.id`). */
export function reportsOfOutlet(): List {
  return { ...reportList(null), where: Prisma.sql`r.outlet_id = parent.id` };
}

/** The reports with a live claim on a contact (`parent.id`). */
export function reportsOfContact(): List {
  return {
    id: Prisma.sql`l.report_id`,
    from: Prisma.sql`contact_report l`,
    where: Prisma.sql`l.contact_id = parent.id`,
    ordering: byPublication(Prisma.sql`l.sort_day`, Prisma.sql`l.report_id`),
  };
}

/** The same, for pages of many contacts. */
export const REPORTS_OF_CONTACT: ListOfParent = {
  name: "reports of contact",
  list: reportsOfContact(),
  on: (id) => [tag("CONTACT", id, OF_CONTACT.reports)],
};

/** The reports that had a live claim on a contact (`parent.id`), or one merged into it, at a time. */
export function reportsOfContactAsOf(at: string): List {
  return {
    id: Prisma.sql`r.id`,
    from: Prisma.sql`report r`,
    where: Prisma.sql`r.id IN (
      WITH RECURSIVE member(id) AS (
        SELECT parent.id
        UNION
        SELECT merge.from_id FROM merge JOIN member ON merge.into_id = member.id
        WHERE ${isMerged(at)}
      )
      SELECT claim.report_id FROM member JOIN claim ON claim.contact_id = member.id
      WHERE claim.stance <> 'INFERRED' AND ${isLiveAt(at)})`,
    ordering: byPublication(Prisma.sql`r.sort_day`, Prisma.sql`r.id`),
  };
}

/** The reports with a live claim on an agreement (`parent.id`). */
export function reportsOfAgreement(): List {
  return {
    id: Prisma.sql`l.report_id`,
    from: Prisma.sql`agreement_report l`,
    where: Prisma.sql`l.agreement_id = parent.id`,
    ordering: byPublication(Prisma.sql`l.sort_day`, Prisma.sql`l.report_id`),
  };
}

function byPublication(sortDay: Prisma.Sql, id: Prisma.Sql): List["ordering"] {
  return {
    name: "reports by publication, descending",
    columns: [
      { sql: sortDay, type: "int" },
      { sql: id, type: "uuid" },
    ],
    descending: true,
  };
}

const PUBLISHED = {
  edtf: Prisma.sql`r.published_edtf`,
  earliest: Prisma.sql`r.published_earliest`,
  latest: Prisma.sql`r.published_latest`,
};

const PARTIES_OF_REPORT = Prisma.sql`SELECT p.party_id FROM contact_report l
  JOIN contact_party p ON p.contact_id = l.contact_id WHERE l.report_id = r.id`;
const PARTIES = {
  hasAny: (ids: readonly string[]) => Prisma.sql`r.id IN (SELECT l.report_id FROM contact_report l
    JOIN contact_party p ON p.contact_id = l.contact_id WHERE p.party_id = ANY(${[...ids]}::uuid[]))`,
  isExactly: (_: string, ids: readonly string[]) =>
    Prisma.sql`ARRAY(SELECT DISTINCT party_id FROM (${PARTIES_OF_REPORT}) AS parties ORDER BY party_id)
      = ARRAY(SELECT DISTINCT id FROM unnest(${[...ids]}::uuid[]) AS id ORDER BY id)`,
};
