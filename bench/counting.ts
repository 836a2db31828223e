import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

/**
 * Loaded into a server before it starts (`node --import`): counts the statements that it sends to its database, and
 * tells them to the process that started it whenever that asks.
 */

export interface Counted {
  readonly statements: number;
  readonly transactions: number;
  /** Of the process, user and system. */
  readonly cpuSeconds: number;
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

pg.Client.prototype.query = counted(pg.Client.prototype.query);
PGlite.prototype.query = counted(PGlite.prototype.query);
const { transaction } = PGlite.prototype;
PGlite.prototype.transaction = function (work) {
  transactions++;
  return transaction.call(this, (begun) => {
    begun.query = counted(begun.query);
    return work(begun);
  }) as ReturnType<typeof work>;
};

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ statements, transactions, cpuSeconds: (user + system) / 1e6 } satisfies Counted);
});
