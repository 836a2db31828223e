import pg from "pg";

/** What there is at a PostgreSQL URL. */
export interface Reached {
  /** A copy that follows another server, and takes no writes. */
  readonly isReplica: boolean;
  /** Something between, such as PgBouncer, which may give each transaction another connection. */
  readonly isPooled: boolean;
}

/** Looks at a server; throws the driver's error where there is no answer to be had within ten seconds. */
export async function reach(url: string): Promise<Reached> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
  });
  client.on("error", () => {}); // What breaks later is for the pool to tell.
  try {
    await client.connect();
    const { rows } = await client.query("SELECT pg_backend_pid() AS pid, pg_is_in_recovery() AS replica");
    // A pooler answers with a number of its own, since a client has no one process of the server (PostgreSQL's
    // protocol, "BackendKeyData").
    const { processID } = client as unknown as { processID: number };
    return { isReplica: rows[0].replica, isPooled: rows[0].pid !== processID };
  } finally {
    await client.end().catch(() => {}); // What was wrong was thrown already.
  }
}

const ANSWER_WITHIN_MS = 10_000;

const SETTINGS = [
  // To compile a statement takes longer than any of ours runs, and the planner, which thinks recursion costly, would
  // compile some each time.
  "jit=off",
  // What is counted over all contacts of a party fits in so much memory, and not in PostgreSQL's default.
  "work_mem=16MB",
  // A page at random costs little more than the next one: it is in memory, or on no turning disk, and what is wanted of
  // small tables is looked up a hundred times.
  "random_page_cost=1.1",
  // A statement has one of the server's cores, as others wait for theirs: to begin with several takes longer than most of
  // ours run.
  "max_parallel_workers_per_gather=0",
] as const;

/**
 * Part of a condition of which only its values tell how many rows it leaves: PostgreSQL is to plan the statement for them,
 * each time. For any values it guesses, a hundredth of all for a period, and takes ten times as long.
 */
export const PLANNED_FOR_ITS_VALUES = "/* planned for its values */";

/** How to connect to it. */
export function connectionSettings(url: string, { isPooled }: Pick<Reached, "isPooled">): pg.PoolConfig {
  return {
    connectionString: url,
    Client: UtcClient,
    // A connection keeps each statement that it prepared, and its plan.
    maxLifetimeSeconds: 900,
    // Whoever comes first after a quiet minute need not wait until one is opened, and has planned its statements.
    idleTimeoutMillis: 300_000,
    // Poolers refuse what they do not know.
    ...(isPooled ? {} : { options: `-c ${SETTINGS.join(" -c ")}` }),
  };
}

/**
 * A connection that is given up where the server does not answer within ten seconds.
 *
 * Prisma reads and writes timestamps as UTC, whatever the server's zone. Asked for by the parameter's own name at the
 * start of a connection: poolers know that one, and set it again on each connection that they give.
 */
export class UtcClient extends pg.Client {
  constructor(settings: pg.ClientConfig = {}) {
    // Not the pool's: there it would bound how long is waited for one of its connections.
    super({
      ...settings,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
  }

  /**
   * With a callback, whatever the caller wants: what the driver's own promises gave is not let go before all memory is
   * swept, which takes longer than what is younger.
   */
  // The driver's overloads, by promise and by callback.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  override query(...[config, values, callback]: any[]): any {
    const query = pg.Client.prototype.query as (...statement: unknown[]) => unknown;
    if (callback !== undefined || typeof values === "function" || typeof config?.submit === "function")
      return query.call(this, config, values, callback);
    return new Promise((resolve, reject) => {
      query.call(this, config, values, (error: unknown, result: unknown) =>
        error ? reject(error) : resolve(result),
      );
    });
  }

  getStartupConf(): object {
    return { ...startup.getStartupConf.call(this), TimeZone: "UTC" };
  }
}

/** Not in the driver's types. */
const startup = pg.Client.prototype as unknown as { getStartupConf(this: pg.Client): object };
