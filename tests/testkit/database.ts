import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Database, openEmbedded, openPostgres } from "../../src/database/database.ts";
import { withDatabase } from "./template.ts";

/** A migrated database of the calling test file's own, which knows the states and no report; gone after the file. */
export async function testDatabase(): Promise<Database> {
  const template = inject("template");
  return template.kind === "embedded" ? embedded(template.file) : postgres(template.url, template.name);
}

async function embedded(file: string): Promise<Database> {
  const pglite = await PGlite.create({
    loadDataDir: new Blob([readFileSync(file)]),
    startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"],
  });
  const database = await openEmbedded({ pglite });
  afterAll(() => database.close());
  return database;
}

async function postgres(url: string, template: string): Promise<Database> {
  const name = `${template}_${process.pid}_${++databases}`;
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const database = await openPostgres(withDatabase(url, name), { migrate: false });
  afterAll(async () => {
    await database.close();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  });
  return database;
}

let databases = 0;
