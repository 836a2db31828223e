import { allOf, FALSE, FOR_ITS_VALUES } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { isValidAt } from "../history/conditions.ts";
import type { List, Ordering } from "../paging/keyset.ts";
import { searchCondition } from "../search/lists.ts";
import { searchQuery } from "../search/words.ts";
import { contactListDependency, type Having } from "./dependency.ts";
import { type ContactFilter, type ContactTable, contactCondition } from "./filter.ts";

export type ContactOrder = "DATE_DESC" | "DATE_ASC" | "RECORDED_DESC" | "REPORTS_DESC";

/** Contacts, all or those of a parent, filtered and ordered. */
export interface ContactList {
  readonly filter?: ContactFilter | null;
  readonly orderBy?: ContactOrder | null;
}

/** All contacts for which the condition holds too, which means that they have what is given. */
export function contactList(
  list: ContactList,
  also: readonly Prisma.Sql[] = [],
  having: Having | null = {},
): List {
  const { filter, orderBy } = list;
  return {
    dependency: having === null ? undefined : (stretch) => [contactListDependency(list, having, stretch)],
    id: Prisma.sql`c.id`,
    from: Prisma.sql`contact c`,
    where: allOf([Prisma.sql`c.shown`, contactCondition(filter, TODAY), ...also]),
    ordering: ORDERINGS[orderBy ?? "DATE_DESC"],
  };
}

/** The contacts as they were known at a time, filtered and ordered by what they were then. */
export function contactListAsOf({ filter, orderBy }: ContactList, at: string): List {
  const ordering = ORDERINGS[orderBy ?? "DATE_DESC"];
  return {
    id: Prisma.sql`c.contact_id`,
    from: Prisma.sql`contact_version c`,
    where: allOf([Prisma.sql`c.shown`, isValidAt(at), contactCondition(filter, VERSIONS)]),
    ordering: {
      ...ordering,
      columns: ordering.columns.map((column) =>
        column.type === "uuid" ? { ...column, sql: Prisma.sql`c.contact_id` } : column,
      ),
    },
  };
}

export const TODAY: ContactTable = {
  hasAnyParty: (ids) =>
    Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = ANY(${[...ids]}::uuid[]))`,
  hasAnyPerson: (ids) =>
    Prisma.sql`c.id IN (SELECT contact_id FROM participation WHERE person_id = ANY(${[...ids]}::uuid[]))`,
  hasAnyTopic: (ids) =>
    Prisma.sql`c.id IN (SELECT contact_id FROM contact_topic WHERE topic_id = ANY(${[...ids]}::uuid[]))`,
  hasAnyOutlet: (ids) => Prisma.sql`c.id IN (SELECT l.contact_id FROM contact_report l
    JOIN report r ON r.id = l.report_id WHERE r.outlet_id = ANY(${[...ids]}::uuid[]))`,
  hasWords: (text) => searchCondition(text, Prisma.sql`c.id`, ["CONTACT"]),
};

export const VERSIONS: ContactTable = {
  hasAnyParty: (ids) => Prisma.sql`c.party_ids && ${[...ids]}::uuid[]`,
  hasAnyPerson: (ids) => Prisma.sql`c.person_ids && ${[...ids]}::uuid[]`,
  hasAnyTopic: (ids) => Prisma.sql`c.topic_ids && ${[...ids]}::uuid[]`,
  hasAnyOutlet: (ids) => Prisma.sql`c.outlet_ids && ${[...ids]}::uuid[]`,
  hasWords: (text) => {
    const query = searchQuery(text);
    return query === null
      ? FALSE
      : Prisma.sql`search_vector(c.search_title, c.search_body) @@ to_tsquery('pg_catalog.simple', ${query})`;
  },
};

/** The contacts that a party (`parent.id`) took part in. */
export function contactsOfParty(list: ContactList): List {
  return contactList(
    list,
    [Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = parent.id)`],
    null,
  );
}

/** The contacts that a person (`parent.id`) took part in; with `officeId`, in that office. */
export function contactsOfPerson(list: ContactList, officeId: string | null): List {
  const inOffice = officeId === null ? Prisma.empty : Prisma.sql`AND office_id = ${officeId}::uuid`;
  return contactList(
    list,
    [Prisma.sql`c.id IN (SELECT contact_id FROM participation WHERE person_id = parent.id ${inOffice})`],
    null,
  );
}

/** The contacts in which all of these parties took part. */
export function contactsBetween(partyIds: readonly string[], list: ContactList): List {
  return contactList(list, [haveParties(partyIds)], { parties: partyIds });
}

/** All of these parties took part in `c`; some have a thousand times as many contacts as others. */
export function haveParties(partyIds: readonly string[]): Prisma.Sql {
  return allOf(
    partyIds.map(
      (id) =>
        Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = ${id}::uuid ${FOR_ITS_VALUES})`,
    ),
  );
}

const BY_DATE = [
  { sql: Prisma.sql`c.sort_day`, type: "int" },
  { sql: Prisma.sql`c.id`, type: "uuid" },
] as const;

/** Undated contacts come before all others in time: last in DATE_DESC, first in DATE_ASC. */
const ORDERINGS: Record<ContactOrder, Ordering> = {
  DATE_DESC: { name: "contacts by date, descending", columns: BY_DATE, descending: true },
  DATE_ASC: { name: "contacts by date, ascending", columns: BY_DATE, descending: false },
  RECORDED_DESC: {
    name: "contacts by recording, descending",
    columns: [
      { sql: Prisma.sql`c.recorded_at`, type: "timestamptz" },
      { sql: Prisma.sql`c.id`, type: "uuid" },
    ],
    descending: true,
  },
  REPORTS_DESC: {
    name: "contacts by reports, descending",
    columns: [
      { sql: Prisma.sql`c.report_count`, type: "int" },
      { sql: Prisma.sql`c.id`, type: "uuid" },
    ],
    descending: true,
  },
};
