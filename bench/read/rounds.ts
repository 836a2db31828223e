import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Counted } from "../counting.ts";
import { type Backends, cpuSecondsBetween } from "./backends.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { ask, OTHER_CORES, onCores, type RunningServer } from "./servers/process.ts";
import type { ServerName } from "./servers/servers.ts";
import type { Mix, OperationName } from "./variables.ts";

/** What one server did in one round of an operation. */
export interface Round {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly statementsPerRequest: number;
  /** Of the server's process. */
  readonly cpuMsPerRequest: number;
  /** Of PostgreSQL's processes; null where it runs elsewhere. */
  readonly databaseCpuMsPerRequest: number | null;
  readonly bytesPerAnswer: number;
}

/** Sends requests from a process of its own, on the cores that the servers leave. */
export function startLoad(databaseUrl: string) {
  const child = onCores(
    OTHER_CORES,
    [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      fileURLToPath(new URL("./load.ts", import.meta.url)),
    ],
    { DATABASE_URL: databaseUrl },
  );
  return {
    async send(order: LoadOrder): Promise<LoadResult> {
      const result = (await ask(child, order)) as LoadResult | { error: string };
      if ("error" in result) throw new Error(result.error);
      return result;
    },
    stop: () => child.kill(),
  };
}

export type Load = ReturnType<typeof startLoad>;

/** Rounds of one operation, in which the servers take turns; each warms up before the first. */
export async function runRounds(
  load: Load,
  servers: ReadonlyMap<ServerName, RunningServer>,
  what: {
    operation: OperationName;
    mix: Mix;
    connections: number;
    seconds: number;
    warmUpSeconds: number;
    rounds: number;
  },
  backends: Backends,
): Promise<Map<ServerName, Round[]>> {
  const { rounds, seconds, warmUpSeconds, ...order } = what;
  const results = new Map<ServerName, Round[]>([...servers.keys()].map((name) => [name, []]));
  const turns = new Map<ServerName, LoadOrder["until"]>();
  for (const [server, { url }] of servers) {
    const each = { ...order, server, url, until: { requests: order.connections } };
    await load.send(each);
    const one = await load.send(each);
    // Where not every connection would have two answers in a turn, the turn is one answer for each.
    const isSlow = one.seconds > seconds / 2;
    turns.set(server, isSlow ? { requests: order.connections } : { seconds });
    await warmUp(() => load.send({ ...order, server, url, until: { seconds: warmUpSeconds } }));
  }
  for (let round = 0; round < rounds; round++) {
    for (const [server, running] of servers) {
      const until = turns.get(server) ?? { seconds };
      // Connections to the database that were idle for the others' turns are closed, and are opened anew before it counts.
      await load.send({ ...order, server, url: running.url, until: { seconds: 1 } });
      await settled(running);
      await backends.keepAside();
      const [before, databaseBefore] = [await running.counted(), await backends.cpuSeconds()];
      const result = await load.send({ ...order, server, url: running.url, until });
      const after = await settled(running);
      const databaseCpu = cpuSecondsBetween(databaseBefore, await backends.cpuSeconds());
      const { requests, sent, p50, p99, bytesPerAnswer } = result;
      results.get(server)?.push({
        requestsPerSecond: requests / result.seconds,
        p50,
        p99,
        bytesPerAnswer,
        statementsPerRequest: (after.statements - before.statements) / sent,
        cpuMsPerRequest: (1000 * (after.cpuSeconds - before.cpuSeconds)) / sent,
        databaseCpuMsPerRequest: databaseCpu === null ? null : (1000 * databaseCpu) / sent,
      });
    }
  }
  return results;
}

/** Asks a server in stretches, until two in a row give hardly more answers a second than any before: what it keeps is what it will keep. */
async function warmUp(ask: () => Promise<LoadResult>): Promise<void> {
  let [most, steady] = [0, 0];
  for (let stretch = 0; stretch < MOST_STRETCHES && steady < 2; stretch++) {
    const { requests, seconds } = await ask();
    const perSecond = requests / seconds;
    // One that gave no answer within a stretch gives none in the next either.
    steady = perSecond <= most * HARDLY_MORE ? steady + 1 : 0;
    most = Math.max(most, perSecond);
  }
}

const MOST_STRETCHES = 20;
const HARDLY_MORE = 1.05;

/** What a server did, once it is done with the requests that nobody waits for any more. */
async function settled(running: RunningServer): Promise<Counted> {
  for (let before = await running.counted(); ; ) {
    await setTimeout(QUIET_MS);
    const after = await running.counted();
    // It tells its own count, and looks for changes now and then.
    if (after.cpuSeconds - before.cpuSeconds < QUIET_MS / 4000) return after;
    before = after;
  }
}

const QUIET_MS = 100;
