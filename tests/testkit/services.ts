import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { describe } from "vitest";

/**
 * Services of a test's own, which it may stop, kill and restart: PostgreSQL and replicas of it, PgBouncer, Redis. Each
 * on a free port of this machine, with its files in a temporary folder; gone with the block that declared it by
 * `await using`.
 */

const postgresBin = binOfPostgres();
const redisServer = which("redis-server");
const pgbouncer = which("pgbouncer") ?? existing("/usr/sbin/pgbouncer");

/**
 * Tests that need services of their own: PostgreSQL, and what else is named. Skipped, with the reason in their name, where
 * they cannot run.
 */
export function describeFaults(
  name: string,
  needed: readonly ("redis" | "pgbouncer")[],
  tests: () => void,
): void {
  const reason = whyNot(needed);
  describe.skipIf(reason !== null)(reason === null ? name : `${name} (skipped: ${reason})`, tests);
}

/** The same for tests that need a Redis, whatever the database. */
export function describeWithRedis(name: string, tests: () => void): void {
  const isThere = redisServer !== null;
  describe.skipIf(!isThere)(isThere ? name : `${name} (skipped: redis-server is not installed)`, tests);
}

function whyNot(needed: readonly ("redis" | "pgbouncer")[]): string | null {
  if ((process.env.TEST_DATABASE_URL ?? "") === "") return "TEST_DATABASE_URL is not set";
  if (postgresBin === null) return "initdb is not installed";
  if (needed.includes("redis") && redisServer === null) return "redis-server is not installed";
  if (needed.includes("pgbouncer") && pgbouncer === null) return "pgbouncer is not installed";
  return null;
}

/** A process that can be ended and begun again, on the same port. */
export interface Service extends AsyncDisposable {
  readonly port: number;
  start(): Promise<void>;
  /** Ends it by a signal, and waits until it has ended. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** Sends it a signal that it does not end by. */
  signal(signal: NodeJS.Signals): void;
  /** All that it has written. */
  readonly log: string;
}

export interface Cluster extends Service {
  /** A URL of a database of it. */
  url(database?: string): string;
  /** Rows of a statement, on a connection of its own. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read rows of any shape
  query(sql: string, values?: unknown[]): Promise<any[]>;
}

/** PostgreSQL's signals (postgres(1)): sessions are ended, or the server gives up at once and recovers at its start. */
export const FAST = "SIGINT";
export const IMMEDIATE = "SIGQUIT";

/** A PostgreSQL of the caller's own, empty, whose time zone is far from UTC. */
export async function cluster(): Promise<Cluster> {
  const folder = await serviceFolder("readout-cluster-");
  const data = join(folder.path, "data");
  const auth = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"];
  execFileSync(postgresTool("initdb"), ["-D", data, ...auth], {
    ...owner,
    stdio: "ignore",
    cwd: folder.path,
  });
  return startCluster(folder, data);
}

/** A hot standby of a cluster: a copy that follows it. */
export async function replicaOf(primary: Cluster): Promise<Cluster> {
  const folder = await serviceFolder("readout-replica-");
  const data = join(folder.path, "data");
  const how = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"];
  execFileSync(postgresTool("pg_basebackup"), ["-D", data, "-d", primary.url(), ...how], {
    ...owner,
    stdio: "pipe",
    cwd: folder.path,
  });
  return startCluster(folder, data);
}

async function startCluster(folder: ServiceFolder, data: string): Promise<Cluster> {
  const port = await freePort();
  const url = (database = "postgres") => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const query = async (sql: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: url() });
    client.on("error", () => {}); // The statement tells.
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  };
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "Asia/Kolkata",
    shared_buffers: "64MB",
    // A killed server loses nothing by this: only a machine that stops would.
    fsync: "off",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const service = await startService(folder, port, {
    program: postgresTool("postgres"),
    args: ["-D", data, ...args],
    isReady: async () => {
      await query("SELECT 1");
    },
    end: IMMEDIATE,
  });
  return Object.assign(service, { url, query });
}

/** PgBouncer in transaction mode before a cluster. `settings` are those of its own section. */
export async function poolerOf(
  { port: server }: Cluster,
  settings: Readonly<Record<string, string>> = {},
): Promise<Service & { url(database?: string): string }> {
  if (pgbouncer === null) throw new Error("pgbouncer is not installed");
  const folder = await serviceFolder("readout-pooler-");
  const port = await freePort();
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    auth_type: "trust",
    auth_file: join(folder.path, "users"),
    pool_mode: "transaction",
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  await folder.write("users", '"postgres" ""\n');
  await folder.write(
    "pgbouncer.ini",
    `[databases]\n* = host=127.0.0.1 port=${server}\n[pgbouncer]\n${lines.join("\n")}\n`,
  );
  const url = (database = "postgres") => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const service = await startService(folder, port, {
    program: pgbouncer,
    args: [join(folder.path, "pgbouncer.ini")],
    isReady: () => accepts(port),
    end: "SIGTERM",
  });
  return Object.assign(service, { url });
}

/** A Redis of the caller's own. */
export async function redis(): Promise<Service & { readonly url: string }> {
  if (redisServer === null) throw new Error("redis-server is not installed");
  const folder = await serviceFolder("readout-redis-");
  const port = await freePort();
  const service = await startService(folder, port, {
    program: redisServer,
    args: ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder.path],
    isReady: () => accepts(port),
    end: "SIGTERM",
  });
  return Object.assign(service, { url: `redis://127.0.0.1:${port}` });
}

interface Program {
  readonly program: string;
  readonly args: readonly string[];
  /** Throws while it is not. */
  isReady(): Promise<void>;
  /** The signal by which it ends soon. */
  readonly end: NodeJS.Signals;
}

async function startService(
  folder: ServiceFolder,
  port: number,
  { program, args, isReady, end }: Program,
): Promise<Service> {
  let child: ChildProcess | null = null;
  let log = "";
  const stop = async (signal: NodeJS.Signals) => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "close");
    running.kill(signal);
    await ended;
  };
  const start = async () => {
    const started = spawn(program, args, { ...owner, stdio: ["ignore", "pipe", "pipe"], cwd: folder.path });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    for (;;) {
      try {
        return await isReady();
      } catch (error) {
        if (started.exitCode !== null) throw new Error(`${program} ended: ${log}`, { cause: error });
        await delay(20);
      }
    }
  };
  // A test that hangs disposes of nothing.
  const reap = () => child?.kill(end);
  process.once("exit", reap);
  const dispose = async () => {
    process.off("exit", reap);
    await stop(end);
    await folder.remove();
  };
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    port,
    start,
    stop,
    signal: (signal) => void child?.kill(signal),
    get log() {
      return log;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

interface ServiceFolder {
  readonly path: string;
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** A folder that belongs to whom the services run as. */
async function serviceFolder(name: string): Promise<ServiceFolder> {
  const path = await mkdtemp(join(tmpdir(), name));
  const give = async (file: string) => {
    if (owner !== null) await chown(file, owner.uid, owner.gid);
  };
  await give(path);
  await mkdir(join(path, "data"), { mode: 0o700 });
  await give(join(path, "data"));
  return {
    path,
    write: async (file, text) => {
      await writeFile(join(path, file), text);
      await give(join(path, file));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** PostgreSQL and PgBouncer refuse to run as root. */
const owner: { uid: number; gid: number } | null =
  process.getuid?.() === 0 && postgresBin !== null ? { uid: idOf("-u"), gid: idOf("-g") } : null;

function idOf(option: "-u" | "-g"): number {
  return Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
}

function postgresTool(name: string): string {
  if (postgresBin === null) throw new Error("PostgreSQL is not installed");
  return join(postgresBin, name);
}

/** The folder of a PostgreSQL that can be started; the one in the path, or Debian's. */
function binOfPostgres(): string | null {
  const folders = [
    said("pg_config", ["--bindir"]),
    said("sh", ["-c", "ls -d /usr/lib/postgresql/*/bin | tail -1"]),
  ];
  return folders.find((folder) => folder !== null && existsSync(join(folder, "initdb"))) ?? null;
}

function which(program: string): string | null {
  return said("sh", ["-c", `command -v ${program}`]);
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}

/** What a program prints; null where it cannot. */
function said(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}

function accepts(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", reject).once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
