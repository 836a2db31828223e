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
import { searchCondition } from "../search/lists.ts";

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

/** The filter as a condition on `contact AS c`. Throws InvalidInput, with the path in the filter. */
export function contactCondition(filter: ContactFilter | null | undefined): Prisma.Sql {
  return isGiven(filter) ? condition(filter, new FilterBudget(), 0, ["filter"]) : allOf([]);
}

function condition(
  filter: ContactFilter,
  budget: FilterBudget,
  depth: number,
  path: readonly (string | number)[],
): Prisma.Sql {
  budget.spend(depth, path);
  const nested = (name: "and" | "or") =>
    (filter[name] ?? []).map((part, index) => condition(part, budget, depth + 1, [...path, name, index]));
  const conditions: Prisma.Sql[] = [];
  const { kinds, parties, people, topics, outlets, during, minIndependentOutlets, disputed, text } = filter;
  if (isGiven(kinds)) conditions.push(Prisma.sql`c.kind = ANY(${[...kinds]}::text[]::contact_kind[])`);
  if (isGiven(parties)) conditions.push(partyCondition(parties, PARTIES, [...path, "parties"]));
  if (isGiven(people)) {
    const ids = listOf(people, [...path, "people"]).map((slug) => idOf("person", slug));
    conditions.push(
      Prisma.sql`c.id IN (SELECT contact_id FROM participation WHERE person_id = ANY(${ids}::uuid[]))`,
    );
  }
  if (isGiven(topics)) {
    const ids = listOf(topics, [...path, "topics"]).map((slug) => idOf("topic", slug));
    conditions.push(
      Prisma.sql`c.id IN (SELECT contact_id FROM contact_topic WHERE topic_id = ANY(${ids}::uuid[]))`,
    );
  }
  if (isGiven(outlets)) {
    const ids = listOf(outlets, [...path, "outlets"]).map((slug) => idOf("outlet", slug));
    conditions.push(Prisma.sql`c.id IN (SELECT l.contact_id FROM contact_report l JOIN report r ON r.id = l.report_id
      WHERE r.outlet_id = ANY(${ids}::uuid[]))`);
  }
  if (isGiven(during)) conditions.push(within(during, DATE, [...path, "during"]));
  if (isGiven(minIndependentOutlets)) {
    conditions.push(Prisma.sql`c.independent_outlets >= ${minIndependentOutlets}`);
  }
  if (isGiven(disputed)) conditions.push(Prisma.sql`c.disputed = ${disputed}`);
  if (isGiven(text)) conditions.push(searchCondition(text, Prisma.sql`c.id`, ["CONTACT"]));
  conditions.push(...nested("and"));
  if (isGiven(filter.or)) conditions.push(anyOf(nested("or")));
  if (isGiven(filter.not)) {
    // "Not true" holds also where a condition is unknown, as for a bound that a date lacks.
    conditions.push(Prisma.sql`(${condition(filter.not, budget, depth + 1, [...path, "not"])}) IS NOT TRUE`);
  }
  return allOf(conditions);
}

const PARTIES = {
  hasAny: (ids: readonly string[]) =>
    Prisma.sql`c.id IN (SELECT contact_id FROM contact_party WHERE party_id = ANY(${[...ids]}::uuid[]))`,
  isExactly: (partySet: string) => Prisma.sql`c.party_set = ${partySet}::uuid`,
};

const DATE = {
  edtf: Prisma.sql`c.date_edtf`,
  earliest: Prisma.sql`c.date_earliest`,
  latest: Prisma.sql`c.date_latest`,
};
