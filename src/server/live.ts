import type { Logger } from "pino";
import { Follower } from "../changes/follower.ts";
import { pruneChanges } from "../changes/log.ts";
import { wakeUps } from "../changes/wakeUps.ts";
import type { Config } from "../config/config.ts";
import type { Database } from "../database/database.ts";
import { Hub } from "../live/hub.ts";
import { errorMask } from "./errors.ts";
import { createContext, type Live } from "./graphql.ts";

/** Follows the change log, and tells it to subscribers, until it is closed. */
export async function openLive(
  database: Database,
  { databaseUrl, redisUrl, changesKeep, subscriberBuffer, subscriptionsPerClient }: Config,
  log: Logger,
): Promise<Live & { close(): Promise<void> }> {
  const { prisma } = database;
  const tell = (error: unknown) =>
    log.error({ err: error }, "the change log could not be read: trying again");
  const follower = await Follower.start(prisma, tell, database);
  const wakers = wakeUps(database, follower, {
    // The embedded database has one process, which hears itself.
    redisUrl: databaseUrl === null ? null : redisUrl,
    warn: (problem, error) => log.warn({ err: error }, problem),
  });
  const hub = new Hub(follower, prisma, {
    mostPerClient: subscriptionsPerClient,
    buffer: subscriberBuffer,
    createContext: (caller) => createContext(database, caller, follower),
    mask: errorMask(log),
    onError: (error) => log.error({ err: error }, "subscribers could not be told of a change"),
  });
  const beat = setInterval(() => hub.beat(), BEAT_MS).unref();
  const prune = async () => {
    try {
      const count = await pruneChanges(database, changesKeep);
      if (count > 0) log.info({ count }, "pruned the change log");
    } catch (error) {
      log.error({ err: error }, "the change log could not be pruned");
    }
  };
  // A replica is pruned as what it follows is.
  const pruning = database.isReplica ? undefined : setInterval(prune, PRUNE_MS).unref();
  const firstPrune = database.isReplica ? undefined : prune();
  return {
    follower,
    hub,
    wrote: wakers.wrote,
    close: async () => {
      clearInterval(beat);
      clearInterval(pruning);
      await wakers.close();
      await follower.stop();
      await firstPrune;
    },
  };
}

const BEAT_MS = 12_000;
const PRUNE_MS = 10 * 60_000;
