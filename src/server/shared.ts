import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Evictions } from "../cache/evictions.ts";
import { SharedAnswers } from "../cache/shared.ts";
import type { Follower } from "../changes/follower.ts";
import type { Config } from "../config/config.ts";
import { readDependencies } from "../dependencies.ts";

/** The answers that the configuration lets this server share with others; null for none. */
export function openSharedAnswers(
  { redisUrl, sharedCacheBytes }: Pick<Config, "redisUrl" | "sharedCacheBytes">,
  { follower, evictions }: { follower: Follower; evictions: Evictions },
  log: Logger,
): SharedAnswers | null {
  if (redisUrl === null || sharedCacheBytes === 0) return null;
  let version = "";
  const warn = (problem: string, error: unknown) => log.warn({ err: error }, problem);
  // A request does not wait for a Redis that cannot be reached.
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  const shared = new SharedAnswers({
    redis,
    evictions,
    namespace: () => `${follower.log.id}:${version}`,
    mostBytes: sharedCacheBytes,
    readDependencies,
    warn,
  });
  versionOfProgram().then(
    (read) => {
      version = read;
      redis.connect().catch(() => {}); // Told as an event, and tried again.
    },
    (error) => warn("Answers are not shared with other instances: the program cannot be read", error),
  );
  return shared;
}

/** Tells the program from any that may answer otherwise: by all that is its own. */
async function versionOfProgram(): Promise<string> {
  const files = await Promise.all(
    ["src", "schema", "prisma"].map(async (folder) => {
      const entries = await readdir(join(PROGRAM, folder), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    }),
  );
  const digest = createHash("sha256");
  for (const file of [join(PROGRAM, "package.json"), ...files.flat().sort()]) {
    digest.update(file.slice(PROGRAM.length)).update(await readFile(file));
  }
  return digest.digest("base64url").slice(0, 16);
}

const PROGRAM = fileURLToPath(new URL("../../", import.meta.url));
