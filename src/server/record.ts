import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { type Database, openEmbedded, openInMemory, openPostgres } from "../database/database.ts";
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
import type { Filing } from "../report/filing.ts";
import { type FilingOptions, type FilingResult, fileReports } from "../report/write.ts";
import { fileThrough, type LocalServer, listenLocally } from "./local.ts";

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
  if (config.databaseUrl !== null) {
    const database = await openPostgres(config.databaseUrl, { migrate: config.migrateOnStart });
    return prepare(database, () => database.close());
  }
  const opened = await openFolder(config.dataDir);
  if (!isHolder(opened)) return opened;
  throw new Unavailable(
    `The folder ${config.dataDir} is in use by another Readout (process ${opened.pid}): stop that one, or set DATA_DIR to another folder.`,
  );
}

/** Where reports can be filed, in this process or another. */
export interface Recorder {
  /** For a person: "embedded database in ./data, through the running server (process 123)". */
  readonly description: string;
  file(filings: readonly Filing[], options?: FilingOptions): Promise<FilingResult[]>;
  close(): Promise<void>;
}

/**
 * Like `openRecord`, but where another process holds the folder, works through that one for as long as it does. For a
 * dry run makes no folder where there is none: what it would hold is then in memory.
 */
export async function openRecorder(config: Config, { dryRun }: { dryRun: boolean }): Promise<Recorder> {
  if (dryRun && config.databaseUrl === null && !existsSync(config.dataDir)) {
    const database = await openInMemory();
    const { close } = await prepare(database, () => database.close());
    return {
      description: `embedded database in ${config.dataDir}, which is still to be made`,
      file: (filings, options) => fileReports(database, filings, options),
      close,
    };
  }
  let opened = config.databaseUrl === null ? await openFolder(config.dataDir) : await openRecord(config);
  return {
    description: isHolder(opened)
      ? `embedded database in ${config.dataDir}, through the running Readout (process ${opened.pid})`
      : opened.database.description,
    file: async (filings, options) => {
      for (;;) {
        if (!isHolder(opened)) return fileReports(opened.database, filings, options);
        const results = await fileThrough(opened, filings, options);
        if (results !== null) return results;
        opened = await openFolder(config.dataDir);
      }
    },
    close: async () => {
      if (!isHolder(opened)) await opened.close();
    },
  };
}

async function openFolder(folder: string): Promise<OpenRecord | Holder> {
  try {
    refuseForeign(folder);
    const holder = await findHolder(folder);
    if (holder !== null) return holder;
    mkdirSync(folder, { recursive: true });
    const socket = socketPathFor(folder);
    const local = await listenLocally(socket);
    const lock = await lockFolder(folder, socket);
    if (!isHolder(lock)) return await openLocked(folder, local, lock);
    await local.close();
    return lock;
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new Unavailable(
      `The folder ${folder} cannot be used (${error.message}): set DATA_DIR to a folder that this user may write to.`,
    );
  }
}

async function openLocked(folder: string, local: LocalServer, lock: FolderLock): Promise<OpenRecord> {
  const release = async () => {
    // Answered until here, so that nobody takes the lock for one of a process that was killed.
    lock.release();
    await local.close();
  };
  try {
    const opened = await openEmbedded({ folder: join(folder, DATABASE) });
    const record = await prepare(opened, async () => {
      await local.take(null);
      await opened.close();
      await release();
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
    (name) => !/^database(\.new)?$/.test(name) && !LOCK_NAMES.test(name),
  );
  if (foreign.length === 0) return;
  throw new Unavailable(
    `The folder ${folder} holds things that are not Readout's (${foreign.slice(0, 3).join(", ")}): set DATA_DIR to a folder of its own.`,
  );
}

async function prepare(database: Database, close: () => Promise<void>): Promise<OpenRecord> {
  try {
    return { database, isNew: await loadFirstRecord(database), close };
  } catch (error) {
    await close();
    throw error;
  }
}
