import type { Database } from "../database/database.ts";
import type { Filing, OutletKind } from "../report/filing.ts";
import { retractReport } from "../report/retract.ts";
import { type FilingResult, fileReports } from "../report/write.ts";

/** The last of a source that was imported, in the source's own order; null where none of it was. */
export async function feedPosition(
  { prisma }: Pick<Database, "prisma">,
  name: string,
): Promise<string | null> {
  return (await prisma.feed.findUnique({ where: { name } }))?.position ?? null;
}

/** Remembers how far a source was imported. */
export async function storeFeedPosition(
  { prisma }: Pick<Database, "prisma">,
  name: string,
  position: string,
): Promise<void> {
  await prisma.feed.upsert({ where: { name }, create: { name, position }, update: { position } });
}

/** What sort of outlet has this slug; null where none has. */
export async function outletKind(
  { prisma }: Pick<Database, "prisma">,
  slug: string,
): Promise<OutletKind | null> {
  return (await prisma.outlet.findUnique({ where: { slug } }))?.kind ?? null;
}

/** An item of a feed as a report, and what the keys of all its versions begin with. */
export interface ItemFiling {
  readonly filing: Filing;
  readonly itemKey: string;
}

/**
 * Files the items of a feed. Where an earlier version of an item still waits for an editor, it is retracted: the later
 * one waits in its place. Results are in the order of the items; `superseded` is how many versions were retracted.
 */
export async function fileItems(
  database: Pick<Database, "prisma">,
  items: readonly ItemFiling[],
  actor: string,
): Promise<{ results: FilingResult[]; superseded: number }> {
  const results = await fileReports(
    database,
    items.map(({ filing }) => filing),
    { actor },
  );
  let superseded = 0;
  for (const [place, { itemKey }] of items.entries()) {
    const result = results[place];
    if (result === undefined || result.outcome !== "created") continue;
    const waiting = await database.prisma.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM review q JOIN report r ON r.id = q.report_id
      WHERE q.reviewed_at IS NULL AND r.retracted_at IS NULL AND starts_with(r.key, ${itemKey})
        AND r.id <> ${result.reportId}::uuid`;
    for (const { id } of waiting) {
      await retractReport(database, { id, reason: "Its outlet changed it: a later version waits", actor });
      superseded++;
    }
  }
  return { results, superseded };
}
