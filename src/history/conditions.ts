import { Prisma } from "../database/database.ts";

/** The row of `merge` held at that time, or holds now. */
export function isMerged(at: string | null): Prisma.Sql {
  return at === null
    ? Prisma.sql`merge.undone_at IS NULL`
    : Prisma.sql`merge.merged_at <= ${at}::timestamptz AND (merge.undone_at IS NULL OR merge.undone_at > ${at}::timestamptz)`;
}
