import { v7 } from "uuid";
import { Prisma, type Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";

export type WriteAction =
  | "FILED"
  | "REPORT_RETRACTED"
  | "CLAIM_RETRACTED"
  | "VALUE_INFERRED"
  | "CONTACTS_MERGED"
  | "MERGE_UNDONE"
  | "REBUILT";

/** One write to the record, as it is about to be stored. */
export interface Write {
  readonly id: string;
  /** RFC 3339 with microseconds: later than every write before. */
  readonly at: string;
  readonly actor: string;
  readonly action: WriteAction;
  readonly reason: string | null;
  readonly reportId: string | null;
}

/**
 * Lets one writer at a time go on, until the end of the transaction: what one finds missing, no other makes meanwhile,
 * and writes have an order. Gives the times at which the writes of this transaction, `most` of them, are recorded, the
 * first for 0. The change log tells all of them at the time of the last.
 */
export async function beginWriting(statements: Statements, most = 1): Promise<(place: number) => string> {
  // Writes look up what they name by keys. Of tables that just grew the planner knows little, and would read them whole.
  await statements.$executeRaw`
    SELECT pg_advisory_xact_lock(${WRITERS}::bigint), set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;
  // The clock may have been put back since the last write.
  const [row] = await statements.$queryRaw<{ micros: bigint }[]>`
    SELECT (1000000 * greatest(extract(epoch FROM clock_timestamp()),
      extract(epoch FROM (SELECT max(at) FROM write)) + 0.000001,
      extract(epoch FROM (SELECT at FROM change ORDER BY seq DESC LIMIT 1)) + 0.000001))::bigint AS micros`;
  const first = row?.micros ?? 0n;
  await statements.$executeRaw`SELECT set_config('readout.at', ${timestamp(first + BigInt(most - 1))}, true)`;
  return (place) => timestamp(first + BigInt(place));
}

const WRITERS = 0x5ead_0017;

/** RFC 3339 of microseconds since 1970, in UTC. */
function timestamp(micros: bigint): string {
  const second = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(micros % 1_000_000n).padStart(6, "0")}Z`;
}

/** Whose change a thing is: the last of the writes whose report has one of its claims, or else the last of all. */
export function writeOf(
  writes: readonly Write[],
  claims: readonly { readonly reportId: string }[],
): Write | null {
  const reports = new Set(claims.map(({ reportId }) => reportId));
  const own = writes.findLast(({ reportId }) => reportId !== null && reports.has(reportId));
  return own ?? writes.at(-1) ?? null;
}

/** A write that is still to be stored. */
export function newWrite(write: Omit<Write, "id">): Write {
  return { id: v7(), ...write };
}

/** Stores what was done, by whom, and why. */
export async function storeWrites(statements: Statements, writes: readonly Write[]): Promise<void> {
  await insertRows(
    statements,
    "write",
    writes.map(({ id, at, actor, action, reason, reportId }) => ({
      id,
      at,
      actor,
      action,
      reason,
      report_id: reportId,
    })),
  );
}

/** Ends what things were shown as until now, each at the time of its write. */
export async function closeVersions(
  statements: Statements,
  subject: "contact" | "agreement",
  things: readonly { readonly id: string; readonly write: Write }[],
): Promise<void> {
  if (things.length === 0) return;
  const [table, key] = [Prisma.raw(`${subject}_version`), Prisma.raw(`${subject}_id`)];
  await statements.$executeRaw`
    UPDATE ${table} SET valid_to = new.at
    FROM unnest(${things.map(({ id }) => id)}::uuid[], ${things.map(({ write }) => write.at)}::timestamptz[])
      AS new(id, at)
    WHERE ${key} = new.id AND valid_to IS NULL`;
}
