import type { Redis } from "ioredis";
import type { Rate } from "../config/values.ts";

/** How a client stands after a request. */
export interface Standing {
  readonly isOver: boolean;
  /** Requests that it may make now. */
  readonly remaining: number;
  /** Whole seconds until it may make one more than that. */
  readonly reset: number;
}

/**
 * Counts requests of clients in a sliding window, by two numbers each: those of the window that the clock is in, and
 * those of the one before, of which as much counts as the sliding window still covers. What is refused is not counted.
 */
export interface RateLimiter {
  take(client: string): Standing | Promise<Standing>;
}

/** In this process. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #rate: Rate;
  readonly #now: () => number;
  #window = 0;
  #previous = new Map<string, number>();
  #current = new Map<string, number>();

  /** `now` is in milliseconds since 1970. */
  constructor(rate: Rate, now: () => number = Date.now) {
    this.#rate = rate;
    this.#now = now;
  }

  take(client: string): Standing {
    const { window, passed } = windowOf(this.#now(), this.#rate);
    if (window !== this.#window) {
      this.#previous = window === this.#window + 1 ? this.#current : new Map();
      this.#current = new Map();
      this.#window = window;
    }
    const previous = this.#previous.get(client) ?? 0;
    const current = this.#current.get(client) ?? 0;
    const fits = previous * (1 - passed) + current + 1 <= this.#rate.requests;
    if (fits) this.#current.set(client, current + 1);
    return standing(this.#rate, passed, { fits, previous, current: fits ? current + 1 : current });
  }
}

/** In Redis, for all instances together; while that cannot be reached, in this process. */
export class RedisRateLimiter implements RateLimiter {
  readonly #redis: Redis;
  readonly #rate: Rate;
  readonly #instead: MemoryRateLimiter;

  constructor(redis: Redis, rate: Rate) {
    this.#redis = redis;
    this.#rate = rate;
    this.#instead = new MemoryRateLimiter(rate);
  }

  async take(client: string): Promise<Standing> {
    const { requests, seconds } = this.#rate;
    const { window, passed } = windowOf(Date.now(), this.#rate);
    const keys = [window - 1, window].map((number) => `readout:rate:{${client}}:${number}`);
    try {
      const [fits, previous, current] = (await this.#redis.eval(
        TAKE,
        keys.length,
        ...keys,
        requests,
        String(passed),
        2 * seconds,
      )) as [number, number, number];
      return standing(this.#rate, passed, { fits: fits === 1, previous, current });
    } catch {
      return this.#instead.take(client);
    }
  }
}

/** The same in Redis, in one step. */
const TAKE = `
local previous = tonumber(redis.call("GET", KEYS[1]) or "0")
local current = tonumber(redis.call("GET", KEYS[2]) or "0")
if previous * (1 - tonumber(ARGV[2])) + current + 1 > tonumber(ARGV[1]) then return {0, previous, current} end
redis.call("SET", KEYS[2], current + 1, "EX", ARGV[3])
return {1, previous, current + 1}`;

/** The window that a time is in, by its number, and which part of it has passed. */
function windowOf(now: number, { seconds }: Rate): { window: number; passed: number } {
  const at = now / 1000 / seconds;
  const window = Math.floor(at);
  return { window, passed: at - window };
}

function standing(
  { requests, seconds }: Rate,
  passed: number,
  { fits, previous, current }: { fits: boolean; previous: number; current: number },
): Standing {
  const remaining = Math.max(0, Math.floor(requests - previous * (1 - passed) - current));
  const room = requests - remaining - 1;
  // Until so much of the window before is out of sight; or else of this one, once it is the one before.
  const share =
    current <= room
      ? previous === 0
        ? passed
        : 1 - (room - current) / previous
      : 2 - Math.max(0, room) / current;
  return { isOver: !fits, remaining, reset: Math.max(1, Math.ceil((share - passed) * seconds)) };
}

/** What is told of it (draft-ietf-httpapi-ratelimit-headers-10): the policy, and how the client stands. */
export function rateHeaders({ requests, seconds }: Rate, { remaining, reset, isOver }: Standing) {
  return {
    "RateLimit-Policy": `"requests";q=${requests};w=${seconds}`,
    RateLimit: `"requests";r=${remaining};t=${reset}`,
    ...(isOver ? { "Retry-After": String(reset) } : {}),
  };
}
