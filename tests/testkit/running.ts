import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import pino from "pino";
import { extract } from "tar";
import { inject } from "vitest";
import { readConfig } from "../../src/config/config.ts";
import type { Database } from "../../src/database/database.ts";
import { serve } from "../../src/server/serve.ts";
import { logOptions } from "../../src/telemetry/log.ts";
import { temporaryFolder } from "./process.ts";
import { withDatabase } from "./template.ts";

/** A server of the test's own process, with the first record; over with the block that declared it. */
export interface Running extends AsyncDisposable {
  /** "http://127.0.0.1:4000/graphql" */
  readonly url: string;
  /** "http://127.0.0.1:9464/metrics"; null without METRICS_PORT. */
  readonly metricsUrl: string | null;
  readonly database: Database;
  /** What it logged: of the level "warn" and above, unless `LOG_LEVEL` says another. */
  readonly logged: string[];
  /** For commands beside it, on the same record. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Serves a copy of the test database. */
export async function runServer(environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const copy = await copyOfTemplate();
  const logged: string[] = [];
  const config = readConfig({
    PORT: "0",
    SHUTDOWN_GRACE: "1",
    LOG_LEVEL: "warn",
    ...copy.environment,
    ...environment,
  });
  const log = pino(logOptions(config.logLevel), { write: (line: string) => logged.push(line) });
  const { url, metricsUrl, record, stop } = await serve(config, log);
  let stopped: Promise<void> | undefined;
  const stopOnce = () => {
    stopped ??= stop();
    return stopped;
  };
  return {
    url: `${url}/graphql`,
    metricsUrl,
    database: record.database,
    environment: copy.environment,
    logged,
    stop: stopOnce,
    [Symbol.asyncDispose]: async () => {
      await stopOnce();
      await copy[Symbol.asyncDispose]();
    },
  };
}

async function copyOfTemplate(): Promise<{ environment: Record<string, string> } & AsyncDisposable> {
  const template = inject("template");
  if (template.kind === "embedded") {
    const folder = await temporaryFolder();
    const database = join(folder.path, "database");
    await mkdir(database);
    await extract({ file: template.file, cwd: database });
    return {
      environment: { DATA_DIR: folder.path },
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  }
  const name = `${template.name}_run_${process.pid}_${++copies}`;
  const server = new pg.Client({ connectionString: template.url });
  await server.connect();
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${template.name}`);
  return {
    environment: { DATABASE_URL: withDatabase(template.url, name) },
    [Symbol.asyncDispose]: async () => {
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}

let copies = 0;
