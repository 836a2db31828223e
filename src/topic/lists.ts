import { TRUE } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import type { List } from "../paging/keyset.ts";

/** Topics by slug. */
export function topicList(): List {
  return {
    id: Prisma.sql`t.id`,
    from: Prisma.sql`topic t`,
    where: TRUE,
    ordering: {
      name: "topics by slug",
      columns: [{ sql: Prisma.sql`t.slug`, type: "text" }],
      descending: false,
    },
  };
}
