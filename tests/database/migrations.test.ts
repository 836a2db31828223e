import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { dataDir as emptyDatabase } from "@electric-sql/pglite-prepopulatedfs";
import pg from "pg";
import { afterAll, describe, expect, inject, it } from "vitest";
import { openEmbedded, openPostgres } from "../../src/database/database.ts";
import { migrationNames, migrationTowardsModels } from "../../src/database/engine.ts";
import { withDatabase } from "../testkit/template.ts";

const NAMES = migrationNames();
const template = inject("template");

const leftovers: (() => unknown)[] = [];
afterAll(async () => {
  for (const remove of leftovers.reverse()) await remove();
});

const LATER = "29991231235959_later";
type Version = typeof import("../../src/database/database.ts");
const thisVersion: Version = { openEmbedded, openPostgres } as Version;
const newerVersion = await copyWithMigration(LATER, "CREATE TABLE later (id int);");

/** The code of a version of Readout that has one migration more. */
async function copyWithMigration(name: string, script: string): Promise<Version> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "readout-newer-"));
  leftovers.push(() => rmSync(folder, { recursive: true }));
  for (const part of ["src", "prisma", "package.json"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "prisma", "migrations", name));
  writeFileSync(join(folder, "prisma", "migrations", name, "migration.sql"), script);
  return import(pathToFileURL(join(folder, "src", "database", "database.ts")).href);
}

describe("the migrations", () => {
  it("lead to the models", async () => {
    expect(await migrationTowardsModels()).toBeNull();
  });

  it("are named by the time at which they were made, so that they come in order", () => {
    expect(NAMES.length).toBeGreaterThan(0);
    for (const name of NAMES) expect(name).toMatch(/^\d{14}_[a-z0-9_]+$/);
  });
});

describe("an embedded database", () => {
  async function empty(): Promise<PGlite> {
    const pglite = await PGlite.create({ loadDataDir: await emptyDatabase() });
    leftovers.push(async () => pglite.closed || (await pglite.close()));
    return pglite;
  }

  it("that is empty is made ready, is opened again as it is, and brought up to date by a newer version", async () => {
    const pglite = await empty();

    const first = await thisVersion.openEmbedded({ pglite });
    const again = await thisVersion.openEmbedded({ pglite });
    const newer = await newerVersion.openEmbedded({ pglite });

    expect(first.migrated).toEqual(NAMES);
    expect(again.migrated).toEqual([]);
    expect(newer.migrated).toEqual([LATER]);
    await expect(thisVersion.openEmbedded({ pglite })).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: `The embedded database in memory was written by a newer version of Readout (it has the migration ${LATER}, which this version does not know): start that version, or another database.`,
    });
  });

  it("that holds somebody else's tables is refused with a sentence", async () => {
    const pglite = await empty();
    await pglite.exec("CREATE TABLE theirs (id int)");

    await expect(thisVersion.openEmbedded({ pglite })).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message:
        "The embedded database in memory holds tables that are not Readout's: give Readout a database of its own.",
    });
  });
});

const isPostgres = template.kind === "postgres";
const reason = isPostgres ? "" : " (skipped: TEST_DATABASE_URL names no server)";

describe.runIf(isPostgres)(`a PostgreSQL database${reason}`, () => {
  let databases = 0;

  /** A database of its own: its URL, what messages call it, and how its tables are reached. */
  async function created(like: "empty" | "migrated") {
    if (template.kind !== "postgres") throw new Error("unreachable: the tests are skipped");
    const name = `${template.name}_migrations_${++databases}`;
    const url = withDatabase(template.url, name);
    const server = new pg.Client({ connectionString: template.url });
    await server.connect();
    await server.query(`CREATE DATABASE ${name}${like === "empty" ? "" : ` TEMPLATE ${template.name}`}`);
    leftovers.push(async () => {
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    });
    const tables = async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
      await client.end();
      return rows.map((row: { tablename: string }) => row.tablename);
    };
    return { url, called: `PostgreSQL database at ${new URL(url).host}/${name}`, tables };
  }

  async function opened(
    { openPostgres }: Version,
    url: string,
    migrate: boolean,
  ): Promise<readonly string[]> {
    const database = await openPostgres(url, { migrate });
    await database.close();
    return database.migrated;
  }

  it("that is empty is made ready, also without leave to migrate", async () => {
    const { url, tables } = await created("empty");

    expect(await opened(thisVersion, url, false)).toEqual(NAMES);
    expect(await tables()).toContain("contact");
  });

  it("that has all migrations is opened without applying any", async () => {
    const { url } = await created("migrated");

    expect(await opened(thisVersion, url, true)).toEqual([]);
  });

  it("that lacks a migration is brought up to date only with leave to migrate", async () => {
    const { url, called, tables } = await created("migrated");

    await expect(opened(newerVersion, url, false)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: `The ${called} lacks 1 migration(s) of this version (${LATER}): run "npm run migrate", or start with MIGRATE_ON_START=true.`,
    });
    expect(await tables()).not.toContain("later");

    expect(await opened(newerVersion, url, true)).toEqual([LATER]);
    expect(await tables()).toContain("later");
  });

  it("that has a migration which this version does not know is refused, also with leave to migrate", async () => {
    const { url, called, tables } = await created("migrated");
    await opened(newerVersion, url, true);
    const before = await tables();

    await expect(opened(thisVersion, url, true)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: `The ${called} was written by a newer version of Readout (it has the migration ${LATER}, which this version does not know): start that version, or another database.`,
    });
    expect(await tables()).toEqual(before);
  });
});
