import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import type { Database } from "../database/database.ts";
import type { Follower } from "./follower.ts";

/** What wakes a follower; every way may miss something, and polling makes up for it. */
export interface WakeUps {
  /** To be called after this process has written; resolves when the follower has come to what it wrote. */
  wrote(): Promise<void>;
  close(): Promise<void>;
}

type Listened = Pick<Database, "prisma" | "isReplica" | "listen">;

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
export function wakeUps(database: Listened, follower: Follower, options: WakeUpOptions): WakeUps {
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
  { prisma, isReplica, listen }: Listened,
  follower: Follower,
  { warn }: WakeUpOptions,
): Source {
  // A replica neither notifies nor lets anybody listen.
  if (isReplica) return { isHeard: () => false, wrote: () => {}, close: async () => {} };
  let isHeard = false;
  let isWarned = false;
  let isClosed = false;
  const problem = (text: string, error?: unknown) => {
    isHeard = false;
    if (!isWarned && !isClosed) warn(text, error);
    isWarned = true;
  };
  /** What probes have sent that is not heard yet. */
  const sent = new Map<string, () => void>();
  const probe = async () => {
    const token = randomUUID();
    const { promise: answer, resolve } = Promise.withResolvers<boolean>();
    sent.set(token, () => resolve(true));
    try {
      await prisma.$executeRaw`SELECT pg_notify(${CHANNEL}, ${token})`;
      setTimeout(resolve, HEARD_WITHIN_MS, false).unref();
      if (await answer) {
        isHeard = true;
        isWarned = false;
      } else {
        problem("Notifications are not heard, as behind a pooler: changes are polled for");
      }
    } catch (error) {
      problem("Notifications cannot be sent: changes are polled for until they can be", error);
    } finally {
      sent.delete(token);
    }
  };
  const probing = setInterval(probe, PROBE_EVERY_MS).unref();
  const listener = listen(
    CHANNEL,
    (payload) => {
      if (payload === null) void probe();
      else sent.get(payload)?.();
      void follower.wake();
    },
    (error) =>
      problem("Notifications cannot be listened to: changes are polled for until they can be", error),
  );
  return {
    isHeard: () => isHeard,
    wrote: () => {}, // The database has notified all.
    close: async () => {
      isClosed = true;
      clearInterval(probing);
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
