import { v7 } from "uuid";
import type { Contact } from "../../prisma/client/client.ts";
import type { Database, Statements } from "../database/database.ts";
import { Conflict, InvalidInput, NotFound } from "../errors/errors.ts";
import { refuseOtherVersion } from "../history/rules.ts";
import { beginWriting, newWrite, storeWrites } from "../history/write.ts";
import { deriveContacts } from "./write.ts";

/** Two records of one contact, by uuid: the claims of the one count as the other's. */
export interface MergeRequest {
  readonly from: string;
  readonly into: string;
  readonly reason: string;
  readonly actor: string;
  /** The versions that whoever asks has seen; Conflict where one has changed since. */
  readonly expectedVersions?: { readonly from?: number | null; readonly into?: number | null };
}

/** Merges two contacts; gives the uuid of the merge, by which it can be undone. */
export async function mergeContacts(
  database: Pick<Database, "prisma">,
  request: MergeRequest,
): Promise<string> {
  const { from, into, reason, actor, expectedVersions } = request;
  if (from === into) {
    throw new InvalidInput("A contact cannot be merged into itself", {
      path: ["into"],
      expected: "another contact",
      got: into,
    });
  }
  return database.prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    for (const [name, id] of [
      ["from", from],
      ["into", into],
    ] as const) {
      const contact = await statements.contact.findUnique({ where: { id } });
      refuseUnusable(contact, name, id, expectedVersions?.[name]);
    }
    const id = v7();
    const at = recordedAt(0);
    await statements.$executeRaw`
      INSERT INTO merge (id, from_id, into_id, merged_at)
      VALUES (${id}::uuid, ${from}::uuid, ${into}::uuid, ${at}::timestamptz)`;
    await deriveMerged(statements, [from, into], { at, actor, action: "CONTACTS_MERGED", reason });
    return id;
  });
}

/** Undoes a merge: both contacts are shown again, each by its own claims. Gives their uuids. */
export async function undoMerge(
  database: Pick<Database, "prisma">,
  { id, reason, actor }: { id: string; reason: string; actor: string },
): Promise<{ from: string; into: string }> {
  return database.prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    const merge = await statements.merge.findUnique({ where: { id } });
    if (merge === null) {
      throw new NotFound("There is no such merge", {
        path: ["merge"],
        expected: "the id of a merge",
        got: id,
      });
    }
    if (merge.undoneAt !== null) {
      throw new Conflict(`The merge was undone on ${merge.undoneAt.toISOString()}`, {
        path: ["merge"],
        got: id,
      });
    }
    const at = recordedAt(0);
    await statements.$executeRaw`UPDATE merge SET undone_at = ${at}::timestamptz WHERE id = ${id}::uuid`;
    await deriveMerged(statements, [merge.fromId, merge.intoId], {
      at,
      actor,
      action: "MERGE_UNDONE",
      reason,
    });
    return { from: merge.fromId, into: merge.intoId };
  });
}

/** Follows the merges from these contacts anew, and derives every contact whose claims or place that changes. */
async function deriveMerged(
  statements: Statements,
  ids: readonly string[],
  done: { at: string; actor: string; action: "CONTACTS_MERGED" | "MERGE_UNDONE"; reason: string },
): Promise<void> {
  const write = newWrite({ ...done, reportId: null });
  await storeWrites(statements, [write]);
  const related = await statements.$queryRaw<{ id: string; root: string }[]>`
    WITH RECURSIVE related(id) AS (
      SELECT unnest(${[...ids]}::uuid[])
      UNION
      SELECT CASE WHEN m.from_id = related.id THEN m.into_id ELSE m.from_id END
      FROM merge m JOIN related ON related.id IN (m.from_id, m.into_id)
    ), led(id, to_id, depth) AS (
      SELECT id, id, 0 FROM related
      UNION ALL
      SELECT led.id, m.into_id, led.depth + 1
      FROM led JOIN merge m ON m.from_id = led.to_id AND m.undone_at IS NULL
    )
    SELECT DISTINCT ON (id) id, to_id AS root FROM led ORDER BY id, depth DESC`;
  for (const { id, root } of related) {
    await statements.$executeRaw`
      UPDATE contact SET merged_into_id = ${root === id ? null : root}::uuid WHERE id = ${id}::uuid`;
  }
  await deriveContacts(
    statements,
    related.map(({ id }) => id),
    write,
  );
}

function refuseUnusable(
  contact: Contact | null,
  name: "from" | "into",
  id: string,
  expectedVersion: number | null | undefined,
): void {
  if (contact === null) {
    throw new NotFound("There is no such contact", {
      path: [name],
      expected: "the id of a contact",
      got: id,
    });
  }
  if (!contact.shown) {
    const why =
      contact.mergedIntoId === null ? "has no claim left that counts" : "was merged into another already";
    throw new Conflict(`The contact ${why}`, {
      path: [name],
      expected: "a contact that is shown",
      got: id,
    });
  }
  refuseOtherVersion(contact, expectedVersion);
}
