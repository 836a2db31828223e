import type { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory, SqlQueryable } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { Prisma, PrismaClient } from "../../prisma/client/client.ts";
import { BoundedMap } from "../cache/bounded.ts";
import { Unavailable } from "../errors/errors.ts";
import { currentRequest } from "../telemetry/request.ts";
import { copyRunning } from "./backup.ts";
import { connectionSettings, PLANNED_FOR_ITS_VALUES, reach, UtcClient } from "./connections.ts";
import { directly } from "./direct.ts";
import { applyMigrations, migrationNames, ScriptAdapter } from "./engine.ts";
import { messageOf } from "./errors.ts";
import { checkRoom, keepCheckpoints, openFolder, openMemory, refuseAfterPanic } from "./folder.ts";
import { type Listening, listenPostgres } from "./listen.ts";
import { WorkPool } from "./pool.ts";
import { currentWork } from "./work.ts";

export { Prisma, type PrismaClient };
/** What statements can be sent to: the database, or a transaction on it. */
export type Statements = Pick<Prisma.TransactionClient, keyof Prisma.TransactionClient>;

/** An open database whose migrations are those of this version. */
export interface Database {
  readonly prisma: PrismaClient;
  /** The same for what reads, outside of transactions: faster. */
  readonly reads: PrismaClient;
  /** For a person: "PostgreSQL database at db.example/readout", "embedded database in ./data". Holds no password. */
  readonly description: string;
  /** It follows another server, and takes no writes: it did when it was opened. */
  readonly isReplica: boolean;
  /** Migrations that opening it applied. */
  readonly migrated: readonly string[];
  /** Its connections now, and who waits for one; null for the embedded database, which needs none. */
  connections(): Connections | null;
  /** Calls back with the SQL of every statement that is sent from now on. */
  onStatement(listen: (sql: string) => void): void;
  /**
   * Calls `heard` with what the channel is notified of (LISTEN), and with null when it begins to listen, at first or
   * again: what was notified before was not heard. `failed` hears that it does not work.
   */
  listen(
    channel: string,
    heard: (payload: string | null) => void,
    failed: (error: unknown) => void,
  ): Listening;
  /** Resolves with the reason when the embedded database can do nothing any more: the process should end. */
  readonly failed: Promise<Unavailable>;
  /** Copies it into a new folder, while others work with it. Throws Unavailable where it cannot be copied so. */
  copy(to: string): Promise<void>;
  close(): Promise<void>;
}

export interface Connections {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Opens the embedded database in a folder, which the caller has locked, or one in memory; brings it up to date. */
export async function openEmbedded(where: { folder: string } | { pglite: PGlite }): Promise<Database> {
  const folder = "folder" in where ? where.folder : null;
  const description = folder === null ? "embedded database in memory" : `embedded database in ${folder}`;
  let pglite: PGlite;
  try {
    pglite = "pglite" in where ? where.pglite : await openFolder(where.folder);
    // As on PostgreSQL: see `connectionSettings`.
    await pglite.exec("SET random_page_cost = 1.1");
  } catch (error) {
    throw new Unavailable(
      `The ${description} cannot be opened: ${messageOf(error)}. Where its files are damaged, restore a backup.`,
    );
  }
  const checkpoints = folder === null ? null : keepCheckpoints(pglite);
  const failure = Promise.withResolvers<Unavailable>();
  let hasFailed = false;
  refuseAfterPanic(pglite, (why) => {
    hasFailed = true;
    failure.resolve(
      new Unavailable(
        `The ${description} has ended (${why}). All that was written is kept: start Readout again once the reason is gone.`,
      ),
    );
  });
  const adapter = new PrismaPGlite(pglite);
  return open(folder === null ? adapter : withRoom(adapter, folder), {
    description,
    isReplica: false,
    mayMigrate: () => true,
    // Alone with it: whoever opens it has locked its folder.
    migrate: () =>
      applyMigrations(new ScriptAdapter(new PrismaPGlite(pglite), (script) => pglite.exec(script))),
    listen: (channel, heard, failed) => {
      const stop = pglite.listen(channel, heard);
      stop.then(() => heard(null), failed);
      return {
        close: async () => {
          const unlisten = await stop;
          if (!hasFailed) await unlisten();
        },
      };
    },
    connections: () => null,
    failed: failure.promise,
    copy: async (to) => {
      if (folder === null || checkpoints === null)
        throw new Unavailable(`The ${description} has no files to copy.`);
      await checkpoints.without(() => copyRunning(pglite, folder, to));
    },
    dispose: async () => {
      checkpoints?.stop();
      if (!hasFailed) await pglite.close();
    },
  });
}

/** A new one, in memory. */
export async function openInMemory(): Promise<Database> {
  return openEmbedded({ pglite: await openMemory() });
}

/**
 * Opens a PostgreSQL database. An empty one is made ready; one that lacks migrations is brought up to date only
 * with `migrate`. Throws Unavailable with a sentence where it cannot be used.
 */
export async function openPostgres(url: string, options: { migrate: boolean }): Promise<Database> {
  const { host, pathname } = new URL(url);
  const description = `PostgreSQL database at ${host}${pathname}`;
  const reached = await reach(url).catch((error) => {
    throw new Unavailable(`The ${description} cannot be used: ${messageOf(error)}.`);
  });
  const { isReplica, isPooled } = reached;
  const settings = connectionSettings(url, reached);
  const pool = new WorkPool(settings, reached);
  // A statement's name is known on one connection: behind a pooler the next use may be on another.
  const adapter = new PrismaPg(pool, isPooled ? {} : { statementNameGenerator: statementName });
  return open(adapter, {
    description: isReplica ? `read replica, the ${description}` : description,
    isReplica,
    mayMigrate: (isEmpty) => !isReplica && (isEmpty || options.migrate),
    migrate: () => migratePostgres(settings),
    settle: isReplica ? undefined : () => inTurn(settings, async () => {}),
    listen: (channel, heard, failed) => listenPostgres(settings, channel, heard, failed),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    failed: new Promise(() => {}),
    copy: async () => {
      throw new Unavailable(
        `The ${description} is copied by PostgreSQL's own programs, such as pg_dump: see docs/durability.md.`,
      );
    },
    dispose: () => pool.end(),
  });
}

/** One process at a time migrates a database: the others wait, and find nothing left to do. */
function migratePostgres(settings: pg.PoolConfig): Promise<string[]> {
  return inTurn(settings, async () => {
    const pool = new pg.Pool(settings);
    pool.on("error", () => {}); // The statement under way tells.
    try {
      return await applyMigrations(new ScriptAdapter(new PrismaPg(pool), (script) => pool.query(script)));
    } finally {
      await pool.end();
    }
  });
}

/** Works while no other process migrates the database. */
async function inTurn<T>(settings: pg.PoolConfig, work: () => Promise<T>): Promise<T> {
  const turn = new UtcClient(settings);
  await turn.connect();
  try {
    // Not beyond a transaction: a pooler would keep the lock for others, and never give it back.
    await turn.query("BEGIN");
    await turn.query("SELECT pg_advisory_xact_lock($1)", [MIGRATORS]);
    const result = await work();
    await turn.query("COMMIT");
    return result;
  } finally {
    await turn.end();
  }
}

const MIGRATORS = 0x5ead_0018;

/**
 * Names prepared statements by their text, so that PostgreSQL plans each once a connection: those that come again, since
 * a connection keeps what it prepared, and there are as many texts as there are filters.
 */
function statementName({ sql }: { sql: string }): string {
  const known = statementNames.get(sql);
  if (known === undefined) {
    const isPlannedOnce = !sql.includes(PLANNED_FOR_ITS_VALUES);
    statementNames.set(sql, isPlannedOnce ? `readout_${++statementCount}` : "", 1);
  }
  return known ?? "";
}
/** Cache: the texts that came, and their names. */
const statementNames = new BoundedMap<string>(1000);
let statementCount = 0;

interface Opening {
  description: string;
  readonly isReplica: boolean;
  /** May pending migrations be applied? */
  mayMigrate(isEmpty: boolean): boolean;
  /** Applies them, while no other process does; their names. */
  migrate(): Promise<string[]>;
  /** Resolves when no other process is migrating; where one can. */
  settle?(): Promise<void>;
  readonly listen: Database["listen"];
  readonly connections: Database["connections"];
  readonly failed: Database["failed"];
  readonly copy: Database["copy"];
  dispose(): Promise<void>;
}

async function open(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  {
    description,
    isReplica,
    mayMigrate,
    migrate,
    settle,
    listen,
    connections,
    failed,
    copy,
    dispose,
  }: Opening,
): Promise<Database> {
  const prisma = new PrismaClient({
    adapter: countedFor(adapter),
    log: [{ emit: "event", level: "query" }],
    // Else they hold our code, and what was given: errors are logged.
    errorFormat: "minimal",
    transactionOptions: { timeout: 120_000, maxWait: 120_000 },
  });
  const close = async () => {
    await prisma.$disconnect();
    await dispose();
  };
  try {
    const known = migrationNames();
    let { applied, isEmpty } = await appliedMigrations(prisma, description);
    if (applied.length < known.length && !mayMigrate(isEmpty)) {
      // Another process may be in the middle of making an empty database ready.
      await settle?.();
      ({ applied, isEmpty } = await appliedMigrations(prisma, description));
    }
    const unknown = applied.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new Unavailable(
        `The ${description} was written by a newer version of Readout (it has the migration ${unknown.at(-1)}, which this version does not know): start that version, or another database.`,
      );
    }
    const pending = known.filter((name) => !applied.includes(name));
    if (pending.length > 0 && isReplica) {
      throw new Unavailable(
        `The ${description} lacks ${pending.length} migration(s) of this version (${pending.join(", ")}): migrate the database that it follows.`,
      );
    }
    if (pending.length > 0 && !mayMigrate(isEmpty)) {
      throw new Unavailable(
        `The ${description} lacks ${pending.length} migration(s) of this version (${pending.join(", ")}): run "npm run migrate", or start with MIGRATE_ON_START=true.`,
      );
    }
    const migrated = pending.length === 0 ? [] : await migrate();
    const listeners: ((sql: string) => void)[] = [];
    const onStatement = (listen: (sql: string) => void) => {
      listeners.push(listen);
      prisma.$on("query", ({ query }) => listen(query));
    };
    const reads = directly(
      prisma,
      () => adapter.connect(),
      (sql) => {
        for (const listen of listeners) listen(sql);
      },
    );
    return {
      prisma,
      reads,
      description,
      isReplica,
      migrated,
      connections,
      onStatement,
      listen,
      failed,
      copy,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Begins no transaction, and so no write, where the disk of a folder is nearly full. */
function withRoom(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  folder: string,
): SqlMigrationAwareDriverAdapterFactory {
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connected = await connect();
    const startTransaction = connected.startTransaction.bind(connected);
    connected.startTransaction = async (level) => {
      checkRoom(folder);
      return startTransaction(level);
    };
    return connected;
  };
  return adapter;
}

/** Counts statements for the work that they belong to, outside of transactions, and sends none once that has ended. */
function countedFor(adapter: SqlMigrationAwareDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory {
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connected = await connect();
    observe(connected);
    const queryRaw = connected.queryRaw.bind(connected);
    connected.queryRaw = async (query) => {
      currentWork()?.send();
      return queryRaw(query);
    };
    const startTransaction = connected.startTransaction.bind(connected);
    connected.startTransaction = async (level) => observe(await startTransaction(level));
    return connected;
  };
  return adapter;
}

/** Tells of each statement with the request that it belongs to. */
function observe<Target extends SqlQueryable>(target: Target): Target {
  const queryRaw = target.queryRaw.bind(target);
  const executeRaw = target.executeRaw.bind(target);
  target.queryRaw = (query) =>
    currentRequest()?.statement(query.sql, () => queryRaw(query)) ?? queryRaw(query);
  target.executeRaw = (query) =>
    currentRequest()?.statement(query.sql, () => executeRaw(query)) ?? executeRaw(query);
  return target;
}

async function appliedMigrations(
  prisma: PrismaClient,
  description: string,
): Promise<{ applied: string[]; isEmpty: boolean }> {
  try {
    const [tables] = await prisma.$queryRaw<{ migrations: boolean; others: boolean }[]>`
      SELECT to_regclass('_prisma_migrations') IS NOT NULL AS migrations,
             EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema()) AS others`;
    if (tables?.migrations !== true) {
      if (tables?.others === true) {
        throw new Unavailable(
          `The ${description} holds tables that are not Readout's: give Readout a database of its own.`,
        );
      }
      return { applied: [], isEmpty: true };
    }
    const rows = await prisma.$queryRaw<{ migration_name: string }[]>`
      SELECT migration_name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at`;
    return { applied: rows.map((row) => row.migration_name), isEmpty: rows.length === 0 };
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(`The ${description} cannot be used: ${messageOf(error)}.`);
  }
}
