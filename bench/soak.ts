import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { Command } from "commander";
import { Kind, parse } from "graphql";
import { createKey } from "../src/access/keys.ts";
import { readConfig } from "../src/config/config.ts";
import { filingSchema } from "../src/report/filing.ts";
import { fileReports } from "../src/report/write.ts";
import { openRecord } from "../src/server/record.ts";
import { madeFiling } from "./filings.ts";
import { withServer } from "./server.ts";
import type { Held } from "./soakProbe.ts";

async function makeRecord(environment: Record<string, string>, contacts: number): Promise<string> {
  const record = await openRecord(readConfig(environment));
  try {
    for (let start = 0; start < contacts; start += 200) {
      const numbers = Array.from({ length: Math.min(200, contacts - start) }, (_, index) => start + index);
      await fileReports(
        record.database,
        numbers.map((number) => filingSchema.parse(madeFiling(number, "by key"))),
      );
    }
    const { key } = await createKey(record.database.prisma, {
      name: "soak",
      role: "CONTRIBUTOR",
      expiresAt: null,
    });
    return key;
  } finally {
    await record.close();
  }
}

async function soak(
  url: string,
  key: string,
  minutes: number,
  contacts: number,
  held: () => Promise<Held>,
): Promise<boolean> {
  const stop = new AbortController();
  const beside = Promise.all([
    fileOn(url, key, contacts, stop.signal),
    ...Array.from({ length: 5 }, () => comeAndGo(url, stop.signal)),
  ]);
  beside.catch(() => {}); // Told once the server has been asked for the last time.
  const told: Held[] = [];
  let errors = 0;
  try {
    await answer(url, 10, null); // What is compiled and kept after the first answers.
    const { rate: capacity } = await answer(url, 20, null);
    const rate = Math.max(1, Math.floor(capacity * LOAD));
    print(`Capacity ${capacity.toFixed(1)} requests/s, with filings and subscribers; from here on ${rate}.`);
    print("minute  requests/s  errors  p99 ms  heap MB  resident MB  descriptors");
    for (let minute = 1; minute <= minutes + 1; minute++) {
      const answered = await answer(url, 60, rate);
      errors += answered.errors;
      await delay(500);
      const now = await held();
      told.push(now);
      const cells = [answered.rate, answered.errors, answered.p99, mega(now.heap), mega(now.resident)];
      print(
        `${String(minute).padStart(6)}  ${cells.map((cell) => cell.toFixed(1).padStart(10)).join("  ")}  ${now.descriptors ?? "?"}`,
      );
    }
  } finally {
    stop.abort();
  }
  const [filed, ...heard] = await beside;
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return false;
  const growth = last.heap / first.heap - 1;
  const opened = (last.descriptors ?? 0) - (first.descriptors ?? 0);
  const isSteady = growth <= MOST_GROWTH && opened <= MOST_OPENED && errors === 0 && filed > 0;
  print(
    `The heap after garbage collection ${growth < 0 ? "shrank" : "grew"} by ${Math.abs(100 * growth).toFixed(1)} % since the first minute (${100 * MOST_GROWTH} % may be), descriptors by ${opened} (${MOST_OPENED} may be); ${filed} filings, ${heard.reduce((sum, count) => sum + count, 0)} subscriptions, ${errors} errors: ${isSteady ? "steady" : "NOT STEADY"}.`,
  );
  return isSteady;
}

/**
 * Caches that are full after a minute. Larger ones take as long as the record grows until they are, and what they take
 * meanwhile could not be told from what is never given back.
 */
const FULL = { CACHE_BYTES: "3000000", RESPONSE_CACHE_BYTES: "1000000" };
const LOAD = 0.8;
const MOST_GROWTH = 0.1;
/** Subscribers come and go, and the database opens the files that it needs. */
const MOST_OPENED = 8;

/** Asks the example operations in turn, as often as they are answered or at a rate; how it went. */
async function answer(
  url: string,
  seconds: number,
  rate: number | null,
): Promise<{ rate: number; errors: number; p99: number }> {
  const { requests, errors, timeouts, non2xx, latency } = await autocannon({
    url,
    connections: 16,
    duration: seconds,
    ...(rate === null ? {} : { overallRate: rate }),
    method: "POST",
    headers: { "Content-Type": "application/json" },
    requests: QUERIES.map((query) => ({ body: JSON.stringify({ query }) })),
  });
  return { rate: requests.average, errors: errors + timeouts + non2xx, p99: latency.p99 };
}

/** The example operations that can be asked without variables. */
const QUERIES = readdirSync(new URL("../schema/operations/", import.meta.url))
  .filter((name) => name.endsWith(".graphql"))
  .map((name) => readFileSync(new URL(`../schema/operations/${name}`, import.meta.url), "utf8"))
  .filter((text) =>
    parse(text).definitions.every(
      (definition) =>
        definition.kind !== Kind.OPERATION_DEFINITION ||
        (definition.operation === "query" &&
          (definition.variableDefinitions ?? []).every(
            ({ type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE || defaultValue !== undefined,
          )),
    ),
  );

/** Files a report again and again; how many there were. */
async function fileOn(url: string, key: string, from: number, signal: AbortSignal): Promise<number> {
  let filed = 0;
  for (; !signal.aborted; filed++) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
      body: JSON.stringify({
        query:
          "mutation ($input: FileReportInput!) { fileReport(input: $input) { ... on FileReportSuccess { isNew } } }",
        variables: { input: madeFiling(from + filed, "by description") },
      }),
    });
    const text = await response.text();
    if (!text.includes('"fileReport"')) throw new Error(`Not filed: ${text}`);
    await delay(200);
  }
  return filed;
}

/** Subscribes, hears of a change, and goes, again and again; how often. */
async function comeAndGo(url: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (; !signal.aborted; count++) {
    const response = await fetch(
      `${url}?query=${encodeURIComponent("subscription { changes { cursor } }")}`,
      {
        headers: { Accept: "text/event-stream" },
        signal: AbortSignal.timeout(30_000),
      },
    );
    for await (const bytes of response.body ?? []) if (Buffer.from(bytes).includes("cursor")) break;
    await delay(1000);
  }
  return count;
}

function mega(bytes: number): number {
  return bytes / 2 ** 20;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Does a server stay as it is? For some minutes it answers 80 % of what it can: the example operations over kept
 * connections, some filings each second, and subscribers that come and go. After the first minute, and at the end, its
 * garbage is collected: the heap may have grown by a tenth, and no file or socket more may be open.
 */
await new Command("soak")
  .description("Serve for minutes at 80 % of capacity, and see whether memory and descriptors stay.")
  .option("--minutes <minutes>", "how long, after the first", "10")
  .option("--contacts <contacts>", "how many filings there are at first", "3000")
  .action(async ({ minutes, contacts }: { minutes: string; contacts: string }) => {
    const folder = mkdtempSync(join(tmpdir(), "readout-soak-"));
    const { DATABASE_URL } = process.env;
    const environment: Record<string, string> = {
      ...(DATABASE_URL === undefined ? { DATA_DIR: join(folder, "data") } : { DATABASE_URL }),
      ...FULL,
    };
    try {
      const key = await makeRecord(environment, Number(contacts));
      const isSteady = await withServer(
        environment,
        ({ url, held }) => soak(url, key, Number(minutes), Number(contacts), held),
        ["--expose-gc", "--import", fileURLToPath(new URL("soakProbe.ts", import.meta.url))],
      );
      process.exitCode = isSteady ? 0 : 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })
  .parseAsync();
