import { allOf, isGiven, listOf } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { idOf } from "../identity/identity.ts";
import type { List } from "../paging/keyset.ts";
import { partyIdOf } from "../party/filter.ts";
import type { OutletKind } from "../report/filing.ts";
import { searchCondition } from "../search/lists.ts";

/** Which outlets: those for which all that is given holds. */
export interface OutletFilter {
  readonly kinds?: readonly OutletKind[] | null;
  /** Codes of states; any of them. */
  readonly countries?: readonly string[] | null;
  /** Slugs of offices; any of them. */
  readonly speaksFor?: readonly string[] | null;
  readonly text?: string | null;
}

/** Outlets by slug. */
export function outletList(filter: OutletFilter | null | undefined): List {
  const { kinds, countries, speaksFor, text } = filter ?? {};
  const all: Prisma.Sql[] = [];
  if (isGiven(kinds)) all.push(Prisma.sql`o.kind = ANY(${[...kinds]}::text[]::outlet_kind[])`);
  if (isGiven(countries)) {
    const ids = listOf(countries, ["filter", "countries"]).map(partyIdOf);
    all.push(Prisma.sql`o.country_id = ANY(${ids}::uuid[])`);
  }
  if (isGiven(speaksFor)) {
    const ids = listOf(speaksFor, ["filter", "speaksFor"]).map((slug) => idOf("office", slug));
    all.push(Prisma.sql`o.id IN (SELECT outlet_id FROM outlet_voice WHERE office_id = ANY(${ids}::uuid[]))`);
  }
  if (isGiven(text)) all.push(searchCondition(text, Prisma.sql`o.id`, ["OUTLET"]));
  return {
    id: Prisma.sql`o.id`,
    from: Prisma.sql`outlet o`,
    where: allOf(all),
    ordering: {
      name: "outlets by slug",
      columns: [{ sql: Prisma.sql`o.slug`, type: "text" }],
      descending: false,
    },
  };
}
