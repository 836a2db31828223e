import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { type Database, openEmbedded, openPostgres } from "../database/database.ts";
import { findHolder, type Holder, isHolder, lockFolder, socketPathFor } from "../database/lock.ts";
import { Unavailable } from "../errors/errors.ts";
import { loadFirstRecord } from "../firstRecord/load.ts";
import type { Filing } from "../report/filing.ts";
import { type FilingOptions, type FilingResult, fileReports } from "../report/write.ts";
import { createLocalServer, fileThrough } from "./local.ts";

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

/** Like `openRecord`, but where another process holds the folder, works through that one. */
export async function openRecorder(config: Config): Promise<Recorder> {
  const opened = config.databaseUrl === null ? await openFolder(config.dataDir) : await openRecord(config);
  if (isHolder(opened)) {
    return {
      description: `embedded database in ${config.dataDir}, through the running Readout (process ${opened.pid})`,
      file: (filings, options) => fileThrough(opened.socket, filings, options),
      close: async () => {},
    };
  }
  return {
    description: opened.database.description,
    file: (filings, options) => fileReports(opened.database, filings, options),
    close: opened.close,
  };
}

async function openFolder(folder: string): Promise<OpenRecord | Holder> {
  refuseForeign(folder);
  const holder = await findHolder(folder);
  if (holder !== null) return holder;
  mkdirSync(folder, { recursive: true });
  let database: Database | null = null;
  const socket = socketPathFor(folder);
  const local = createLocalServer(() => database);
  rmSync(socket, { force: true }); // Left by a process with the same number that was killed.
  await new Promise<void>((resolve, reject) => {
    local.once("error", reject).listen(socket, resolve);
  });
  const closeLocal = () => new Promise<void>((resolve) => local.close(() => resolve()));
  const lock = await lockFolder(folder, socket);
  if (isHolder(lock)) {
    await closeLocal();
    return lock;
  }
  const release = async () => {
    database = null;
    lock.release();
    await closeLocal();
  };
  try {
    const opened = await openEmbedded({ folder: join(folder, DATABASE) });
    const record = await prepare(opened, async () => {
      await opened.close();
      await release();
    });
    database = opened;
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
    (name) => !/^(database(\.new)?|readout\.lock.*|readout-\d+\.sock)$/.test(name),
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
