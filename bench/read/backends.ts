import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import pg from "pg";
import { canPin, OTHER_CORES, pin } from "./servers/process.ts";

/** PostgreSQL's processes for a database, where they run on this machine. */
export class Backends {
  readonly #client: pg.Client;
  readonly #aside = new Set<number>();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async of(databaseUrl: string): Promise<Backends> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return new Backends(client);
  }

  /** Keeps them off the servers' core; false where that is not permitted. */
  async keepAside(): Promise<boolean> {
    if (!canPin) return false;
    const found = (await this.#ids()).filter((id) => !this.#aside.has(id));
    if (pin(OTHER_CORES, found)) for (const id of found) this.#aside.add(id);
    return this.#aside.size > 0;
  }

  /** The processor time that each has taken, in seconds, by process id; empty where the system does not tell. */
  async cpuSeconds(): Promise<ReadonlyMap<number, number>> {
    return new Map((await this.#ids()).flatMap((id) => cpuSecondsOf(id) ?? []));
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async #ids(): Promise<number[]> {
    const { rows } = await this.#client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND coalesce(host(inet_server_addr()) IN ('127.0.0.1', '::1'), true)`,
    );
    return rows.map(({ pid }) => pid);
  }
}

/** What they took between two counts; one that has come since took all that it has. Null where nothing is told. */
export function cpuSecondsBetween(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): number | null {
  if (after.size === 0) return null;
  return [...after].reduce((sum, [id, seconds]) => sum + seconds - (before.get(id) ?? 0), 0);
}

/** proc_pid_stat(5): the 14th and 15th fields are user and system time, in ticks. */
function cpuSecondsOf(id: number): [number, number][] | null {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return [[id, (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND]];
  } catch {
    return null; // Not Linux, or it has just ended.
  }
}

const TICKS_PER_SECOND = Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100;
