import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import type { Config } from "../config/config.ts";
import { isHolder, lockFolder, socketPathFor } from "../database/lock.ts";
import { Unavailable } from "../errors/errors.ts";

export interface FollowLock {
  /** Given when the lock is lost, with the connection that holds it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Makes this process the only one that follows a source into the record: by an advisory lock of PostgreSQL on a
 * connection of its own, or beside the embedded database by a lock of its folder. Both end with the process. A pooler
 * must give whole sessions. Throws Unavailable where another follows already.
 */
export async function lockFollowing(config: Config, source: string): Promise<FollowLock> {
  return config.databaseUrl === null
    ? lockBesideFolder(config.dataDir, source)
    : lockInDatabase(config.databaseUrl, source);
}

async function lockInDatabase(url: string, source: string): Promise<FollowLock> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  const lost = new AbortController();
  client.on("error", () => lost.abort()).on("end", () => lost.abort());
  await client.connect();
  const { rows } = await client.query(
    "SELECT pg_try_advisory_lock(hashtext('readout follow'), hashtext($1)) AS taken",
    [source],
  );
  if (rows[0].taken === true) return { lost: lost.signal, release: () => client.end() };
  await client.end();
  throw new Unavailable(`Another process follows ${source} into this database: one at a time does.`);
}

async function lockBesideFolder(dataDir: string, source: string): Promise<FollowLock> {
  // A hidden one: the data folder holds the database, and nothing else that is seen.
  const folder = join(dataDir, `.follow-${source}`);
  mkdirSync(folder, { recursive: true });
  const socket = socketPathFor(folder);
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socket, resolve);
  });
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  const lock = await lockFolder(folder, socket);
  if (isHolder(lock)) {
    await close();
    throw new Unavailable(
      `Another process (${lock.pid}) follows ${source} into this database: one at a time does.`,
    );
  }
  return {
    lost: new AbortController().signal,
    release: () => {
      lock.release();
      return close();
    },
  };
}
