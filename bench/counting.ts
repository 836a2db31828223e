import { createRequire } from "node:module";

/**
 * Loaded into a server before it starts (`node --import`), any that uses `pg`, or Readout on its embedded database:
 * counts the statements that it sends to its database, and tells them to the process that started it whenever that asks.
 */

export interface Counted {
  readonly statements: number;
  readonly transactions: number;
  /** Of the process, user and system. */
  readonly cpuSeconds: number;
  /** The most memory that was resident. */
  readonly peakBytes: number;
}

let statements = 0;
let transactions = 0;

function count(sql: unknown): void {
  statements++;
  const text = typeof sql === "string" ? sql : (sql as { text?: string }).text;
  if (text?.startsWith("COMMIT") === true) transactions++;
}

/** What these take first is SQL, or an object with it. */
// biome-ignore lint/suspicious/noExplicitAny: each is called as it is
function counted<T extends (...input: any[]) => any>(original: T): T {
  return function (this: unknown, ...input: Parameters<T>) {
    count(input[0]);
    return original.apply(this, input);
  } as T;
}

// The server's own, wherever it is installed.
const { Client } = createRequire(process.argv[1] ?? import.meta.url)("pg");
Client.prototype.query = counted(Client.prototype.query);

if ((process.env.DATABASE_URL ?? "") === "") {
  const { PGlite } = await import("@electric-sql/pglite");
  PGlite.prototype.query = counted(PGlite.prototype.query);
  const { transaction } = PGlite.prototype;
  PGlite.prototype.transaction = function (work) {
    transactions++;
    return transaction.call(this, (begun) => {
      begun.query = counted(begun.query);
      return work(begun);
    }) as ReturnType<typeof work>;
  };
}

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.send?.({
    statements,
    transactions,
    cpuSeconds: (user + system) / 1e6,
    peakBytes,
  } satisfies Counted);
});
