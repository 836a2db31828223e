import { createHash, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

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
/** Names of what this file puts into a folder. */
export const LOCK_NAMES = /^readout(\.lock(\..+)?|-[\da-f]+\.sock)$/;
const LONGEST_SOCKET_PATH = 100; // 104 bytes on macOS, 108 on Linux, with the closing zero.

/**
 * Path of a new socket: within the folder where that is short enough, else in the temporary folder. Never one that
 * was used before: in containers every process has the same number, and a lock left there would seem to be answered.
 */
export function socketPathFor(folder: string): string {
  const id = randomUUID().slice(0, 8);
  const within = join(resolve(folder), `readout-${id}.sock`);
  if (process.platform === "win32") return `\\\\.\\pipe\\readout-${id}`;
  if (Buffer.byteLength(within) <= LONGEST_SOCKET_PATH) return within;
  const digest = createHash("sha256").update(within).digest("hex").slice(0, 16);
  return join(tmpdir(), `readout-${digest}.sock`);
}

/** Who holds the folder now; null where nobody does. */
export async function findHolder(folder: string): Promise<Holder | null> {
  return (await findLocks(folder)).find(({ holder }) => holder !== null)?.holder ?? null;
}

/**
 * Takes the folder, which is made where it is missing. Something must listen on the socket already. Gives the
 * holder instead where there is one.
 *
 * A lock that nobody answers for is renamed, never removed in place: at the same moment another process may have
 * done so and put its own lock there. A lock counts wherever it is; who sees another's beside its own gives its own
 * back and looks again, and only who has none in place is told of a holder, so that they cannot all be refused.
 */
export async function lockFolder(folder: string, socket: string): Promise<FolderLock | Holder> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  const own = JSON.stringify({ pid: process.pid, socket: relativeSocket(folder, socket) });
  const release = () => {
    if (readText(file) === own) setAside(file);
    removeAsides(folder, own);
  };
  for (;;) {
    const holder = await findHolder(folder);
    if (holder !== null) return holder;
    const isCreated = create(file, own);
    const others = (await findLocks(folder)).filter(({ text }) => text !== own);
    const hasRival = others.some((lock) => lock.holder !== null);
    if (isCreated && !hasRival) {
      await removeLeftovers(folder, socket, others);
      return { release };
    }
    if (isCreated) {
      release();
      await delay(10 + Math.random() * 90);
    } else if (!hasRival && others.length > 0) setAside(file);
  }
}

export function isHolder(result: object): result is Holder {
  return "pid" in result;
}

/** Written beside and linked into place, so that no reader sees half a lock. False where there is one. */
function create(file: string, content: string): boolean {
  const draft = `${file}.draft.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    // ENOENT: who took the folder meanwhile has removed the draft.
    if (isCode(error, "EEXIST") || isCode(error, "ENOENT")) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Under the new name the lock counts as before, and its content stays the same for good. */
function setAside(file: string): void {
  try {
    renameSync(file, `${file}.aside.${randomUUID()}`);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

function removeAsides(folder: string, text: string): void {
  for (const lock of readLocks(folder)) {
    if (lock.isAside && lock.text === text) rmSync(lock.path, { force: true });
  }
}

/** What processes left that were killed. The folder is held: whoever else starts now is refused in any case. */
async function removeLeftovers(folder: string, ownSocket: string, dead: readonly Lock[]): Promise<void> {
  for (const { text } of dead) {
    removeAsides(folder, text);
    const socket = parseLock(text, folder)?.socket;
    if (socket !== undefined && LOCK_NAMES.test(basename(socket))) rmSync(socket, { force: true });
  }
  for (const name of readdirSync(folder)) {
    const path = join(resolve(folder), name);
    const isSocket = name.endsWith(".sock") && path !== ownSocket && LOCK_NAMES.test(name);
    if (name.startsWith(`${LOCK_FILE}.draft.`) || (isSocket && !(await answers(path)))) {
      rmSync(path, { force: true });
    }
  }
}

interface Lock {
  readonly path: string;
  readonly text: string;
  readonly isAside: boolean;
}

/** Every lock there is, with its holder where one answers. */
function findLocks(folder: string): Promise<(Lock & { holder: Holder | null })[]> {
  return Promise.all(
    readLocks(folder).map(async (lock) => {
      const written = parseLock(lock.text, folder);
      return { ...lock, holder: written !== null && (await answers(written.socket)) ? written : null };
    }),
  );
}

function readLocks(folder: string): Lock[] {
  return namesIn(folder).flatMap((name) => {
    const isAside = name.startsWith(`${LOCK_FILE}.aside.`);
    if (!isAside && name !== LOCK_FILE) return [];
    const path = join(folder, name);
    const text = readText(path);
    return text === null ? [] : [{ path, text, isAside }];
  });
}

/** Null for a lock that was not written by us: nobody answers for it. */
function parseLock(text: string, folder: string): Holder | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return null;
    const { pid, socket } = read as Partial<Record<"pid" | "socket", unknown>>;
    if (typeof pid !== "number" || typeof socket !== "string") return null;
    return { pid, socket: isAbsolute(socket) ? socket : join(resolve(folder), socket) };
  } catch {
    return null;
  }
}

/** By its name only where it is within the folder: another process may know the folder by another path. */
function relativeSocket(folder: string, socket: string): string {
  return dirname(socket) === resolve(folder) ? basename(socket) : socket;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
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

/** Does somebody listen on the socket? In doubt, as where it is another user's, yes. */
function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(socket);
    probe.once("connect", () => {
      probe.destroy();
      done(true);
    });
    probe.once("error", (error) => done(!NOBODY.some((code) => isCode(error, code))));
  });
}

const NOBODY = ["ECONNREFUSED", "ENOENT", "ENOTSOCK"];

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
