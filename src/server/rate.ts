import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import type { Rate } from "../config/values.ts";
import { MemoryRateLimiter, type RateLimiter, RedisRateLimiter } from "../limits/rate.ts";

/** The limiter that the configuration asks for; null for none. All instances of one Redis count together. */
export function openRateLimiter(
  { rate, redisUrl }: Pick<Config, "rate" | "redisUrl">,
  log: Logger,
): { limiter: RateLimiter; rate: Rate; close(): void } | null {
  if (rate === null) return null;
  if (redisUrl === null) return { limiter: new MemoryRateLimiter(rate), rate, close: () => {} };
  // A request does not wait for a Redis that cannot be reached.
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  redis.on("error", (error) => log.debug({ err: error }, "requests are counted in this process alone"));
  return { limiter: new RedisRateLimiter(redis, rate), rate, close: () => redis.disconnect() };
}
