import type { Database } from "../database/database.ts";

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
