import { Command } from "commander";
import pg from "pg";
import { openPostgres } from "../src/database/database.ts";
import { storeReferenceStates } from "../src/party/states.ts";
import { type FilingInput, filingSchema } from "../src/report/filing.ts";
import { fileReports } from "../src/report/write.ts";

const BATCH = 250;
const CLAIMS = 5;
const PARTIES = [
  "US",
  "RU",
  "CN",
  "FR",
  "DE",
  "GB",
  "IN",
  "JP",
  "BR",
  "ZA",
  "TR",
  "EG",
  "IR",
  "IL",
  "KR",
  "IT",
];

/**
 * How fast reports are filed in bulk, on PostgreSQL: filings of five claims in batches of a hundred, as the importers
 * send them, until there are so many claims; the rate over every tenth of them. One process, whose CPU time is
 * printed beside the time that passed.
 */
await new Command("bench:writing")
  .description("Measure the bulk filing of reports on PostgreSQL.")
  .option("--claims <number>", "how many claims", "100000")
  .option("--json", "print one object")
  .action(async ({ claims, json }: { claims: string; json?: boolean }) => {
    const url = process.env.BENCH_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
    const result = await inDatabase(url, (own) => measure(own, Number(claims), json !== true));
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
      filingSchema.parse(filing(batch * BATCH + index)),
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

/** Every third report is on a contact that was reported before, as where several outlets report one call. */
function filing(number: number): FilingInput {
  const contact = number % 3 === 0 ? Math.max(number - 1, 0) : number;
  const [a, b] = [PARTIES[contact % 16] ?? "US", PARTIES[(contact * 7 + 1 + (contact % 15)) % 16] ?? "RU"];
  const day = new Date(Date.UTC(1990, 0, 1 + (contact % 12_000))).toISOString().slice(0, 10);
  return {
    idempotencyKey: `bench:${number}`,
    outlet: { slug: `outlet-${number % 200}`, name: `Outlet ${number % 200}`, kind: "NEWS_AGENCY" },
    report: { title: `Report ${number}`, kind: "ARTICLE", publishedOn: day },
    claims: [
      {
        subject: { newContact: { ref: "c", keys: [`bench:contact:${contact}`] } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
      { subject: { ref: "c" }, field: "KIND", value: "CALL", stance: "STATES" },
      { subject: { ref: "c" }, field: "DATE", value: day, stance: "STATES" },
      { subject: { ref: "c" }, field: "PARTICIPANTS", value: { party: a }, stance: "STATES" },
      { subject: { ref: "c" }, field: "PARTICIPANTS", value: { party: b }, stance: "STATES" },
    ],
  };
}

/** Works in a database of its own, which is dropped after. */
async function inDatabase<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `readout_bench_${process.pid}`;
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await work(own.href);
  } finally {
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  }
}
