import type { Logger } from "pino";
import { CoherentCache } from "../cache/cache.ts";
import { Evictions } from "../cache/evictions.ts";
import { Reads } from "../cache/reads.ts";
import { evictedBy } from "../cache/tags.ts";
import { TextCache } from "../cache/texts.ts";
import { Follower } from "../changes/follower.ts";
import { type Change, pruneChanges, readLatestChanges } from "../changes/log.ts";
import { wakeUps } from "../changes/wakeUps.ts";
import type { Config } from "../config/config.ts";
import type { Database } from "../database/database.ts";
import { Hub } from "../live/hub.ts";
import { errorMask } from "./errors.ts";
import { createContext, type Live } from "./graphql.ts";
import { openSharedAnswers } from "./shared.ts";

export interface OpenLive extends Live {
  /** What entities and collections are kept in; null for nothing. */
  readonly cache: CoherentCache | null;
  /** Resolves when the log was pruned for the first time, as it is when it begins to be followed, or could not be. */
  readonly pruned: Promise<void>;
  close(): Promise<void>;
}

/** Follows the change log, and tells it to subscribers, until it is closed. */
export async function openLive(database: Database, config: Config, log: Logger): Promise<OpenLive> {
  const { changesKeep, cacheBytes, responseCacheBytes, subscriberBuffer, subscriptionsPerClient } = config;
  const { prisma } = database;
  // The embedded database has one process, which hears itself.
  const redisUrl = config.databaseUrl === null ? null : config.redisUrl;
  const tell = (error: unknown) =>
    log.error({ err: error }, "the change log could not be read: trying again");
  const follower = await Follower.start(prisma, tell, database);
  const { last } = follower.log;
  const recent = redisUrl === null ? [] : await readLatestChanges(prisma, last, MOST_RECENT);
  const evictions = new Evictions(recent.length === 0 ? { seq: last, at: "" } : null);
  // One by one: what others have shared may be of any place of the log.
  const evict = (changes: readonly Change[]) => {
    for (const change of changes) evictions.evict(evictedBy(change), [change]);
  };
  // What others have shared is older than this process.
  evict(recent);
  const cache = cacheBytes === 0 ? null : new CoherentCache(cacheBytes, evictions);
  const responses =
    responseCacheBytes === 0
      ? null
      : new TextCache(responseCacheBytes, evictions, responseCacheBytes * OF_UNPACKED);
  // Before anybody is told of a change: what is executed for it is not to find what was kept before.
  follower.listen({
    changed: evict,
    lost: () => evictions.evictAll(),
  });
  const shared =
    responses === null ? null : openSharedAnswers({ ...config, redisUrl }, { follower, evictions }, log);
  const isFollowing = () => performance.now() - follower.readAt <= SILENT_MS;
  const wakers = wakeUps(database, follower, {
    redisUrl,
    warn: (problem, error) => log.warn({ err: error }, problem),
  });
  const hub = new Hub(follower, prisma, {
    mostPerClient: subscriptionsPerClient,
    buffer: subscriberBuffer,
    createContext: (caller) => createContext(database, caller, follower, { reads: live.reads() }),
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
  const firstPrune = database.isReplica ? Promise.resolve() : prune();
  const live: OpenLive = {
    follower,
    hub,
    isFollowing,
    reads: () => (isFollowing() ? new Reads(cache, evictions) : new Reads()),
    cache,
    pruned: firstPrune,
    responses,
    shared,
    wrote: wakers.wrote,
    close: async () => {
      clearInterval(beat);
      clearInterval(pruning);
      shared?.close();
      await wakers.close();
      await follower.stop();
      await firstPrune;
    },
  };
  return live;
}

/** The log is read every five seconds at least. */
const SILENT_MS = 10_000;

/** Changes before its start that a server looks at for what others have shared. */
const MOST_RECENT = 1000;

const BEAT_MS = 12_000;
const PRUNE_MS = 10 * 60_000;

/** What of the bytes for whole answers is for those that are asked for most, unpacked. */
const OF_UNPACKED = 1 / 16;
