import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { dataDir as emptyDatabase } from "@electric-sql/pglite-prepopulatedfs";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import { PrismaPGlite } from "pglite-prisma-adapter";

/**
 * Prisma's schema engine, as WebAssembly and over a driver adapter: no native engine is downloaded. It writes and
 * applies the same migrations, and keeps the same `_prisma_migrations` table, as `prisma migrate`.
 */

const PRISMA_FOLDER = fileURLToPath(new URL("../../prisma/", import.meta.url));
export const MIGRATIONS_FOLDER = join(PRISMA_FOLDER, "migrations");
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies what is pending, in order; the names of the migrations applied. One that a killed process had begun is
 * begun again. To be called by one process at a time.
 */
export async function applyMigrations(adapter: ScriptAdapter): Promise<string[]> {
  await adapter.forgetUnfinished();
  using engine = await openEngine(adapter);
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: readMigrations(),
    filters: NO_FILTERS,
  });
  return appliedMigrationNames;
}

/**
 * An adapter that runs each script in one piece, which is one transaction. Both of Prisma's do not: PrismaPg cuts at
 * every semicolon, also within a function's body, and PrismaPGlite does not wait for it. The migration of a
 * script is finished in that same transaction: one that is not has changed nothing.
 */
export class ScriptAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider;
  readonly adapterName;
  readonly #adapter: SqlMigrationAwareDriverAdapterFactory;
  readonly #run: (script: string) => Promise<unknown>;

  constructor(adapter: SqlMigrationAwareDriverAdapterFactory, run: (script: string) => Promise<unknown>) {
    this.provider = adapter.provider;
    this.adapterName = adapter.adapterName;
    this.#adapter = adapter;
    this.#run = run;
  }

  async connect(): ReturnType<SqlMigrationAwareDriverAdapterFactory["connect"]> {
    const connected = await this.#adapter.connect();
    connected.executeScript = async (script) => {
      await this.#run(`${script}\n;\n${onUnfinished("UPDATE _prisma_migrations SET finished_at = now()")}`);
    };
    const executeRaw = connected.executeRaw.bind(connected);
    // The engine never gives back its lock, which behind a pooler would stay for good. One process migrates at a time.
    connected.executeRaw = async (query) => (ENGINE_LOCK.test(query.sql) ? 0 : executeRaw(query));
    return connected;
  }

  connectToShadowDb(): ReturnType<SqlMigrationAwareDriverAdapterFactory["connectToShadowDb"]> {
    return this.#adapter.connectToShadowDb();
  }

  async forgetUnfinished(): Promise<void> {
    await this.#run(onUnfinished("DELETE FROM _prisma_migrations"));
  }
}

const ENGINE_LOCK = /^SELECT pg_advisory_lock\(\d+\)$/;

/** A statement on the migrations that were begun and not finished; none where there is no table of them yet. */
function onUnfinished(statement: string): string {
  return `DO $readout$ BEGIN
    IF to_regclass('_prisma_migrations') IS NOT NULL THEN
      ${statement} WHERE finished_at IS NULL AND rolled_back_at IS NULL;
    END IF;
  END $readout$`;
}

/** The SQL that leads from the migrations to the models; null where they agree. Works in an empty database of its own. */
export async function migrationTowardsModels(): Promise<string | null> {
  const scratch = await PGlite.create({ loadDataDir: await emptyDatabase() });
  try {
    using engine = await openEngine(new PrismaPGlite(scratch));
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...readMigrations() },
      to: { tag: "schemaDatamodel", ...readModels() },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    const script = stdout ?? "";
    return /^-- This is an empty migration\.\s*$/.test(script) || script.trim() === "" ? null : script;
  } finally {
    await scratch.close();
  }
}

/** Names of the migrations that this version of Readout has, oldest first. */
export function migrationNames(): string[] {
  return readdirSync(MIGRATIONS_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function openEngine(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  // Loaded only when there is something to do: it is 4 MB of WebAssembly.
  const { SchemaEngine } = await import("@prisma/schema-engine-wasm");
  return SchemaEngine.new(
    { datamodels: readModels().files.map(({ path, content }) => [path, content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

function readModels(): SchemasContainer {
  const files = readdirSync(PRISMA_FOLDER)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: name, content: readFileSync(join(PRISMA_FOLDER, name), "utf8") }));
  return { files };
}

function readMigrations(): MigrationList {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: {
      path: "migration_lock.toml",
      content: readFileSync(join(MIGRATIONS_FOLDER, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(MIGRATIONS_FOLDER, name, "migration.sql"), "utf8") },
      },
    })),
  };
}
