import { isUtf8 } from "node:buffer";
import { setTimeout as delay } from "node:timers/promises";
import type { Redis } from "ioredis";
import { z } from "zod";
import type { Dependency, Evictions } from "./evictions.ts";

/** An answer that another instance made, and since when nothing that it was made of changed. */
export interface SharedAnswer {
  readonly body: Buffer;
  readonly on: readonly Dependency[];
  /** As the evictions' clock tells it. */
  readonly since: number;
}

interface SharedAnswersOptions {
  readonly redis: Redis;
  readonly evictions: Evictions;
  /** Told by every key: answers of another record, or of another version of the program, are others. */
  namespace(): string;
  /** How many bytes all instances together keep, about. */
  readonly mostBytes: number;
  /** What a value was made of, from JSON that anybody may have written; null for what is none. */
  readDependencies(json: unknown): Dependency[] | null;
  /** Hears what does not work, for a person: once, until it works again. */
  warn(problem: string, error: unknown): void;
}

/**
 * Answers that instances keep for one another in Redis. Each is kept with what it was made of, and the place of the
 * change log up to which that was looked after; whoever finds it looks at what changed since. Where Redis is away, slow
 * or full there are none.
 */
export class SharedAnswers {
  readonly #redis: Redis;
  readonly #options: SharedAnswersOptions;
  /** Does it answer in time? */
  #isThere = false;
  #isFull = false;
  #storing = 0;
  readonly #warned = new Set<string>();
  readonly #closed = new AbortController();

  /** What was asked for until now, and what became of it. */
  readonly counts = {
    hits: 0,
    misses: 0,
    /** Found, and not used since something that it was made of changed, or may have. */
    evicted: 0,
  };

  constructor(options: SharedAnswersOptions) {
    this.#redis = options.redis;
    this.#options = options;
    this.#redis.on("error", (error) => this.#warn(AWAY, error));
    this.#redis.on("close", () => {
      this.#isThere = false;
    });
    this.#redis.on("ready", () => void this.#probe());
  }

  /** The answer under a key that tells all that it depends on but the record; null where there is none to be used. */
  async find(key: string): Promise<SharedAnswer | null> {
    if (!this.#isThere) return null;
    let value: Buffer;
    try {
      // No more than any answer has, whoever wrote it.
      value = await this.#inTime(this.#redis.getrangeBuffer(this.#keyOf(key), 0, MOST_BYTES));
    } catch (error) {
      if (error instanceof Late && this.#isThere) {
        this.#isThere = false;
        void this.#probe();
      } else this.#warn(AWAY, error);
      return null;
    }
    const kept = value.length === 0 ? null : this.#read(value);
    if (kept === null) {
      this.counts.misses++;
      return null;
    }
    const { evictions } = this.#options;
    const since = evictions.clockAt(kept.place);
    if (since === null || !evictions.isCurrent(kept.on, since)) {
      this.counts.evicted++;
      return null;
    }
    this.counts.hits++;
    return { body: kept.body, on: kept.on, since };
  }

  /** Keeps an answer that began to be made at `since`, for others. */
  async store(key: string, body: Buffer, on: readonly Dependency[], since: number): Promise<void> {
    const { evictions, mostBytes } = this.#options;
    const { place } = evictions;
    if (!this.#isThere || this.#isFull || this.#storing >= MOST_STORING) return;
    if (place === null || !evictions.isCurrent(on, since)) return;
    const head = JSON.stringify({ place: { seq: place.seq, at: place.at }, bytes: body.length, on });
    const value = Buffer.concat([Buffer.from(`${head}\n`), body]);
    if (value.length > Math.min(MOST_BYTES, mostBytes)) return;
    const keys = [this.#keyOf(key), this.#keyOf("order"), this.#keyOf("bytes")];
    this.#storing++;
    try {
      await this.#redis.eval(STORE, keys.length, ...keys, value, KEPT_SECONDS, mostBytes);
      this.#warned.delete(FULL);
    } catch (error) {
      if (!this.#isThere) return;
      this.#warn(FULL, error);
      this.#isFull = true;
      setTimeout(() => {
        this.#isFull = false;
      }, FULL_MS).unref();
    } finally {
      this.#storing--;
    }
  }

  close(): void {
    this.#closed.abort();
    this.#redis.disconnect();
  }

  #keyOf(name: string): string {
    return `readout:{${this.#options.namespace()}}:answers:${name}`;
  }

  #read(value: Buffer) {
    const end = value.indexOf("\n");
    if (end === -1) return null;
    try {
      const { place, bytes, on: json } = HEAD.parse(JSON.parse(value.toString("utf8", 0, end)));
      const on = this.#options.readDependencies(json);
      const body = value.subarray(end + 1);
      return on === null || body.length !== bytes || !isUtf8(body) ? null : { place, on, body };
    } catch {
      return null; // Somebody else's.
    }
  }

  /** Rejects with Late where it takes longer than a request should wait for it. */
  async #inTime<T>(reply: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      // Where this process was busy, the reply may have come.
      setImmediate(() => reject(new Late("Redis does not answer in time")));
    }, IN_TIME_MS);
    try {
      return await Promise.race([reply, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks until it answers in time; what does not answer at all is connected to anew. */
  async #probe(): Promise<void> {
    while (!this.#closed.signal.aborted && this.#redis.status === "ready") {
      let isAnswered = false;
      const ping = this.#redis.ping().then(() => {
        isAnswered = true;
      });
      try {
        await this.#inTime(ping);
        this.#isThere = true;
        this.#warned.delete(AWAY);
        return;
      } catch (error) {
        this.#warn(AWAY, error);
        ping.catch(() => {});
      }
      await delay(PROBE_MS, undefined, { ref: false });
      if (!isAnswered && this.#redis.status === "ready") this.#redis.disconnect(true);
    }
  }

  #warn(problem: string, error: unknown): void {
    if (this.#closed.signal.aborted || this.#warned.has(problem)) return;
    this.#warned.add(problem);
    this.#options.warn(problem, error);
  }
}

class Late extends Error {}

const HEAD = z.object({
  place: z.object({ seq: z.number(), at: z.string() }),
  bytes: z.number(),
  on: z.unknown(),
});

/** Keeps a value, and lets those go that were kept first, where all together are too large. */
const STORE = `
local size = #ARGV[1] + 300
redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2])
redis.call("RPUSH", KEYS[2], size .. " " .. KEYS[1])
local bytes = redis.call("INCRBY", KEYS[3], size)
while bytes > tonumber(ARGV[3]) do
  local oldest = redis.call("LPOP", KEYS[2])
  if not oldest then
    redis.call("SET", KEYS[3], 0)
    break
  end
  local gone, key = string.match(oldest, "^(%d+) (.+)$")
  redis.call("DEL", key)
  bytes = redis.call("DECRBY", KEYS[3], gone)
end
redis.call("EXPIRE", KEYS[2], ARGV[2])
redis.call("EXPIRE", KEYS[3], ARGV[2])`;

const AWAY = "Answers are not shared with other instances until Redis answers in time";
const FULL = "Answers are not given to other instances while Redis does not take them";
const IN_TIME_MS = 25;
const PROBE_MS = 1000;
const FULL_MS = 10_000;
const MOST_BYTES = 2_000_000;
const MOST_STORING = 16;
const KEPT_SECONDS = 24 * 3600;
