import { FALSE, FOR_ITS_VALUES } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import type { List } from "../paging/keyset.ts";
import { searchQuery } from "./words.ts";
import type { SearchRow } from "./write.ts";

export type SearchKind = SearchRow["kind"];

/** Everything that has all words of the text in its name or in what it can be found by, the best match first. */
export function searchList(text: string): List {
  const query = searchQuery(text);
  const words = Prisma.sql`to_tsquery('pg_catalog.simple', ${query ?? ""})`;
  return {
    // The kind tells in which table the id is to be looked up.
    id: Prisma.sql`s.kind::text || ' ' || s.id`,
    from: Prisma.sql`search_entry s`,
    where: query === null ? FALSE : Prisma.sql`search_vector(s.title, s.body) @@ ${words}`,
    ordering: {
      name: "search by rank",
      columns: [
        {
          // To eight places, so that a cursor's text is the same number again.
          sql: Prisma.sql`round(ts_rank(search_vector(s.title, s.body), ${words}, 1)::numeric, 8)::float8`,
          type: "float8",
        },
        { sql: Prisma.sql`s.kind::text`, type: "text" },
        { sql: Prisma.sql`s.id`, type: "uuid" },
      ],
      descending: true,
    },
  };
}

/** The thing of these kinds with that id has all words of the text. */
export function searchCondition(text: string, id: Prisma.Sql, kinds: readonly SearchKind[]): Prisma.Sql {
  const query = searchQuery(text);
  if (query === null) return FALSE;
  return Prisma.sql`${id} IN (SELECT s.id FROM search_entry s WHERE s.kind = ANY(${[...kinds]}::text[]::search_kind[])
    AND search_vector(s.title, s.body) @@ to_tsquery('pg_catalog.simple', ${query}) ${FOR_ITS_VALUES})`;
}
