import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { dataDir as emptyDatabase } from "@electric-sql/pglite-prepopulatedfs";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openEmbedded, openPostgres } from "../../src/database/database.ts";
import { storeReferenceStates } from "../../src/party/states.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database that knows the states: a file to load into PGlite, or the name of a PostgreSQL template. */
    template: { kind: "embedded"; file: string } | { kind: "postgres"; url: string; name: string };
  }
}

/**
 * Migrates one database for all test files to copy: in memory by default, on the server that TEST_DATABASE_URL names
 * where it is set.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL;
  return url === undefined || url === "" ? setupEmbedded(project) : setupPostgres(project, url);
}

async function setupEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "readout-test-"));
  const pglite = await PGlite.create({ loadDataDir: await emptyDatabase() });
  const database = await openEmbedded({ pglite });
  await storeReferenceStates(database);
  const file = join(folder, "template.tar");
  writeFileSync(file, Buffer.from(await (await pglite.dumpDataDir("none")).arrayBuffer()));
  await database.close();
  project.provide("template", { kind: "embedded", file });
  return async () => rmSync(folder, { recursive: true });
}

async function setupPostgres(project: TestProject, url: string): Promise<() => Promise<void>> {
  const name = `readout_test_${process.pid}_${Date.now()}`;
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const database = await openPostgres(withDatabase(url, name), { migrate: true });
  await storeReferenceStates(database);
  await database.close();
  project.provide("template", { kind: "postgres", url, name });
  return async () => {
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  };
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
