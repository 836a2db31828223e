import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "../../src/database/database.ts";

/**
 * Every row of every table, by table, ordered; without the times at which it was recorded or retracted, and without
 * the history, the change log and the editors' queue, which tell how the record came about and not what it is.
 */
export type Dump = Readonly<Record<string, readonly string[]>>;

/** Of the embedded database in a data folder, which no process may hold; whatever is in it. */
export async function dumpFolder(dataDir: string): Promise<Dump> {
  await using pglite = await PGlite.create(join(dataDir, "database"));
  return await dumpBy(async (sql) => (await pglite.query<Record<string, string>>(sql)).rows);
}

/** Runs a statement on the embedded database in a data folder, which no process may hold. */
export async function changeFolder(dataDir: string, sql: string): Promise<void> {
  await using pglite = await PGlite.create(join(dataDir, "database"));
  await pglite.exec(sql);
}

export function dump({ prisma }: Pick<Database, "prisma">): Promise<Dump> {
  return dumpBy((sql) => prisma.$queryRawUnsafe(sql));
}

/** `select` gives the rows of a statement, by the names of their columns. */
async function dumpBy(select: (sql: string) => Promise<Record<string, string>[]>): Promise<Dump> {
  const tables = await select(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
  );
  const rows: Record<string, string[]> = {};
  for (const { name = "" } of tables) {
    if (name === "_prisma_migrations" || HISTORY.includes(name)) continue;
    const found = await select(
      `SELECT (to_jsonb(t) - 'recorded_at' - 'retracted_at' - 'version')::text AS row FROM "${name}" t ORDER BY 1`,
    );
    rows[name] = found.map(({ row = "" }) => row);
  }
  return rows;
}

const HISTORY = ["write", "contact_version", "agreement_version", "change", "change_log", "review"];

/** What only one of two dumps has, the first few rows of each table; empty where they are the same. */
export function differences(a: Dump, b: Dump): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((table) => {
    const [inA, inB] = [new Set(a[table]), new Set(b[table])];
    const onlyA = [...inA].filter((row) => !inB.has(row)).map((row) => `- ${table} ${row}`);
    const onlyB = [...inB].filter((row) => !inA.has(row)).map((row) => `+ ${table} ${row}`);
    return [...onlyA.slice(0, 3), ...onlyB.slice(0, 3)];
  });
}

/** Names and contents of all files in a folder, to tell whether anything was touched; sockets have no content. */
export function fingerprint(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? readFileSync(path) : "";
      return [path, createHash("sha256").update(content).digest("hex")];
    }),
  );
}

/** Makes of an empty database one whose first migration a killed process had begun. */
export const UNFINISHED_MIGRATION = `
  CREATE TABLE _prisma_migrations (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
  );
  INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('0', 'x', '20261124000000_record')`;
