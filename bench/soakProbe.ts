import { readdirSync } from "node:fs";

/**
 * Loaded into a server before it starts (`node --expose-gc --import`): tells the process that started it, whenever that
 * asks, what it holds.
 */

export interface Held {
  /** In bytes, after garbage was collected. */
  readonly heap: number;
  /** In bytes: of the process, with the embedded database. */
  readonly resident: number;
  /** Files and sockets; null where the system does not tell. */
  readonly descriptors: number | null;
}

process.on("message", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed + external, resident: rss, descriptors: descriptors() } satisfies Held);
});

function descriptors(): number | null {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return null;
  }
}
