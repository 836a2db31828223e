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
  const filed = items.flatMap(({ itemKey }, place) => {
    const result = results[place];
    return result === undefined || result.outcome === "rejected" ? [] : [{ itemKey, id: result.reportId }];
  });
  // Also of those that were filed before: whoever filed them may have been ended before this.
  const waiting = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT r.id FROM review q JOIN report r ON r.id = q.report_id
    JOIN unnest(${filed.map(({ itemKey }) => itemKey)}::text[], ${filed.map(({ id }) => id)}::uuid[]) AS item(key, id)
      ON starts_with(r.key, item.key) AND r.id <> item.id
    JOIN report own ON own.id = item.id AND own.retracted_at IS NULL
    WHERE q.reviewed_at IS NULL AND r.retracted_at IS NULL`;
  for (const { id } of waiting) {
    await retractReport(database, { id, reason: "Its outlet changed it: a later version waits", actor });
  }
  return { results, superseded: waiting.length };
}
