import type { Database } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";

/** An event that was taken, as it is kept from one run to the next. */
export interface KeptEvent {
  readonly id: string;
  /** What an import needs of its row, as JSON. */
  readonly row: string;
}

/** The events that were kept, in the order in which they were read. */
export async function keptEvents({ prisma }: Pick<Database, "prisma">): Promise<KeptEvent[]> {
  return prisma.gdeltEvent.findMany({
    select: { id: true, row: true },
    orderBy: [{ readAt: "asc" }, { id: "asc" }],
  });
}

/** Keeps these events beside those that were read before: so many in all, the latest. */
export async function keepEvents(
  { prisma }: Pick<Database, "prisma">,
  events: readonly KeptEvent[],
  most: number,
): Promise<void> {
  const now = new Date().toISOString();
  await prisma.$transaction(async (statements) => {
    await insertRows(
      statements,
      "gdelt_event",
      events.map(({ id, row }) => ({ id, row, read_at: now })),
      { key: ["id"], update: ["row", "read_at"] },
    );
    await statements.$executeRaw`
      DELETE FROM gdelt_event WHERE id IN (
        SELECT id FROM gdelt_event ORDER BY read_at DESC, id DESC OFFSET ${most})`;
  });
}
