import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Command } from "commander";
import type { ByHandFunctions } from "./fanoutByHand.ts";
import { file, filing, pathOf } from "./fanoutChanges.ts";
import type { ClientFunctions } from "./fanoutClients.ts";
import { type Memory, now, type Remote, withProcess } from "./fanoutProcess.ts";
import type { ServerFunctions, Written } from "./fanoutServer.ts";

const WARM_UP = 3;
const TURNS = 4;
const BETWEEN_MS = 100;
const SETTLE_MS = 300;
const SOON_MS = 60_000;

/**
 * What it takes to tell a change to many: a server process on the embedded database, subscribers over sockets of
 * another process, and changes that are filed through GraphQL. Every other change is written by hand: at the same
 * point of the same process, the same bytes to the same sockets.
 */
await new Command("bench:fanout")
  .description("Measure how changes are told to subscribers, beside writing the same bytes by hand.")
  .option("--subscribers <number>", "how many wait for the same operation", "10000")
  .option("--filters <number>", "how many wait for different parties", "1000")
  .option("--changes <number>", "how many changes are measured of each sort", "20")
  .option("--json", "print one object")
  .addHelpText(
    "after",
    "\nEvery subscriber takes an open file in two processes: where too few are allowed, raise them by `ulimit -n`.",
  )
  .action(async (options: { subscribers: string; filters: string; changes: string; json?: boolean }) => {
    const counts = {
      subscribers: Number(options.subscribers),
      filters: Number(options.filters),
      changes: Number(options.changes),
    };
    checkOpenFiles(Math.max(counts.subscribers, counts.filters));
    const result = await inFolder((folder) => measure(folder, counts, options.json !== true));
    process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : described(result));
  })
  .parseAsync();

interface Counts {
  readonly subscribers: number;
  readonly filters: number;
  readonly changes: number;
}

interface Result extends Counts {
  /** Of a change as it is sent. */
  readonly bytes: number;
  /** From the first byte written to the last read by a client: medians. */
  readonly lastDelivery: SideBySide;
  /** The same where nothing else was in the way: the quickest of each. */
  readonly quickest: SideBySide;
  /** From the first byte written to the last that the server has written: medians. */
  readonly written: SideBySide;
  /** Of a processor, that the server used meanwhile: medians. */
  readonly cpu: SideBySide;
  /** From the moment a filing is sent to the last delivery of its change. */
  readonly sinceFiledMs: number;
  /** What each idle subscriber adds, in kilobytes of 1,000 bytes. */
  readonly memory: { readonly readout: Kilobytes; readonly byHand: Kilobytes };
  readonly filtersByParty: { readonly none: Told; readonly one: Told; readonly many: Told };
}

interface SideBySide {
  readonly readoutMs: number;
  readonly byHandMs: number;
  readonly ratio: number;
}

interface Kilobytes {
  readonly resident: number;
  /** Objects, and what they hold outside of the heap. */
  readonly heap: number;
}

/** Medians over changes. */
interface Told {
  readonly executions: number;
  /** With those of the filing. */
  readonly statements: number;
  /** From the moment the filing is sent to the last delivery; null where there is none. */
  readonly ms: number | null;
}

function described(result: Result): string {
  const { bytes, lastDelivery, quickest, written, cpu, memory, filtersByParty } = result;
  const row = (name: string, ...cells: (number | string | null)[]) =>
    `${name.padEnd(34)}${cells.map((cell) => (cell === null ? "" : typeof cell === "number" ? cell.toFixed(1) : cell).padStart(12)).join("")}\n`;
  const times = ({ readoutMs, byHandMs, ratio }: SideBySide) => [readoutMs, byHandMs, ratio.toFixed(2)];
  const told = ({ executions, statements, ms }: Told) => [String(executions), String(statements), ms];
  return (
    `${result.subscribers} subscribers of one operation; medians of ${result.changes} changes of ${bytes} bytes\n` +
    row("", "Readout", "by hand", "ratio") +
    row("last delivery, ms", ...times(lastDelivery)) +
    row("last delivery, quickest, ms", ...times(quickest)) +
    row("all written by the server, ms", ...times(written)) +
    row("processor time of the server, ms", ...times(cpu)) +
    row("last delivery since the filing, ms", result.sinceFiledMs) +
    row("resident, kB an idle subscriber", memory.readout.resident, memory.byHand.resident) +
    row("heap, kB an idle subscriber", memory.readout.heap, memory.byHand.heap) +
    `\nSubscribers by party, of whom a change concerns three; medians of ${result.changes} filings\n` +
    row("", "executions", "statements", "ms") +
    row("none", ...told(filtersByParty.none)) +
    row("1 filter, which it concerns", ...told(filtersByParty.one)) +
    row(`${result.filters} filters`, ...told(filtersByParty.many))
  );
}

interface Bench {
  readonly server: Remote<ServerFunctions>;
  readonly clients: Remote<ClientFunctions>;
  readonly port: number;
  readonly key: string;
  tell(progress: string): void;
}

function measure(folder: string, counts: Counts, isTold: boolean): Promise<Result> {
  const tell = (progress: string) => {
    if (isTold) process.stderr.write(`${progress}\n`);
  };
  return withProcess<ClientFunctions, Result>("./fanoutClients.ts", {}, async (clients) => {
    const byHand = await withProcess<ByHandFunctions, Kilobytes>("./fanoutByHand.ts", {}, async (server) => {
      const { port } = await server.where();
      const memory = await memoryOfIdle(server, { ...counts, clients, port, path: "/", tell });
      await clients.close();
      return memory;
    });
    const environment = { DATABASE_URL: "", DATA_DIR: folder };
    return withProcess<ServerFunctions, Result>("./fanoutServer.ts", environment, async (server) => {
      const bench = { server, clients, tell, ...(await server.where()) };
      const path = pathOf(["US", "RU"]);
      const readout = await memoryOfIdle(server, { ...counts, clients, port: bench.port, path, tell });
      const fanOut = await measureFanOut(bench, counts);
      const filtersByParty = await measureFilters(bench, counts);
      await server.stop();
      return { ...counts, ...fanOut, memory: { readout, byHand }, filtersByParty };
    });
  });
}

/** Opens the subscribers, a few of them twice, so that what is made once is there before. */
async function memoryOfIdle(
  server: { readonly memory: () => Promise<Memory> },
  {
    clients,
    port,
    path,
    subscribers,
    tell,
  }: Pick<Bench, "clients" | "port" | "tell"> & Counts & { path: string },
): Promise<Kilobytes> {
  await clients.open(port, Math.min(200, subscribers), [path]);
  await clients.close();
  await delay(SETTLE_MS);
  const before = await server.memory();
  const began = now();
  await clients.open(port, subscribers, [path]);
  tell(`${subscribers} subscribers opened in ${((now() - began) / 1000).toFixed(1)} s`);
  await delay(SETTLE_MS);
  const after = await server.memory();
  const each = (kind: keyof Memory) => (after[kind] - before[kind]) / subscribers / 1000;
  return { resident: each("resident"), heap: each("heap") };
}

async function measureFanOut(
  { server, clients, port, key, tell }: Bench,
  { subscribers, changes }: Counts,
): Promise<Pick<Result, "bytes" | "lastDelivery" | "quickest" | "written" | "cpu" | "sinceFiledMs">> {
  await server.forget();
  const told: Timed[] = [];
  const byHand: Timed[] = [];
  for (let change = 0; change < 2 * (WARM_UP + changes); change++) {
    const times = change % 2 === 0 ? told : byHand;
    await Promise.all([server.expect(subscribers, times === byHand), clients.expect(subscribers)]);
    const sent = now();
    await file(port, key, filing(change, ["US", "RU"]));
    const last = await soon(clients.received());
    times.push(timed(await server.written(), subscribers, sent, last));
    await delay(BETWEEN_MS);
    if (change === 2 * WARM_UP) tell("measuring deliveries");
  }
  const { least, most } = await clients.counts();
  const rounds = 2 * (WARM_UP + changes);
  if (least !== rounds || most !== rounds) {
    throw new Error(`Of ${rounds} changes, subscribers were told between ${least} and ${most}`);
  }
  const { length } = await server.written();
  await clients.close();
  await delay(SETTLE_MS);
  const sideBySide = (
    of: (times: Timed) => number,
    pick: (values: readonly number[]) => number = median,
  ): SideBySide => {
    const [readoutMs, byHandMs] = [pick(told.slice(WARM_UP).map(of)), pick(byHand.slice(WARM_UP).map(of))];
    return { readoutMs, byHandMs, ratio: readoutMs / byHandMs };
  };
  return {
    bytes: length,
    lastDelivery: sideBySide(({ lastDelivery }) => lastDelivery),
    quickest: sideBySide(
      ({ lastDelivery }) => lastDelivery,
      (values) => Math.min(...values),
    ),
    written: sideBySide(({ written }) => written),
    cpu: sideBySide(({ cpu }) => cpu),
    sinceFiledMs: median(told.slice(WARM_UP).map(({ sinceFiled }) => sinceFiled)),
  };
}

/** One delivery, in milliseconds. */
interface Timed {
  readonly lastDelivery: number;
  readonly written: number;
  readonly cpu: number;
  readonly sinceFiled: number;
}

function timed(
  { writes, frames, began, ended, cpu }: Written,
  expected: number,
  sent: number,
  last: number,
): Timed {
  if (writes !== expected || frames !== 1) {
    throw new Error(`Expected ${expected} writes of one change, and not ${writes} of ${frames}`);
  }
  return { lastDelivery: last - began, written: ended - began, cpu, sinceFiled: last - sent };
}

/** One filter and many in turn, since a machine is not always equally busy. */
async function measureFilters(
  { server, clients, port, key, tell }: Bench,
  { filters, changes }: Counts,
): Promise<Result["filtersByParty"]> {
  tell(`measuring filters: none, one, and ${filters}, in turn`);
  const measured = { none: [] as Told[], one: [] as Told[], many: [] as Told[] };
  const parties = Array.from({ length: filters }, (_, index) => `bench-party-${index}`);
  let number = 1_000_000;
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [sort, open, concerned] of [
      ["none", 0, 0],
      ["one", 1, 1],
      ["many", filters, 3],
    ] as const) {
      await clients.open(
        port,
        open,
        parties.map((party) => pathOf([party])),
      );
      for (let change = 0; change < WARM_UP + Math.ceil(changes / TURNS); change++) {
        const others = [1, 2].map((step) => 1 + ((number * 2 + step) % (filters - 1)));
        const filed = filing(
          number++,
          [0, ...others].map((index) => parties[index] as string),
        );
        const before = await server.work();
        await clients.expect(concerned);
        const sent = now();
        await file(port, key, filed);
        const ms = concerned === 0 ? null : (await soon(clients.received())) - sent;
        await delay(SETTLE_MS);
        const after = await server.work();
        if (change < WARM_UP) continue;
        measured[sort].push({
          executions: after.executions - before.executions,
          statements: after.statements - before.statements,
          ms,
        });
      }
      await clients.close();
      await delay(SETTLE_MS);
    }
  }
  const medians = (told: readonly Told[]): Told => ({
    executions: median(told.map(({ executions }) => executions)),
    statements: median(told.map(({ statements }) => statements)),
    ms: told[0]?.ms == null ? null : median(told.map(({ ms }) => ms ?? 0)),
  });
  return { none: medians(measured.none), one: medians(measured.one), many: medians(measured.many) };
}

/** When the last was there; throws where that does not come. */
async function soon(received: Promise<number>): Promise<number> {
  const late = delay(SOON_MS, null, { ref: false });
  const last = await Promise.race([received, late]);
  if (last === null) throw new Error(`Not all subscribers were told within ${SOON_MS / 1000} s`);
  return last;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Node raises what it may open to the most that the shell allows. */
function checkOpenFiles(connections: number): void {
  const allowed = execFileSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).trim();
  const needed = connections + 500;
  if (allowed === "unlimited" || Number(allowed) >= needed) return;
  throw new Error(
    `${needed} files must be open at a time, and ${allowed} may be: raise that by "ulimit -n ${needed}"`,
  );
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "readout-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
