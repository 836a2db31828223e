import { createHash } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The embedded database's folder can be open in one process only. Who holds it listens on a socket and writes its
 * path into `readout.lock`; a lock whose socket nobody answers was left by a process that was killed, and is
 * taken over.
 */
export interface FolderLock {
  release(): void;
}

/** Who holds a folder. */
export interface Holder {
  readonly pid: number;
  /** Path of the socket on which the holder takes requests. */
  readonly socket: string;
}

const LOCK_FILE = "readout.lock";
const LONGEST_SOCKET_PATH = 100; // 104 bytes on macOS, 108 on Linux, with the closing zero.

/** Path of a socket for this process: within the folder where that is short enough, else in the temporary folder. */
export function socketPathFor(folder: string): string {
  const name = `readout-${process.pid}.sock`;
  const within = join(resolve(folder), name);
  const digest = createHash("sha256").update(within).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\readout-${digest}`;
  return Buffer.byteLength(within) <= LONGEST_SOCKET_PATH ? within : join(tmpdir(), `readout-${digest}.sock`);
}

/** Who holds the folder now; null where nobody does. */
export async function findHolder(folder: string): Promise<Holder | null> {
  const holder = readLock(folder);
  return holder !== null && (await answers(holder.socket)) ? holder : null;
}

/**
 * Takes the folder, which is made where it is missing. Something must listen on the socket already. Gives the
 * holder instead where there is one.
 */
export async function lockFolder(folder: string, socket: string): Promise<FolderLock | Holder> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  const own = JSON.stringify({ pid: process.pid, socket });
  for (;;) {
    if (create(file, own)) return { release: () => releaseLock(file, own) };
    const holder = await findHolder(folder);
    if (holder !== null) return holder;
    removeStale(file);
  }
}

export function isHolder(result: object): result is Holder {
  return "pid" in result;
}

/** Written beside and linked into place, so that no reader sees half a lock. False where there is one. */
function create(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the lock aside first: of two processes that saw the same stale lock, only one can have moved it. */
function removeStale(file: string): void {
  const stale = readText(file);
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const moved = readText(aside);
  // Somebody was faster, and what was moved is their fresh lock: back with it.
  if (moved !== stale && moved !== null) create(file, moved);
  rmSync(aside, { force: true });
}

function releaseLock(file: string, own: string): void {
  if (readText(file) === own) rmSync(file, { force: true });
}

function readLock(folder: string): Holder | null {
  const text = readText(join(folder, LOCK_FILE));
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return null;
    const { pid, socket } = read as Partial<Record<"pid" | "socket", unknown>>;
    return typeof pid === "number" && typeof socket === "string" ? { pid, socket } : null;
  } catch {
    // A lock that is no JSON was not written by us: nobody answers for it.
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Does somebody listen on the socket? */
function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(socket);
    probe.once("connect", () => {
      probe.destroy();
      done(true);
    });
    probe.once("error", () => done(false));
  });
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
