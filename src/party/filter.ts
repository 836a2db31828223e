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

/** Throws InvalidInput for a list that is too long, with the path in the filter. */
export function checkParties(filter: PartyFilter, path: readonly (string | number)[]): void {
  for (const name of ["allOf", "anyOf", "noneOf", "exactly"] as const) {
    const keys = filter[name];
    if (isGiven(keys)) listOf(keys, [...path, name]);
  }
}

/** Does the filter hold for a thing with these parties? */
export function matchesParties(filter: PartyFilter, partyIds: readonly string[]): boolean {
  const has = (key: string) => partyIds.includes(partyIdOf(key));
  return (
    (!isGiven(filter.allOf) || filter.allOf.every(has)) &&
    (!isGiven(filter.anyOf) || filter.anyOf.some(has)) &&
    !(isGiven(filter.noneOf) && filter.noneOf.some(has)) &&
    (!isGiven(filter.exactly) ||
      (filter.exactly.length > 0 &&
        filter.exactly.every(has) &&
        partyIds.length === new Set(filter.exactly.map(partyIdOf)).size))
  );
}

/** Parties of which whatever the filter holds for has at least one; null where it asks for none. */
export function neededParties(filter: PartyFilter | null | undefined): readonly string[] | null {
  if (!isGiven(filter)) return null;
  const { allOf: all, anyOf: any, exactly } = filter;
  const keys = isGiven(exactly) ? exactly : isGiven(any) ? any : isGiven(all) ? all.slice(0, 1) : null;
  return keys === null || keys.length === 0 ? null : keys.map(partyIdOf);
}
