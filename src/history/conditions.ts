import { Prisma } from "../database/database.ts";

/** The row of `merge` held at that time, or holds now. */
export function isMerged(at: string | null): Prisma.Sql {
  return at === null ? Prisma.sql`merge.undone_at IS NULL` : heldAt(at, "merge.merged_at", "merge.undone_at");
}

/** The version, by the name that the statement has for it, is what was known at that time. */
export function isValidAt(at: string, version = "c"): Prisma.Sql {
  return heldAt(at, `${version}.valid_from`, `${version}.valid_to`);
}

/** The row of `claim` counted at that time, or counts now. */
export function isLiveAt(at: string | null): Prisma.Sql {
  return at === null
    ? Prisma.sql`claim.retracted_at IS NULL`
    : heldAt(at, "claim.recorded_at", "claim.retracted_at");
}

/** From the one column's time on, and until the other's, where that is set. */
function heldAt(at: string, from: string, to: string): Prisma.Sql {
  const [start, end] = [Prisma.raw(from), Prisma.raw(to)];
  return Prisma.sql`(${start} <= ${at}::timestamptz AND (${end} IS NULL OR ${end} > ${at}::timestamptz))`;
}
