import { allOf } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import type { List, Ordering } from "../paging/keyset.ts";
import { type ContactFilter, contactCondition } from "./filter.ts";

export type ContactOrder = "DATE_DESC" | "DATE_ASC" | "RECORDED_DESC" | "REPORTS_DESC";

/** Contacts, all or those of a parent, filtered and ordered. */
export interface ContactList {
  readonly filter?: ContactFilter | null;
  readonly orderBy?: ContactOrder | null;
}

/** All contacts for which the condition holds too. */
export function contactList({ filter, orderBy }: ContactList, also: readonly Prisma.Sql[] = []): List {
  return {
    id: Prisma.sql`c.id`,
    from: Prisma.sql`contact c`,
    where: allOf([contactCondition(filter), ...also]),
    ordering: ORDERINGS[orderBy ?? "DATE_DESC"],
  };
}

/** The contacts that a party (`parent.id`) took part in. */
export function contactsOfParty(list: ContactList): List {
  return contactList(list, [
    Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = parent.id)`,
  ]);
}

/** The contacts that a person (`parent.id`) took part in; with `officeId`, in that office. */
export function contactsOfPerson(list: ContactList, officeId: string | null): List {
  const inOffice = officeId === null ? Prisma.empty : Prisma.sql`AND office_id = ${officeId}::uuid`;
  return contactList(list, [
    Prisma.sql`c.id IN (SELECT contact_id FROM participation WHERE person_id = parent.id ${inOffice})`,
  ]);
}

/** The contacts in which all of these parties took part. */
export function contactsBetween(partyIds: readonly string[], list: ContactList): List {
  return contactList(list, [haveParties(partyIds)]);
}

/** All of these parties took part in `c`. */
export function haveParties(partyIds: readonly string[]): Prisma.Sql {
  return allOf(
    partyIds.map(
      (id) => Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = ${id}::uuid)`,
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
