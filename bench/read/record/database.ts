import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { openPostgres } from "../../../src/database/database.ts";
import { migrationNames } from "../../../src/database/engine.ts";
import { checkRecord } from "./check.ts";
import { fill } from "./fill.ts";

/** A database with a synthetic record. */
export interface FilledDatabase {
  readonly name: string;
  readonly url: string;
  /** This run made it. */
  readonly isNew: boolean;
  drop(): Promise<void>;
}

/**
 * The database with a record of so many contacts, on a PostgreSQL server: one that an earlier run kept, or a new one,
 * checked against the product's own derivation.
 */
export async function filledDatabase(
  server: string,
  contacts: number,
  tell: (line: string) => void,
): Promise<FilledDatabase> {
  const name = databaseName(contacts);
  const url = within(server, name);
  const drop = () =>
    onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const filled = { name, url, drop: async () => void (await drop()) };
  if (await isFilled(server, name)) {
    tell(`The database ${name} is filled already.`);
    return { ...filled, isNew: false };
  }
  tell(`Filling the database ${name}:`);
  await drop();
  await onServer(server, (client) => client.query(`CREATE DATABASE ${name}`));
  try {
    await make(url, contacts, tell);
    await onServer(server, (client) => client.query(`COMMENT ON DATABASE ${name} IS '${FILLED}'`));
    return { ...filled, isNew: true };
  } catch (error) {
    await drop();
    throw error;
  }
}

const CHECKED = 300;
const FILLED = "filled by bench/read";

async function make(url: string, contacts: number, tell: (line: string) => void): Promise<void> {
  // What the product's own code stores of it is not for the change log either.
  const quiet = new URL(url);
  quiet.searchParams.set("options", "-c session_replication_role=replica -c TimeZone=UTC");
  const database = await openPostgres(quiet.href, { migrate: true });
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    await fill(database, client, contacts, tell);
  } finally {
    await client.end();
    await database.close();
  }
  const checked = await openPostgres(url, { migrate: false });
  try {
    await checkRecord(checked, CHECKED);
    tell(`  as the product would have written it: ${Math.min(CHECKED, contacts)} contacts derived again`);
  } finally {
    await checked.close();
  }
}

/** Another size, other migrations, or another way to fill it is another database. */
function databaseName(contacts: number): string {
  const steps = readdirSync(new URL("./steps/", import.meta.url)).sort();
  const files = [
    ...migrationNames().map((name) => `../../../prisma/migrations/${name}/migration.sql`),
    ...["fill.ts", "reference.ts", "world.ts"],
    ...steps.map((file) => `steps/${file}`),
  ];
  const digest = createHash("sha256");
  for (const file of files) digest.update(file).update(readFileSync(new URL(file, import.meta.url)));
  return `readout_read_${contacts}_${digest.digest("hex").slice(0, 8)}`;
}

async function isFilled(server: string, name: string): Promise<boolean> {
  const { rows } = await onServer(server, (client) =>
    client.query<{ comment: string | null }>(
      "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
      [name],
    ),
  );
  return rows[0]?.comment === FILLED;
}

async function onServer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function within(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
