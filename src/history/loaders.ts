import type { Loaded } from "../cache/loaded.ts";
import type { Reads } from "../cache/reads.ts";
import { Batch } from "../database/batch.ts";
import { Prisma, type Statements } from "../database/database.ts";
import type { WriteAction } from "./write.ts";

/** One write, and what it changed of the thing whose history it is in. */
export interface HistoryEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: WriteAction;
  readonly reason: string | null;
  readonly reportId: string | null;
  /** From 1 on; null in a report's history, since reports do not change. */
  readonly version: number | null;
  /** What was shown before and after; null where it was not shown. */
  readonly before: unknown;
  readonly after: unknown;
}

type Subject = "contact" | "agreement" | "report";

/** Loads histories, the latest write first; one statement for all things of a kind that ask for as many entries. */
export class HistoryLoader {
  readonly #statements: Statements;
  readonly #reads: Reads;
  readonly #loaders = new Map<string, Batch<HistoryEntry[]>>();

  constructor(statements: Statements, reads: Reads) {
    this.#statements = statements;
    this.#reads = reads;
  }

  load(subject: Subject, id: string, first: number): Loaded<HistoryEntry[]> {
    const key = `${subject} ${first}`;
    const loader =
      this.#loaders.get(key) ?? new Batch((ids) => this.#fetch(subject, ids, first), this.#reads);
    this.#loaders.set(key, loader);
    return loader.load(id);
  }

  async #fetch(subject: Subject, ids: readonly string[], first: number): Promise<HistoryEntry[][]> {
    const entries = subject === "report" ? ofReport(first) : ofVersions(subject, first);
    const rows = await this.#statements.$queryRaw<(HistoryEntry & { parent: string })[]>`
      SELECT parent.id AS parent, entry.*
      FROM unnest(${[...ids]}::uuid[]) AS parent(id) CROSS JOIN LATERAL (${entries}) AS entry`;
    const byParent = Map.groupBy(rows, (row) => row.parent);
    return ids.map((id) => byParent.get(id) ?? []);
  }
}

function ofVersions(subject: "contact" | "agreement", first: number): Prisma.Sql {
  const table = Prisma.raw(`${subject}_version`);
  const key = Prisma.raw(`${subject}_id`);
  return Prisma.sql`
    SELECT w.at, w.actor, w.action::text, w.reason, w.report_id AS "reportId", v.version,
           CASE WHEN b.shown THEN b.state END AS before, CASE WHEN v.shown THEN v.state END AS after
    FROM ${table} v JOIN write w ON w.id = v.write_id
    LEFT JOIN ${table} b ON b.${key} = v.${key} AND b.version = v.version - 1
    WHERE v.${key} = parent.id ORDER BY v.version DESC LIMIT ${first}`;
}

function ofReport(first: number): Prisma.Sql {
  return Prisma.sql`
    SELECT w.at, w.actor, w.action::text, w.reason, w.report_id AS "reportId", NULL::int AS version,
           NULL::jsonb AS before, NULL::jsonb AS after
    FROM write w WHERE w.report_id = parent.id ORDER BY w.at DESC LIMIT ${first}`;
}
