import { createRequire } from "node:module";

/**
 * Loaded into every server before it starts (`node --import`): counts the statements that it sends to PostgreSQL
 * through `pg`, which all of them use, and tells them to the process that started it whenever that asks.
 */

export interface Counted {
  readonly statements: number;
  /** Of the process, user and system. */
  readonly cpuSeconds: number;
  /** The most memory that was resident. */
  readonly peakBytes: number;
}

let statements = 0;

const { Client } = createRequire(process.argv[1] ?? import.meta.url)("pg");
const { query } = Client.prototype;
Client.prototype.query = function (...input: unknown[]) {
  statements++;
  return query.apply(this, input);
};

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.send?.({ statements, cpuSeconds: (user + system) / 1e6, peakBytes } satisfies Counted);
});
