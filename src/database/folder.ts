import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { dataDir as emptyDatabase } from "@electric-sql/pglite-prepopulatedfs";
import { extract } from "tar";
import { Unavailable } from "../errors/errors.ts";

/** The embedded database's files: made, opened, and kept whatever happens to the process or the machine. */

/** Opens the database in a folder, or makes one there. */
export async function openFolder(folder: string): Promise<PGlite> {
  // What a killed process has written may still be on its way to the disk.
  if (existsSync(folder)) await syncFolder(folder);
  else await createFolder(folder);
  return PGlite.create({ fs: new SyncedFiles(folder), startParams: SYNCED });
}

/** A new one, in memory. */
export async function openMemory(): Promise<PGlite> {
  return PGlite.create({ loadDataDir: await emptyDatabase(), startParams: IN_MEMORY });
}

// PostgreSQL's 128 MB of shared buffers would be resident in the WebAssembly memory; the file system caches as well.
const IN_MEMORY = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];
// "-F" is "fsync=off". WebAssembly has no fdatasync.
const SYNCED = [...IN_MEMORY.filter((param) => param !== "-F"), "-c", "wal_sync_method=fsync"];

/**
 * A new database is a copy of an empty one, which takes a tenth of the time and memory of making one. It is unpacked
 * beside and moved into place when it is whole, so that a first start that was killed leaves no half one.
 */
async function createFolder(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const archive = Buffer.from(await (await emptyDatabase()).arrayBuffer());
  await pipeline(Readable.from([archive]), extract({ cwd: draft, noMtime: true }));
  await moveIntoPlace(draft, folder);
}

/** Renames a folder once all in it is on the disk, so that there is a whole one or none. */
export async function moveIntoPlace(draft: string, folder: string): Promise<void> {
  await syncFolder(draft);
  renameSync(draft, folder);
  syncPath(dirname(folder));
}

/** Resolves when all files of a folder are on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // Together: one by one takes twenty times as long.
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) return syncPath(path);
      if (!entry.isFile()) return;
      const file = await open(path, "r+");
      await file.sync().finally(() => file.close());
    }),
  );
  syncPath(folder);
}

/** Windows has no files that are folders. */
function syncPath(folder: string): void {
  if (process.platform === "win32") return;
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * After a panic PostgreSQL has ended, and whoever asked it again would wait for good: they are refused instead. `failed`
 * hears why, once.
 */
export function refuseAfterPanic(pglite: PGlite, failed: (why: string) => void): void {
  const send = pglite.execProtocolStream.bind(pglite);
  let why: string | null = null;
  pglite.execProtocolStream = async (...message) => {
    if (why !== null) throw new Error(why);
    try {
      return await send(...message);
    } catch (error) {
      const { severity, message } = error as Partial<{ severity: string; message: string }>;
      // What is no error of PostgreSQL's is one of the machine below it, and what it has left cannot be known.
      if (severity === undefined || severity === "FATAL" || severity === "PANIC") {
        why = message ?? String(error);
        failed(why);
      }
      throw error;
    }
  };
}

/** Throws Unavailable where a write might fill the disk: PostgreSQL would have to end. */
export function checkRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_ROOM) return;
  throw new Unavailable(
    "The disk is nearly full: nothing can be written until there is room for it, and all that was written is kept",
  );
}

/** In bytes: some files of the write-ahead log. */
const LEAST_ROOM = 64 * 2 ** 20;

/** Checkpoints of a database, from time to time. */
export interface Checkpoints {
  /** Works while there are none; by one caller at a time, others are refused. */
  without(work: () => Promise<void>): Promise<void>;
  stop(): void;
}

/**
 * PostgreSQL makes no checkpoints of its own where it is a single process: its write-ahead log would grow for as long as
 * that runs, and be read from its beginning after a crash.
 */
export function keepCheckpoints(pglite: PGlite): Checkpoints {
  let isHeld = false;
  const timer = setInterval(async () => {
    if (isHeld || pglite.closed) return;
    // What is wrong with it, whoever works with it is told.
    await checkpoint(pglite).catch(() => {});
  }, CHECKPOINT_EVERY_MS).unref();
  return {
    without: async (work) => {
      if (isHeld) throw new Unavailable("The database is being copied already: wait until that has ended.");
      isHeld = true;
      try {
        await work();
      } finally {
        isHeld = false;
      }
    },
    stop: () => clearInterval(timer),
  };
}

async function checkpoint(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ written: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS written FROM pg_control_checkpoint()",
  );
  if ((rows[0]?.written ?? 0) >= CHECKPOINT_EVERY_BYTES) await pglite.query("CHECKPOINT");
}

const CHECKPOINT_EVERY_MS = 15_000;
/** Of the write-ahead log. */
const CHECKPOINT_EVERY_BYTES = 64 * 2 ** 20;

/**
 * The files as PGlite has them, synced when PostgreSQL asks for it: PGlite's own do nothing then, and what was committed
 * would be lost with the machine's power.
 */
class SyncedFiles extends NodeFS {
  override async init(...given: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...given);
    const { preRun = [] } = emscriptenOpts;
    const sync = (module: unknown) => syncing((module as EmscriptenModule).FS.filesystems.NODEFS);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...[preRun].flat(), sync] } };
  }
}

/** Lets a file system of Emscripten sync files and folders. */
function syncing(files: EmscriptenFiles): void {
  const { write } = files.stream_ops;
  // After a crash PostgreSQL first syncs every file there is, one by one. All were synced when it was begun; that it
  // changes any, it writes into its control file before.
  let isChanged = false;
  files.stream_ops.write = (stream, ...what) => {
    if (!isChanged && stream.node.name === "pg_control") isChanged = true;
    return write(stream, ...what);
  };
  files.stream_ops.fsync = (stream) => {
    if (!isChanged) return 0;
    files.tryFSOperation(() =>
      stream.nfd === undefined ? syncPath(files.realPath(stream.node)) : fsyncSync(stream.nfd),
    );
    return 0;
  };
}

/** Of Emscripten's NODEFS, what its types do not tell. */
interface EmscriptenModule {
  readonly FS: { readonly filesystems: { readonly NODEFS: EmscriptenFiles } };
}
interface EmscriptenFiles {
  readonly stream_ops: {
    write(stream: EmscriptenStream, ...what: unknown[]): number;
    /** Looked for, and not there. */
    fsync?(stream: EmscriptenStream): number;
  };
  realPath(node: EmscriptenStream["node"]): string;
  /** Turns what Node throws into what PostgreSQL is told. */
  tryFSOperation(operation: () => void): void;
}
interface EmscriptenStream {
  /** The file's descriptor; a folder has none. */
  readonly nfd?: number;
  readonly node: { readonly name: string };
}
