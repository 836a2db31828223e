import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import pg from "pg";
import { openPostgres } from "../src/database/database.ts";
import { storeReferenceStates } from "../src/party/states.ts";
import { inDatabase } from "./databases.ts";
import { chunks } from "./gdeltRows.ts";

/**
 * How fast `readout import gdelt` reads and writes, on PostgreSQL: made rows of GDELT's form through standard input of the
 * command as it is started by `npm run readout`. Of so many per cent comes a report on a contact of two states, a third of
 * them on one that was reported before; the others are events of other codes, as most of GDELT is.
 */
await new Command("bench:gdelt")
  .description("Measure the import of GDELT on PostgreSQL.")
  .option("--rows <number>", "how many rows", "1000000")
  .option("--share <percent>", "of how many of them come reports", "7")
  .option("--json", "print one object")
  .action(async ({ rows, share, json }: { rows: string; share: string; json?: boolean }) => {
    const result = await inDatabase((url) => measure(url, Number(rows), Number(share)));
    const { seconds, claims, peakMb } = result;
    process.stdout.write(
      json === true
        ? `${JSON.stringify(result)}\n`
        : `${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(Number(rows) / seconds)} rows a second, ${claims} claims, ` +
            `${Math.round(claims / seconds)} a second, at most ${peakMb} MB.\n`,
    );
  })
  .parseAsync();

interface Result {
  readonly rows: number;
  /** From the start of the command to its end. */
  readonly seconds: number;
  readonly claims: number;
  /** Resident memory of the command, as Linux counts it; 0 elsewhere. */
  readonly peakMb: number;
}

async function measure(url: string, rows: number, share: number): Promise<Result> {
  const database = await openPostgres(url, { migrate: true });
  await storeReferenceStates(database);
  await database.close();
  const began = performance.now();
  const flags = ["--disable-warning=ExperimentalWarning", "--liftoff-only", "--max-old-space-size=128"];
  const child = spawn(
    process.execPath,
    [...flags, "--max-semi-space-size=8", "src/main.ts", "import", "gdelt", "-", "--json"],
    { env: { ...process.env, DATABASE_URL: url }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const closed = once(child, "close");
  let peakMb = 0;
  const looking = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  }, 200);
  const written = pipeline(Readable.from(chunks(rows, share)), child.stdin);
  const [told] = await Promise.all([text(child.stdout), written, closed]);
  clearInterval(looking);
  const seconds = (performance.now() - began) / 1000;
  const counts = JSON.parse(told) as { rows: number; created: number; merged: number };
  if (counts.rows !== rows || (counts.created + counts.merged === 0 && share > 0))
    throw new Error(`Not imported: ${told}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: found } = await client.query(
    "SELECT count(*)::int AS claims FROM claim c JOIN report r ON r.id = c.report_id WHERE r.key LIKE 'gdelt:%'",
  );
  await client.end();
  return { rows, seconds, claims: found[0].claims, peakMb };
}

function peakOf(pid: number): number {
  try {
    return Math.round(
      // One that has ended, and was not waited for yet, has no memory.
      Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    );
  } catch {
    return 0; // Not Linux, or it has just ended.
  }
}
