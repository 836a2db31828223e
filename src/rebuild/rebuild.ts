import { deriveAgreements } from "../agreement/write.ts";
import { deriveContacts } from "../contact/write.ts";
import type { Database } from "../database/database.ts";
import { beginWriting, newWrite, storeWrites, type Write } from "../history/write.ts";

/** How much was worked out again, and how much of it is shown otherwise than before. */
export interface Rebuilt {
  readonly contacts: number;
  readonly agreements: number;
  readonly changed: number;
}

/**
 * Works out again everything that follows from live claims. Where it was right it changes nothing; where a newer
 * version of Readout shows something otherwise, the history says so.
 */
export async function rebuild(
  { prisma }: Pick<Database, "prisma">,
  progress: (contacts: number) => void = () => {},
): Promise<Rebuilt> {
  let changed = 0;
  const agreements = await prisma.agreement.findMany({ select: { slug: true }, orderBy: { slug: "asc" } });
  for (let start = 0; start < agreements.length; start += BATCH) {
    const slugs = agreements.slice(start, start + BATCH).map(({ slug }) => slug);
    changed += await inOneWrite(prisma, (statements, write) => deriveAgreements(statements, slugs, write));
  }
  let contacts = 0;
  for (let after = NIL; ; ) {
    const rows = await prisma.contact.findMany({
      where: { id: { gt: after } },
      select: { id: true },
      orderBy: { id: "asc" },
      take: BATCH,
    });
    const last = rows.at(-1);
    if (last === undefined) return { contacts, agreements: agreements.length, changed };
    const ids = rows.map(({ id }) => id);
    changed += await inOneWrite(prisma, (statements, write) => deriveContacts(statements, ids, write));
    contacts += ids.length;
    progress(contacts);
    after = last.id;
  }
}

const BATCH = 200;
const NIL = "00000000-0000-0000-0000-000000000000";

/** Derives in a write of its own, which is taken back where it changed nothing; the number of versions that it made. */
async function inOneWrite(
  prisma: Database["prisma"],
  derive: (statements: Parameters<typeof storeWrites>[0], write: Write | null) => Promise<void>,
): Promise<number> {
  return prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    const write = newWrite({
      at: recordedAt(0),
      actor: "readout",
      action: "REBUILT",
      reason: null,
      reportId: null,
    });
    await storeWrites(statements, [write]);
    await derive(statements, write);
    const versions =
      (await statements.contactVersion.count({ where: { writeId: write.id } })) +
      (await statements.agreementVersion.count({ where: { writeId: write.id } }));
    if (versions === 0) await statements.write.delete({ where: { id: write.id } });
    return versions;
  });
}
