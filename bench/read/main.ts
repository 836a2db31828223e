import { Command, InvalidArgumentError, Option } from "commander";
import pg from "pg";
import { Backends } from "./backends.ts";
import { type Answering, answer, compareAnswers } from "./compare.ts";
import { writeDocs } from "./docs.ts";
import { peerVersions, preparePeers } from "./peers.ts";
import { type FilledDatabase, filledDatabase } from "./record/database.ts";
import { machineOf, type Results, report } from "./report.ts";
import { type Measurement, measurementOf, ratiosOf } from "./results.ts";
import { runRounds, startLoad } from "./rounds.ts";
import { FILES } from "./servers/asked.ts";
import { canPin, type RunningServer, startServer } from "./servers/process.ts";
import { SERVERS, type ServerName } from "./servers/servers.ts";
import { drawer, type Mix, type OperationName } from "./variables.ts";

const ALL_SERVERS = Object.keys(SERVERS) as ServerName[];
const ALL_OPERATIONS = Object.keys(FILES) as OperationName[];
const ALL_MIXES: Mix[] = ["recency", "cold"];

await new Command("bench")
  .description(
    "Measure reading, beside what one would use instead: PostGraphile, SQL by hand, Pothos's Prisma plugin.",
  )
  .addOption(new Option("--contacts <number>", "how many the record has").argParser(whole).default(100_000))
  .addOption(
    new Option("--rounds <number>", "in how many each server has its turn").argParser(whole).default(5),
  )
  .addOption(new Option("--seconds <number>", "how long each turn is").argParser(whole).default(3))
  .addOption(
    new Option(
      "--warm-up <seconds>",
      "how long a stretch is in which a server is asked by recency before its first turn: until two in a row are hardly faster",
    )
      .argParser(whole)
      .default(10),
  )
  .addOption(
    new Option("--connections <number>", "how many clients ask at once").argParser(whole).default(16),
  )
  .addOption(list("--servers <names>", ALL_SERVERS))
  .addOption(list("--operations <names>", ALL_OPERATIONS))
  .addOption(list("--mixes <names>", ALL_MIXES))
  .option("--keep", "keep the filled database for the next run")
  .option("--json", "print one object on standard output")
  .option("--write-docs", "put the table and the picture into docs/performance.md and docs/performance.svg")
  .action(async (options: Options) => {
    const tell = (line: string) => void process.stderr.write(`${line}\n`);
    const server = process.env.BENCH_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
    const database = await filledDatabase(server, options.contacts, tell);
    try {
      const results = await measure(database, options, tell);
      process.stdout.write(options.json === true ? `${JSON.stringify(results)}\n` : `${report(results)}\n`);
      if (options.writeDocs === true) writeDocs(results);
    } finally {
      if (options.keep === true || !database.isNew) tell(`The database ${database.name} is kept.`);
      else await database.drop();
    }
  })
  .parseAsync();

interface Options {
  readonly contacts: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly connections: number;
  readonly servers: ServerName[];
  readonly operations: OperationName[];
  readonly mixes: Mix[];
  readonly keep?: true;
  readonly json?: true;
  readonly writeDocs?: true;
}

async function measure(
  { url }: FilledDatabase,
  options: Options,
  tell: (line: string) => void,
): Promise<Results> {
  const { contacts, rounds, seconds, warmUp, connections, operations, mixes } = options;
  if (options.servers.some((name) => SERVERS[name].isPeer)) await preparePeers(url, tell);
  const servers = new Map<ServerName, RunningServer>();
  const starts = new Map<ServerName, number>();
  const answering: Answering[] = [];
  const load = startLoad(url);
  const backends = await Backends.of(url);
  try {
    for (const name of options.servers) {
      const began = performance.now();
      const running = await startServer(SERVERS[name], url);
      servers.set(name, running);
      const one = { name, url: running.url, asked: await SERVERS[name].asked(running.url) };
      await answer(one, "walk", { after: null });
      starts.set(name, performance.now() - began);
      answering.push(one);
    }
    tell("Comparing the servers' answers …");
    await compareAnswers(answering, operations, await drawer(url));
    const measurements: Measurement[] = [];
    for (const mix of mixes) {
      for (const operation of operations) {
        tell(`Measuring ${mix}, ${operation} …`);
        // Where nothing comes again there is nothing to keep.
        const warmUpSeconds = mix === "recency" ? warmUp : 1;
        const what = { operation, mix, connections, seconds, warmUpSeconds, rounds };
        const found = await runRounds(load, servers, what, backends);
        for (const [name, turns] of found) measurements.push(measurementOf(mix, operation, name, turns));
      }
    }
    const memory = new Map<ServerName, number>();
    for (const [name, running] of servers) memory.set(name, (await running.counted()).peakBytes / 2 ** 20);
    return {
      contacts,
      rounds,
      seconds,
      warmUpSeconds: warmUp,
      connections,
      command: `npm run bench -- --contacts ${contacts} --rounds ${rounds} --seconds ${seconds} --warm-up ${warmUp}`,
      machine: machineOf(await versionOf(url), { servers: canPin, database: await backends.keepAside() }),
      peers: peerVersions(),
      ratios: ratiosOf(measurements, ({ requestsPerSecond }) => requestsPerSecond),
      p99Ratios: ratiosOf(measurements, ({ p99 }) => p99),
      servers: [...servers.keys()].map((name) => ({
        name,
        startMs: Math.round(starts.get(name) ?? 0),
        peakMb: Math.round(memory.get(name) ?? 0),
      })),
      measurements,
    };
  } finally {
    load.stop();
    await backends.close();
    await Promise.all([...servers.values()].map((running) => running.stop()));
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version.split(" ")[0] ?? "";
  } finally {
    await client.end();
  }
}

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number above 0.");
}

/** A list of some of these, with commas. */
function list<Name extends string>(flags: string, all: readonly Name[]): Option {
  return new Option(flags, `some of ${all.join(",")}`).default([...all], "all").argParser((text) => {
    const names = text.split(",");
    const wrong = names.find((name) => !all.some((known) => known === name));
    if (wrong !== undefined) throw new InvalidArgumentError(`There is no "${wrong}".`);
    return names;
  });
}
