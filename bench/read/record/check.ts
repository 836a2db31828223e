import { deriveAgreements } from "../../../src/agreement/write.ts";
import { deriveContacts } from "../../../src/contact/write.ts";
import type { Database, Statements } from "../../../src/database/database.ts";
import { beginWriting, newWrite, storeWrites } from "../../../src/history/write.ts";

/**
 * Works out again, by the product's own code, everything that follows from the claims on some contacts and their
 * agreements, spread over the whole record, and throws where a row becomes another. Leaves the record as it is.
 */
export async function checkRecord({ prisma }: Database, contacts: number): Promise<void> {
  const found: string[] = [];
  const undo = new Error("taken back");
  await prisma
    .$transaction(async (statements) => {
      const recordedAt = await beginWriting(statements);
      const sampled = await statements.$queryRaw<{ id: string; agreement: string | null }[]>`
        SELECT c.id, a.slug AS agreement FROM (SELECT * FROM contact ORDER BY md5(id::text) LIMIT ${contacts}) AS c
        LEFT JOIN contact_agreement l ON l.contact_id = c.id LEFT JOIN agreement a ON a.id = l.agreement_id`;
      const ids = sampled.map(({ id }) => id);
      const slugs = sampled.flatMap(({ agreement }) => (agreement === null ? [] : [agreement]));
      const before = await rowsOf(statements, ids, slugs);
      const write = newWrite({
        at: recordedAt(0),
        actor: "bench",
        action: "REBUILT",
        reason: null,
        reportId: null,
      });
      await storeWrites(statements, [write]);
      await deriveAgreements(statements, slugs, write);
      await deriveContacts(statements, ids, write);
      const after = await rowsOf(statements, ids, slugs);
      found.push(...[...before.difference(after)].map((row) => `- ${row}`));
      found.push(...[...after.difference(before)].map((row) => `+ ${row}`));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (found.length === 0) return;
  throw new Error(
    `The synthetic record is not what the product would have written (${found.length} rows):\n${found.slice(0, 8).join("\n")}`,
  );
}

async function rowsOf(
  statements: Statements,
  contacts: readonly string[],
  agreements: readonly string[],
): Promise<Set<string>> {
  const rows = new Set<string>();
  for (const [table, condition] of Object.entries(TABLES)) {
    const found = await statements.$queryRawUnsafe<{ row: string }[]>(
      `SELECT $3 || ' ' || to_jsonb(t)::text AS row FROM ${table} t WHERE (${condition}) AND $1::uuid[] IS NOT NULL
       AND $2::text[] IS NOT NULL ORDER BY 1`,
      contacts,
      agreements,
      table,
    );
    for (const { row } of found) rows.add(row);
  }
  return rows;
}

const OF_AGREEMENT = "agreement_id IN (SELECT id FROM agreement WHERE slug = ANY($2))";
const TABLES: Record<string, string> = {
  contact: "id = ANY($1)",
  participation: "contact_id = ANY($1)",
  contact_party: "contact_id = ANY($1)",
  contact_topic: "contact_id = ANY($1)",
  contact_agreement: "contact_id = ANY($1)",
  contact_report: "contact_id = ANY($1)",
  contact_version: "contact_id = ANY($1)",
  agreement: "slug = ANY($2)",
  agreement_act: OF_AGREEMENT,
  act_person: OF_AGREEMENT,
  agreement_party: OF_AGREEMENT,
  agreement_report: OF_AGREEMENT,
  agreement_version: OF_AGREEMENT,
  search_entry: "id = ANY($1) OR id IN (SELECT id FROM agreement WHERE slug = ANY($2))",
};
