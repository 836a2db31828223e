import fc from "fast-check";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { MemoryRateLimiter, RedisRateLimiter, rateHeaders } from "../../src/limits/rate.ts";
import { describeFaults, redis as redisServer } from "../testkit/services.ts";

const RATE = { requests: 10, seconds: 60 };

it("lets so many through in a window, each client apart, and tells how it stands", () => {
  const limiter = new MemoryRateLimiter(RATE, () => 0);
  const standings = Array.from({ length: 12 }, () => limiter.take("a"));
  expect(standings.map(({ isOver }) => isOver)).toEqual([...Array(10).fill(false), true, true]);
  expect(standings.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]);
  expect(limiter.take("b")).toMatchObject({ isOver: false, remaining: 9 });
});

it("slides: what was at the end of one window counts in the next as far as it is in sight", () => {
  let now = 59_000;
  const limiter = new MemoryRateLimiter(RATE, () => now);
  for (let count = 0; count < 10; count++) limiter.take("a");
  now = 61_000;
  expect(limiter.take("a").isOver).toBe(true);
  now = 90_000; // Half of the window before is out of sight.
  const passed = Array.from({ length: 10 }, () => limiter.take("a")).filter(({ isOver }) => !isOver);
  expect(passed).toHaveLength(5);
});

it("never lets more through in a sliding window of even requests, and lets again after `reset`", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 200 }),
      (requests, pauses) => {
        let now = 0;
        const limiter = new MemoryRateLimiter({ requests, seconds: 10 }, () => now);
        for (const pause of pauses) {
          now += pause;
          const { isOver, reset } = limiter.take("a");
          if (!isOver) continue;
          now += reset * 1000;
          expect(limiter.take("a").isOver).toBe(false);
        }
      },
    ),
  );
});

it("keeps nothing of clients that have not come for two windows", () => {
  let now = 0;
  const limiter = new MemoryRateLimiter(RATE, () => now);
  for (let count = 0; count < 10; count++) limiter.take("a");
  now = 120_000;
  expect(limiter.take("a")).toMatchObject({ isOver: false, remaining: 9 });
});

it("is told by the standard's headers", () => {
  expect(rateHeaders(RATE, { isOver: false, remaining: 3, reset: 7 })).toEqual({
    "RateLimit-Policy": '"requests";q=10;w=60',
    RateLimit: '"requests";r=3;t=7',
  });
  expect(rateHeaders(RATE, { isOver: true, remaining: 0, reset: 7 })).toMatchObject({ "Retry-After": "7" });
});

describeFaults("in Redis", ["redis"], () => {
  it("counts for all instances together, and in each alone while Redis is away", async () => {
    await using server = await redisServer();
    const connect = () => new Redis(server.url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    const clients = [connect(), connect()];
    // All at once: one may be ready before another that is waited for.
    await Promise.all(
      clients.map((client) => new Promise((resolve) => client.on("error", () => {}).once("ready", resolve))),
    );
    const limiters = clients.map((client) => new RedisRateLimiter(client, { requests: 10, seconds: 3600 }));
    const take = () => Promise.all(limiters.map((limiter) => limiter.take("a")));
    const standings = [];
    for (let round = 0; round < 10; round++) standings.push(...(await take()));
    expect(standings.filter(({ isOver }) => !isOver)).toHaveLength(10);
    await server.stop("SIGKILL");
    const alone = [];
    for (let round = 0; round < 20; round++) alone.push(await limiters[0]?.take("a"));
    expect(alone.filter((standing) => standing?.isOver === false)).toHaveLength(10);
    for (const client of clients) client.disconnect();
  });
});
