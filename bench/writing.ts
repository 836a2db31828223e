import { Command } from "commander";
import { openPostgres } from "../src/database/database.ts";
import { storeReferenceStates } from "../src/party/states.ts";
import { filingSchema } from "../src/report/filing.ts";
import { fileReports } from "../src/report/write.ts";
import { inDatabase } from "./databases.ts";
import { CLAIMS, madeFiling } from "./filings.ts";

const BATCH = 250;

/**
 * How fast reports are filed in bulk, on PostgreSQL: filings of five claims in batches of 250, as the importers
 * send them, until there are so many claims; the rate over every tenth of them. One process, whose CPU time is
 * printed beside the time that passed.
 */
await new Command("bench:writing")
  .description("Measure the bulk filing of reports on PostgreSQL.")
  .option("--claims <number>", "how many claims", "100000")
  .option("--json", "print one object")
  .action(async ({ claims, json }: { claims: string; json?: boolean }) => {
    const result = await inDatabase((url) => measure(url, Number(claims), json !== true));
    const last = result.rates.at(-1) ?? 0;
    const first = result.rates.at(0) ?? 1;
    if (json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
    else {
      process.stdout.write(
        `${result.claims} claims in ${result.seconds.toFixed(1)} s: ${Math.round(result.claims / result.seconds)} a second, ` +
          `${(result.cpuSeconds / result.seconds).toFixed(2)} cores of the process; the last tenth at ${Math.round((100 * last) / first)} % of the first.\n`,
      );
    }
  })
  .parseAsync();

interface Result {
  readonly claims: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Claims a second, over each tenth. */
  readonly rates: number[];
}

async function measure(url: string, claims: number, isTold: boolean): Promise<Result> {
  const database = await openPostgres(url, { migrate: true });
  await storeReferenceStates(database);
  const batches = Math.ceil(claims / CLAIMS / BATCH);
  const tenth = Math.max(Math.floor(batches / 10), 1);
  const rates: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  let since = began;
  for (let batch = 0; batch < batches; batch++) {
    const filings = Array.from({ length: BATCH }, (_, index) =>
      filingSchema.parse(madeFiling(batch * BATCH + index, "by key")),
    );
    const results = await fileReports(database, filings, { actor: "bench" });
    const wrong = results.find(({ outcome }) => outcome !== "created");
    if (wrong !== undefined) throw new Error(`Not filed: ${JSON.stringify(wrong)}`);
    if ((batch + 1) % tenth !== 0) continue;
    const now = performance.now();
    rates.push((tenth * BATCH * CLAIMS) / ((now - since) / 1000));
    since = now;
    if (isTold)
      process.stderr.write(
        `${(batch + 1) * BATCH * CLAIMS} claims, ${Math.round(rates.at(-1) ?? 0)} a second\n`,
      );
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await database.close();
  return { claims: batches * BATCH * CLAIMS, seconds, cpuSeconds: (user + system) / 1e6, rates };
}
