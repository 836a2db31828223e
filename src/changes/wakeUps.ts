import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Database } from "../database/database.ts";
import type { Follower } from "./follower.ts";

/** What wakes a follower; every way may miss something, and polling makes up for it. */
export interface WakeUps {
  /** To be called after this process has written; resolves when the follower has come to what it wrote. */
  wrote(): Promise<void>;
  close(): Promise<void>;
}

interface WakeUpOptions {
  /** Carries the wake-ups in place of the database's own; null for those. */
  readonly redisUrl: string | null;
  /** Hears what does not work, for a person; polling takes over meanwhile. */
  warn(problem: string, error: unknown): void;
}

/**
 * Wakes a follower by LISTEN/NOTIFY, or by Redis; and every few seconds, often where neither is to be heard, as behind
 * a pooler that gives each transaction another connection, or on a replica.
 */
export function wakeUps(
  database: Pick<Database, "prisma" | "listen">,
  follower: Follower,
  options: WakeUpOptions,
): WakeUps {
  const source =
    options.redisUrl === null
      ? listening(database, follower, options)
      : overRedis(options.redisUrl, follower, options);
  let timer: NodeJS.Timeout | undefined;
  const poll = () => {
    timer = setTimeout(
      async () => {
        await follower.wake();
        poll();
      },
      source.isHeard() ? POLL_MS : POLL_OFTEN_MS,
    ).unref();
  };
  poll();
  return {
    wrote: async () => {
      await follower.wake();
      source.wrote();
    },
    close: async () => {
      clearTimeout(timer);
      await source.close();
    },
  };
}

interface Source {
  /** Wakes the other instances, where the database has not. */
  wrote(): void;
  close(): Promise<void>;
  isHeard(): boolean;
}

function listening(
  database: Pick<Database, "prisma" | "listen">,
  follower: Follower,
  { warn }: WakeUpOptions,
): Source {
  let heard = 0;
  let isHeard = false;
  let isClosed = false;
  const listener = database.listen(
    CHANNEL,
    () => {
      heard++;
      void follower.wake();
    },
    (error) => {
      isHeard = false;
      warn("Notifications cannot be listened to: changes are polled for until they can be", error);
    },
  );
  const probe = async () => {
    for (let isFirst = true; !isClosed; isFirst = false) {
      const before = heard;
      const wasHeard = isHeard;
      try {
        await database.prisma.$executeRaw`SELECT pg_notify(${CHANNEL}, '0')`;
        await delay(HEARD_WITHIN_MS, undefined, { ref: false });
        isHeard = heard > before;
        if (!isHeard && !isClosed && (wasHeard || isFirst)) {
          warn("Notifications are not heard, as behind a pooler: changes are polled for", undefined);
        }
      } catch (error) {
        isHeard = false;
        if (wasHeard || isFirst) warn("Notifications cannot be sent: changes are polled for", error);
      }
      await delay(PROBE_EVERY_MS, undefined, { ref: false });
    }
  };
  void probe();
  return {
    isHeard: () => isHeard,
    wrote: () => {}, // The database has notified all.
    close: async () => {
      isClosed = true;
      await listener.close();
    },
  };
}

function overRedis(url: string, follower: Follower, { warn }: WakeUpOptions): Source {
  const channel = `readout:${follower.log.id}:changes`;
  const settings = { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false };
  const [subscriber, publisher] = [new Redis(url, settings), new Redis(url, settings)];
  let isSubscribed = false;
  let isWarned = false;
  const failed = (error: unknown) => {
    isSubscribed = false;
    if (!isWarned) warn("Redis cannot be reached: changes are polled for until it can be", error);
    isWarned = true;
  };
  for (const client of [subscriber, publisher]) client.on("error", failed);
  subscriber.on("close", () => {
    isSubscribed = false;
  });
  subscriber.on("ready", async () => {
    try {
      await subscriber.subscribe(channel);
      isSubscribed = true;
      isWarned = false;
      // What was published before is made up for.
      await follower.wake();
    } catch (error) {
      failed(error);
    }
  });
  subscriber.on("message", () => void follower.wake());
  for (const client of [subscriber, publisher]) client.connect().catch(failed);
  return {
    isHeard: () => isSubscribed,
    wrote: () => {
      publisher.publish(channel, String(follower.log.last)).catch(failed);
    },
    close: async () => {
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}

const CHANNEL = "readout_change";
const POLL_MS = 5000;
const POLL_OFTEN_MS = 500;
const HEARD_WITHIN_MS = 2000;
const PROBE_EVERY_MS = 60_000;
