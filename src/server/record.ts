import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { renewLog } from "../changes/log.ts";
import type { Config } from "../config/config.ts";
import { copyResting } from "../database/backup.ts";
import { type Database, openEmbedded, openInMemory, openPostgres, Prisma } from "../database/database.ts";
import { unusableError } from "../database/errors.ts";
import {
  type FolderLock,
  findHolder,
  type Holder,
  isHolder,
  LOCK_NAMES,
  lockFolder,
  socketPathFor,
} from "../database/lock.ts";
import { Unavailable } from "../errors/errors.ts";
import { loadFirstRecord } from "../firstRecord/load.ts";
import { storeReferenceStates } from "../party/states.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { type LocalServer, listenLocally, runThrough } from "./local.ts";
import { type OperationInput, type OperationName, type OperationOutput, runOperation } from "./operations.ts";

/** The record, open in this process. */
export interface OpenRecord {
  readonly database: Database;
  /** The first record was loaded now. */
  readonly isNew: boolean;
  close(): Promise<void>;
}

/**
 * Opens the record that the configuration names: the PostgreSQL database, or the embedded one in its folder, which
 * no other process may hold. Throws Unavailable with a sentence where it cannot.
 */
export async function openRecord(config: Config): Promise<OpenRecord> {
  if (config.databaseUrl !== null) return openServer(config.databaseUrl, config, false);
  const opened = await openFolder(config.dataDir, false);
  if (!isHolder(opened)) return opened;
  throw new Unavailable(
    `The folder ${config.dataDir} is in use by another Readout (process ${opened.pid}): stop that one, or set DATA_DIR to another folder.`,
  );
}

/**
 * Copies a backup into the folder of the embedded database, which must have none yet, and opens it. Cursors that were
 * given since the backup was made would name other changes one day: all of them are of another record from now on.
 */
export async function restoreRecord({ dataDir }: Config, backup: string): Promise<OpenRecord> {
  const opened = await openFolder(dataDir, true, (folder) =>
    copyResting(join(resolve(backup), DATABASE), folder),
  );
  if (isHolder(opened)) {
    throw new Unavailable(
      `The folder ${dataDir} is in use by another Readout (process ${opened.pid}): stop that one, or set DATA_DIR to another folder.`,
    );
  }
  try {
    await readAll(opened.database);
    await renewLog(opened.database.prisma);
    return opened;
  } catch (error) {
    await opened.close();
    rmSync(join(dataDir, DATABASE), { recursive: true, force: true });
    throw unusableError(error) ?? error;
  }
}

/** Reads all there is in the tables, since each page has a checksum: what is damaged does not pass for whole. */
async function readAll({ prisma }: Database): Promise<void> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`;
  for (const { name } of tables) {
    await prisma.$queryRaw`SELECT sum(length(t::text))::float8 FROM ${Prisma.raw(`"${name}"`)} AS t`;
  }
}

/** The record as commands work with it, in this process or through another. */
export interface Recorder {
  /** For a person: "embedded database in ./data, through the running server (process 123)". */
  readonly description: string;
  run<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationOutput<Name>>;
  close(): Promise<void>;
}

/**
 * Like `openRecord`, but where another process holds the folder, works through that one for as long as it does. For a
 * dry run makes no folder where there is none: what it would hold is then in memory. With `isEmptyFine` an empty
 * database stays empty, for a record of one's own.
 */
export async function openRecorder(
  config: Config,
  { dryRun = false, isEmptyFine = false }: { dryRun?: boolean; isEmptyFine?: boolean } = {},
): Promise<Recorder> {
  if (dryRun && config.databaseUrl === null && !existsSync(config.dataDir)) {
    const database = await openInMemory();
    const { close } = await prepare(database, isEmptyFine, () => database.close());
    return {
      description: `embedded database in ${config.dataDir}, which is still to be made`,
      run: (name, input) => runOperation(database, name, input),
      close,
    };
  }
  let opened: OpenRecord | Holder =
    config.databaseUrl === null
      ? await openFolder(config.dataDir, isEmptyFine)
      : await openServer(config.databaseUrl, config, isEmptyFine);
  return {
    description: isHolder(opened)
      ? `embedded database in ${config.dataDir}, through the running Readout (process ${opened.pid})`
      : opened.database.description,
    run: async <Name extends OperationName>(
      name: Name,
      input: OperationInput<Name>,
    ): Promise<OperationOutput<Name>> => {
      for (;;) {
        if (!isHolder(opened)) return runHere(opened.database, name, input);
        const done = await runThrough<Name>(opened, name, input);
        if (done !== null) return done.output;
        opened = await openFolder(config.dataDir, isEmptyFine);
      }
    },
    close: async () => {
      if (!isHolder(opened)) await opened.close();
    },
  };
}

async function runHere<Name extends OperationName>(
  database: Database,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  try {
    return await runOperation(database, name, input);
  } catch (error) {
    throw unusableError(error) ?? error;
  }
}

async function openServer(
  url: string,
  { migrateOnStart }: Config,
  isEmptyFine: boolean,
): Promise<OpenRecord> {
  const database = await openPostgres(url, { migrate: migrateOnStart });
  return prepare(database, isEmptyFine, () => database.close());
}

/** `fill` puts a database there before one is opened or made. */
async function openFolder(
  folder: string,
  isEmptyFine: boolean,
  fill?: (database: string) => Promise<void>,
): Promise<OpenRecord | Holder> {
  try {
    refuseForeign(folder);
    const holder = await findHolder(folder);
    if (holder !== null) return holder;
    mkdirSync(folder, { recursive: true });
    const socket = socketPathFor(folder);
    const local = await listenLocally(socket);
    const lock = await lockFolder(folder, socket);
    if (!isHolder(lock)) return await openLocked(folder, isEmptyFine, local, lock, fill);
    await local.close();
    return lock;
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new Unavailable(
      `The folder ${folder} cannot be used (${error.message}): set DATA_DIR to a folder that this user may write to.`,
    );
  }
}

async function openLocked(
  folder: string,
  isEmptyFine: boolean,
  local: LocalServer,
  lock: FolderLock,
  fill?: (database: string) => Promise<void>,
): Promise<OpenRecord> {
  const release = async () => {
    // Answered until here, so that nobody takes the lock for one of a process that was killed.
    lock.release();
    await local.close();
  };
  try {
    await fill?.(join(folder, DATABASE));
    const opened = await openEmbedded({ folder: join(folder, DATABASE) });
    const record = await prepare(opened, isEmptyFine, async () => {
      await local.take(null);
      await opened.close().finally(release);
    });
    await local.take(opened);
    return record;
  } catch (error) {
    await release();
    throw error;
  }
}

const DATABASE = "database";

/** A folder with other things in it is a mistake in DATA_DIR. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder).filter(
    // A fresh volume has a "lost+found", and desktops leave hidden files.
    (name) => !/^(database(\.new)?|lost\+found|\..*)$/.test(name) && !LOCK_NAMES.test(name),
  );
  if (foreign.length === 0) return;
  throw new Unavailable(
    `The folder ${folder} holds things that are not Readout's (${foreign.slice(0, 3).join(", ")}): set DATA_DIR to a folder of its own.`,
  );
}

async function prepare(
  database: Database,
  isEmptyFine: boolean,
  close: () => Promise<void>,
): Promise<OpenRecord> {
  try {
    if (database.isReplica) return { database, isNew: false, close };
    await storeReferenceStates(database);
    const isNew = isEmptyFine ? false : await loadFirstRecord(database);
    // What a newer version shows otherwise, or keeps beside, is worked out once.
    if (database.migrated.length > 0 && !isNew) await rebuild(database);
    return { database, isNew, close };
  } catch (error) {
    await close();
    throw error;
  }
}
