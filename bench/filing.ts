import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { Command } from "commander";
import { createKey } from "../src/access/keys.ts";
import { readConfig } from "../src/config/config.ts";
import type { FilingInput } from "../src/report/filing.ts";
import { openRecord } from "../src/server/record.ts";
import { inDatabase } from "./databases.ts";
import { CLAIMS, madeFiling } from "./filings.ts";
import { type BenchServer, withServer } from "./server.ts";

const MUTATION = `mutation ($input: FileReportInput!) {
  fileReport(input: $input) {
    __typename
    ... on FileReportSuccess { isNew report { id } contacts { id title version } }
    ... on WriteError { message path }
  }
}`;
const FILED = '"__typename":"FileReportSuccess","isNew":true';

/**
 * How fast clients file reports one by one through GraphQL: a server process on PostgreSQL or on the embedded
 * database, and so many connections from this process, each of which sends its next filing of five claims as soon
 * as its last is answered.
 */
await new Command("bench:filing")
  .description("Measure the filing of reports through GraphQL.")
  .option("--connections <number>", "how many clients file at once", "16")
  .option("--filings <number>", "how many are filed, after a tenth of that to warm up", "5000")
  .option("--embedded", "on the embedded database")
  .option("--json", "print one object")
  .action(async (options: { connections: string; filings: string; embedded?: boolean; json?: boolean }) => {
    const [connections, filings] = [Number(options.connections), Number(options.filings)];
    const where = options.embedded === true ? inFolder : onPostgres;
    const result = await where(async (environment) => {
      const key = await contributorKey(environment);
      return withServer(environment, (server) => measure(server, key, connections, filings));
    });
    process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : described(result));
  })
  .parseAsync();

interface Result {
  readonly database: "PostgreSQL" | "embedded";
  readonly connections: number;
  readonly filings: number;
  readonly seconds: number;
  readonly filingsPerSecond: number;
  readonly claimsPerSecond: number;
  readonly latencyMs: { readonly median: number; readonly p99: number; readonly most: number };
  /** To the database, with those that authenticate and that read what is answered. */
  readonly statementsPerFiling: number;
  readonly filingsPerTransaction: number;
  /** Of the server's process. */
  readonly cores: number;
}

type Measured = Omit<Result, "database">;

function described(result: Result): string {
  const { median, p99, most } = result.latencyMs;
  return (
    `${result.database}, ${result.connections} connections: ${result.filings} filings in ${result.seconds.toFixed(1)} s: ` +
    `${Math.round(result.filingsPerSecond)} filings a second, ${Math.round(result.claimsPerSecond)} claims a second; ` +
    `latency ${median} ms (median), ${p99} ms (p99), ${most} ms (most); ` +
    `${result.statementsPerFiling.toFixed(1)} statements a filing, ${result.filingsPerTransaction.toFixed(1)} filings a transaction, ` +
    `${result.cores.toFixed(2)} cores of the server.\n`
  );
}

async function measure(
  server: BenchServer,
  key: string,
  connections: number,
  filings: number,
): Promise<Measured> {
  let number = 0;
  const input = () => madeFiling(++number, "by description");
  await file(server.url, key, connections, Math.max(Math.ceil(filings / 10), connections), input);
  const before = await server.counted();
  const { seconds, latency } = await file(server.url, key, connections, filings, input);
  const after = await server.counted();
  return {
    connections,
    filings,
    seconds,
    filingsPerSecond: filings / seconds,
    claimsPerSecond: (filings * CLAIMS) / seconds,
    latencyMs: { median: latency.p50, p99: latency.p99, most: latency.max },
    statementsPerFiling: (after.statements - before.statements) / filings,
    filingsPerTransaction: filings / (after.transactions - before.transactions),
    cores: (after.cpuSeconds - before.cpuSeconds) / seconds,
  };
}

/** Files so many reports. Throws where one of them is not taken as new. */
async function file(
  url: string,
  key: string,
  connections: number,
  filings: number,
  input: () => FilingInput,
): Promise<{ seconds: number; latency: autocannon.Histogram }> {
  const began = performance.now();
  let answered = began;
  const { mismatches, errors, non2xx, latency } = await autocannon({
    url,
    connections,
    amount: filings,
    timeout: 60,
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify({ query: MUTATION, variables: { input: input() } }),
        }),
      },
    ],
    verifyBody: (body) => {
      answered = performance.now();
      return String(body).includes(FILED);
    },
  });
  if (mismatches + errors + non2xx > 0) {
    throw new Error(
      `Not filed: ${mismatches} other answers, ${errors} errors, ${non2xx} of another status than 200`,
    );
  }
  return { seconds: (answered - began) / 1000, latency };
}

/** The key of somebody who may file, in a record that is made ready. */
async function contributorKey(environment: Record<string, string>): Promise<string> {
  const { database, close } = await openRecord(readConfig(environment));
  try {
    const { key } = await createKey(database.prisma, { name: "bench", role: "CONTRIBUTOR", expiresAt: null });
    return key;
  } finally {
    await close();
  }
}

type Work = (environment: Record<string, string>) => Promise<Measured>;

async function onPostgres(work: Work): Promise<Result> {
  return { database: "PostgreSQL", ...(await inDatabase((url) => work({ DATABASE_URL: url }))) };
}

/** In a folder of its own, which is removed after. */
async function inFolder(work: Work): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "readout-bench-"));
  try {
    return { database: "embedded", ...(await work({ DATABASE_URL: "", DATA_DIR: folder })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
