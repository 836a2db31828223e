import { Prisma } from "../database/database.ts";
import type { List } from "../paging/keyset.ts";

/** States by code. */
export function stateList(): List {
  return {
    id: Prisma.sql`p.id`,
    from: Prisma.sql`party p`,
    where: Prisma.sql`p.kind = 'STATE'`,
    ordering: {
      name: "states by code",
      columns: [{ sql: Prisma.sql`p.key`, type: "text" }],
      descending: false,
    },
  };
}
