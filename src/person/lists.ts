import { allOf, isGiven, listOf } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { idOf } from "../identity/identity.ts";
import type { List } from "../paging/keyset.ts";
import { partyIdOf } from "../party/filter.ts";
import { searchCondition } from "../search/lists.ts";

/** Which people: those for whom all that is given holds. */
export interface PersonFilter {
  /** Slugs of offices that they hold or held; any of them. */
  readonly offices?: readonly string[] | null;
  /** Keys of parties for which they hold or held an office, or took part in a contact; any of them. */
  readonly parties?: readonly string[] | null;
  readonly text?: string | null;
}

/** People by slug. */
export function personList(filter: PersonFilter | null | undefined): List {
  const { offices, parties, text } = filter ?? {};
  const all: Prisma.Sql[] = [];
  if (isGiven(offices)) {
    const ids = listOf(offices, ["filter", "offices"]).map((slug) => idOf("office", slug));
    all.push(Prisma.sql`p.id IN (SELECT person_id FROM tenure WHERE office_id = ANY(${ids}::uuid[]))`);
  }
  if (isGiven(parties)) {
    const ids = listOf(parties, ["filter", "parties"]).map(partyIdOf);
    all.push(Prisma.sql`(p.id IN (SELECT t.person_id FROM tenure t JOIN office o ON o.id = t.office_id
        WHERE o.party_id = ANY(${ids}::uuid[]))
      OR p.id IN (SELECT person_id FROM participation WHERE party_id = ANY(${ids}::uuid[])))`);
  }
  if (isGiven(text)) all.push(searchCondition(text, Prisma.sql`p.id`, ["PERSON"]));
  return {
    id: Prisma.sql`p.id`,
    from: Prisma.sql`person p`,
    where: allOf(all),
    ordering: {
      name: "people by slug",
      columns: [{ sql: Prisma.sql`p.slug`, type: "text" }],
      descending: false,
    },
  };
}
