import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { constants, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { Unavailable } from "../errors/errors.ts";
import { moveIntoPlace } from "./folder.ts";
import { isCode } from "./lock.ts";

/**
 * Copies of the embedded database, as PostgreSQL takes them ("Making a Base Backup Using the Low Level API"): its files
 * are copied while it works, with the part of the write-ahead log in which they were; what is opened is the state of
 * the moment at which the copy was whole.
 */

/** Copies a running database from its folder into a new one, which is there when it is whole. */
export async function copyRunning(pglite: PGlite, from: string, to: string): Promise<void> {
  refuseExisting(to);
  const draft = `${to}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await pglite.query("SELECT pg_backup_start('readout', true)");
  let stop: Stop;
  try {
    await copyFolder(from, draft, isCopied);
  } finally {
    stop = await stopBackup(pglite);
  }
  await writeFile(join(draft, "backup_label"), stop.label);
  const first = /\(file ([\dA-F]{24})\)/.exec(stop.label)?.[1] ?? "";
  const isNeeded = (path: string) =>
    LOG_FILE.test(path) && path >= `pg_wal/${first}` && path <= `pg_wal/${stop.last}`;
  await copyFolder(from, draft, (path) => path === "pg_wal" || isNeeded(path));
  await moveIntoPlace(draft, to);
}

/** Copies a database that no process has open, such as a backup, into a new folder, which is there when it is whole. */
export async function copyResting(from: string, to: string): Promise<void> {
  if (!existsSync(join(from, "PG_VERSION"))) {
    throw new Unavailable(`There is no backup in ${from}: it has no file PG_VERSION.`);
  }
  refuseExisting(to);
  const draft = `${to}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await copyFolder(from, draft, () => true);
  await moveIntoPlace(draft, to);
}

function refuseExisting(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Unavailable(`The folder ${folder} is there already: name one that is not, or remove it.`);
  }
}

interface Stop {
  /** What the copy is begun from. */
  readonly label: string;
  /** The file of the write-ahead log with which it is whole. */
  readonly last: string;
}

async function stopBackup(pglite: PGlite): Promise<Stop> {
  const { rows } = await pglite.query<Stop>(
    "SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)",
  );
  const [stop] = rows;
  if (stop === undefined) throw new Error("PostgreSQL did not tell where the copy ends");
  return stop;
}

/** Copies what is to be copied; `isCopied` is asked with the path within the folder. */
async function copyFolder(
  from: string,
  to: string,
  isCopied: (path: string) => boolean,
  within = "",
): Promise<void> {
  const entries = await readdir(join(from, within), { withFileTypes: true });
  // Together: one by one, each would wait for the process's other work.
  await Promise.all(
    entries.map(async (entry) => {
      const path = within === "" ? entry.name : `${within}/${entry.name}`;
      if (!isCopied(path)) return;
      if (entry.isDirectory()) {
        await mkdir(join(to, path), { recursive: true });
        await copyFolder(from, to, isCopied, path);
      } else if (entry.isFile()) {
        await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE).catch((error) => {
          // Of a table that was dropped, or that was never to last.
          if (!isCode(error, "ENOENT")) throw error;
        });
      }
    }),
  );
}

/** Not: what tells of a process, what every start makes anew, and the log, of which a part is copied at the end. */
function isCopied(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return !/^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*)$/.test(name) && !LOG_FILE.test(path);
}

const LOG_FILE = /^pg_wal\/[\dA-F]{24}$/;
