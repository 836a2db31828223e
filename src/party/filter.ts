import { allOf, isGiven, listOf } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { idOf, partySetId } from "../identity/identity.ts";

/** Which parties; keys are ISO 3166 codes and organizations' slugs. */
export interface PartyFilter {
  readonly allOf?: readonly string[] | null;
  readonly anyOf?: readonly string[] | null;
  readonly noneOf?: readonly string[] | null;
  readonly exactly?: readonly string[] | null;
}

/** How a thing's parties are looked up. */
interface PartyTable {
  /** Is one of these parties (uuid[]) among the thing's? */
  hasAny(partyIds: readonly string[]): Prisma.Sql;
  /** Are the thing's parties those of the set, no more and no fewer? No id comes twice. */
  isExactly(partySet: string, partyIds: readonly string[]): Prisma.Sql;
}

export function partyCondition(
  filter: PartyFilter,
  table: PartyTable,
  path: readonly (string | number)[],
): Prisma.Sql {
  const ids = (list: readonly string[], name: string) => [
    ...new Set(listOf(list, [...path, name]).map(partyIdOf)),
  ];
  const conditions: Prisma.Sql[] = [];
  if (isGiven(filter.allOf)) {
    for (const id of ids(filter.allOf, "allOf")) conditions.push(table.hasAny([id]));
  }
  if (isGiven(filter.anyOf)) conditions.push(table.hasAny(ids(filter.anyOf, "anyOf")));
  if (isGiven(filter.noneOf)) conditions.push(Prisma.sql`NOT ${table.hasAny(ids(filter.noneOf, "noneOf"))}`);
  if (isGiven(filter.exactly)) {
    const partySet = partySetId(filter.exactly);
    conditions.push(
      partySet === null ? Prisma.sql`FALSE` : table.isExactly(partySet, ids(filter.exactly, "exactly")),
    );
  }
  return allOf(conditions);
}

export function partyIdOf(key: string): string {
  return idOf("party", key);
}
