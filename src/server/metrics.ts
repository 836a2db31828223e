import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SharedAnswers } from "../cache/shared.ts";
import type { TextCache } from "../cache/texts.ts";
import type { Database } from "../database/database.ts";
import type { Turns } from "../limits/turns.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { pathOf } from "../telemetry/request.ts";
import type { OpenLive } from "./live.ts";

/**
 * Serves metrics at a port of their own: what is before the port of the service, as a proxy on the same machine, cannot
 * let strangers through to it by mistake. Rejects with the error of the listener.
 */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (pathOf(request.url ?? "") !== PATH || request.method !== "GET") {
      response
        .writeHead(404, { "Content-Type": "text/plain; charset=utf-8" })
        .end(`There is ${PATH} here.\n`);
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { "Content-Type": metrics.contentType }).end(text),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return {
    url: `${urlOf(server.address() as AddressInfo)}${PATH}`,
    close: () => close(server),
  };
}

const PATH = "/metrics";

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function urlOf({ address, family, port }: AddressInfo): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** Lets metrics ask for the state of what serves, each time they are looked at. */
export function measureState(
  metrics: Metrics,
  {
    database,
    live: { hub, follower, cache, responses, shared },
    turns,
    sockets,
  }: {
    database: Pick<Database, "connections">;
    live: Pick<OpenLive, "hub" | "follower" | "cache" | "responses" | "shared">;
    turns: Turns;
    sockets: ReadonlySet<unknown>;
  },
): void {
  metrics.gauge("connections", "Connections of clients", () => sockets.size);
  metrics.gauges("operations", "Operations that are executed, and that wait for their turn", "state", () => ({
    executing: turns.working,
    waiting: turns.waiting,
  }));
  metrics.gauge("subscribers", "Subscriptions", () => hub.size);
  metrics.gauge(
    "change_log_age_seconds",
    "How long ago the change log was read to its end; infinite while it cannot be read",
    () => (performance.now() - follower.readAt) / 1000,
  );
  metrics.gauge(
    "change_log_position",
    "The last change that this server has come to",
    () => follower.log.last,
  );
  const heard = metrics.observer(
    "change_lag_seconds",
    "From the time that a change carries, the database's, until this server has heard of it",
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  );
  follower.listen({
    changed: (changes) => {
      const now = Date.now();
      for (const { at } of changes) heard(Math.max(0, now - Date.parse(at)) / 1000);
    },
    lost: () => {},
  });
  metrics.gauges(
    "database_connections",
    "Connections of the pool, used and idle, and statements that wait for one; none for the embedded database",
    "state",
    (): Record<string, number> => {
      const now = database.connections();
      return now === null ? {} : { used: now.open - now.idle, idle: now.idle, waiting: now.waiting };
    },
  );
  type Counted = Pick<SharedAnswers, "counts">;
  const inMemory: readonly (readonly [string, Pick<TextCache, "counts" | "bytes"> | null])[] = [
    ["record", cache],
    ["parts", cache?.texts ?? null],
    ["answers", responses],
  ];
  const all: readonly (readonly [string, Counted | null])[] = [...inMemory, ["shared", shared]];
  metrics.gauges("cache_bytes", "About how many bytes a cache holds", "cache", () =>
    ofEach(inMemory, ({ bytes }) => bytes),
  );
  metrics.counters("cache_hits_total", "What was asked for and at hand", "cache", () =>
    ofEach(all, ({ counts }) => counts.hits),
  );
  metrics.counters("cache_misses_total", "What was asked for and not at hand", "cache", () =>
    ofEach(all, ({ counts }) => counts.misses),
  );
  metrics.counters(
    "cache_evictions_total",
    "What was let go when it was asked for, since it had changed",
    "cache",
    () => ofEach(all, ({ counts }) => counts.evicted),
  );
  metrics.counters(
    "cache_displacements_total",
    "What was let go since there was no room for it",
    "cache",
    () => ofEach(inMemory, ({ counts }) => counts.displaced),
  );
}

/** A value of each cache that there is, by name. */
function ofEach<Cache extends object>(
  caches: readonly (readonly [name: string, cache: Cache | null])[],
  value: (cache: Cache) => number,
): Record<string, number> {
  return Object.fromEntries(
    caches.flatMap(([name, cache]) => (cache === null ? [] : [[name, value(cache)]])),
  );
}
