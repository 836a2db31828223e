import {
  allOf,
  anyOf,
  FilterBudget,
  type Interval,
  isGiven,
  listOf,
  within,
} from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { idOf } from "../identity/identity.ts";
import { type PartyFilter, partyCondition } from "../party/filter.ts";
import type { ContactKind } from "../report/filing.ts";

/** Which contacts: those for which all that is given holds. */
export interface ContactFilter {
  readonly kinds?: readonly ContactKind[] | null;
  readonly parties?: PartyFilter | null;
  /** Slugs; any of them. The same for topics and outlets. */
  readonly people?: readonly string[] | null;
  readonly topics?: readonly string[] | null;
  readonly outlets?: readonly string[] | null;
  readonly during?: Interval | null;
  readonly minIndependentOutlets?: number | null;
  readonly disputed?: boolean | null;
  readonly text?: string | null;
  readonly and?: readonly ContactFilter[] | null;
  readonly or?: readonly ContactFilter[] | null;
  readonly not?: ContactFilter | null;
}

/** How what belongs to a contact `c` is looked up: in the tables of today, or in a version. */
export interface ContactTable {
  /** `c` has one of these parties, people, topics, or outlets that report it. */
  hasAnyParty(ids: readonly string[]): Prisma.Sql;
  hasAnyPerson(ids: readonly string[]): Prisma.Sql;
  hasAnyTopic(ids: readonly string[]): Prisma.Sql;
  hasAnyOutlet(ids: readonly string[]): Prisma.Sql;
  /** `c` has all words of the text. */
  hasWords(text: string): Prisma.Sql;
}

/** The filter as a condition on the contact `c`. Throws InvalidInput, with the path in the filter. */
export function contactCondition(filter: ContactFilter | null | undefined, table: ContactTable): Prisma.Sql {
  return isGiven(filter) ? condition(filter, table, new FilterBudget(), 0, ["filter"]) : allOf([]);
}

function condition(
  filter: ContactFilter,
  table: ContactTable,
  budget: FilterBudget,
  depth: number,
  path: readonly (string | number)[],
): Prisma.Sql {
  budget.spend(depth, path);
  const nested = (name: "and" | "or") =>
    (filter[name] ?? []).map((part, index) =>
      condition(part, table, budget, depth + 1, [...path, name, index]),
    );
  const conditions: Prisma.Sql[] = [];
  const { kinds, parties, people, topics, outlets, during, minIndependentOutlets, disputed, text } = filter;
  if (isGiven(kinds)) conditions.push(Prisma.sql`c.kind = ANY(${[...kinds]}::text[]::contact_kind[])`);
  if (isGiven(parties)) {
    const ofContact = {
      hasAny: table.hasAnyParty,
      isExactly: (partySet: string) => Prisma.sql`c.party_set = ${partySet}::uuid`,
    };
    conditions.push(partyCondition(parties, ofContact, [...path, "parties"]));
  }
  const ids = (kind: "person" | "topic" | "outlet", slugs: readonly string[], name: string) =>
    listOf(slugs, [...path, name]).map((slug) => idOf(kind, slug));
  if (isGiven(people)) conditions.push(table.hasAnyPerson(ids("person", people, "people")));
  if (isGiven(topics)) conditions.push(table.hasAnyTopic(ids("topic", topics, "topics")));
  if (isGiven(outlets)) conditions.push(table.hasAnyOutlet(ids("outlet", outlets, "outlets")));
  if (isGiven(during)) conditions.push(within(during, DATE, [...path, "during"]));
  if (isGiven(minIndependentOutlets)) {
    conditions.push(Prisma.sql`c.independent_outlets >= ${minIndependentOutlets}`);
  }
  if (isGiven(disputed)) conditions.push(Prisma.sql`c.disputed = ${disputed}`);
  if (isGiven(text)) conditions.push(table.hasWords(text));
  conditions.push(...nested("and"));
  if (isGiven(filter.or)) conditions.push(anyOf(nested("or")));
  if (isGiven(filter.not)) {
    // "Not true" holds also where a condition is unknown, as for a bound that a date lacks.
    conditions.push(
      Prisma.sql`(${condition(filter.not, table, budget, depth + 1, [...path, "not"])}) IS NOT TRUE`,
    );
  }
  return allOf(conditions);
}

const DATE = {
  edtf: Prisma.sql`c.date_edtf`,
  earliest: Prisma.sql`c.date_earliest`,
  latest: Prisma.sql`c.date_latest`,
};
