import type { Socket } from "node:net";
import pg from "pg";
import { currentWork, type Work } from "./work.ts";

/**
 * A pool whose statements end with the work that they belong to. The server itself ends each that takes all the time
 * that its work may take, should this process be late to say so, or gone; except behind a pooler, where the connection
 * may be another's the next moment.
 */
export class WorkPool extends pg.Pool {
  readonly #isPooled: boolean;
  /** How long a statement may take on a connection, where that was bounded. */
  readonly #limits = new WeakMap<pg.PoolClient, number | null>();

  constructor(settings: pg.PoolConfig, { isPooled }: { isPooled: boolean }) {
    super(settings);
    this.#isPooled = isPooled;
    // A connection that broke: the statement under way tells, and the pool opens another when one is needed.
    this.on("error", () => {});
    this.on("connect", (client) => client.on("error", () => {}));
  }

  // The driver's overloads; this is called with a statement and answered by a promise.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  override query(...statement: any[]): any {
    const work = currentWork();
    const run = pg.Pool.prototype.query as (...statement: unknown[]) => unknown;
    return work === undefined ? run.apply(this, statement) : this.#queryFor(work, statement);
  }

  /** For a transaction, or a statement of no work: it takes as long as it takes. */
  // biome-ignore lint/suspicious/noExplicitAny: the driver's overloads, by promise and by callback
  override connect(...[callback]: any[]): any {
    const connected = this.#connectUnbound();
    if (callback === undefined) return connected;
    connected.then(
      (client) => callback(undefined, client, client.release),
      (error) => callback(error, undefined, () => {}),
    );
  }

  async #connectUnbound(): Promise<pg.PoolClient> {
    const client = await super.connect();
    try {
      await this.#bound(client, null);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async #bound(client: pg.PoolClient, limitMs: number | null): Promise<void> {
    if (this.#isPooled || (this.#limits.get(client) ?? null) === limitMs) return;
    await client.query(limitMs === null ? "RESET statement_timeout" : `SET statement_timeout = ${limitMs}`);
    this.#limits.set(client, limitMs);
  }

  async #queryFor(work: Work, statement: unknown[]): Promise<unknown> {
    const endTurn = await work.turn();
    try {
      return await this.#cancellable(work, statement);
    } finally {
      endTurn();
    }
  }

  async #cancellable(work: Work, statement: unknown[]): Promise<unknown> {
    const { signal } = work;
    signal.throwIfAborted();
    const client = await super.connect();
    const { promise: isStuck, reject: giveUp } = Promise.withResolvers<never>();
    let patience: NodeJS.Timeout | undefined;
    let cancelled: Promise<boolean> | null = null;
    let isOver = false;
    const onAbort = () => {
      cancelled = cancel(client);
      patience = setTimeout(() => giveUp(signal.reason), CANCELLED_WITHIN_MS);
    };
    try {
      signal.throwIfAborted();
      signal.addEventListener("abort", onAbort);
      const done = work.begin();
      let rows: unknown;
      try {
        const query = client.query as (...statement: unknown[]) => Promise<unknown>;
        const answer = this.#bound(client, work.limitMs)
          .then(() => query.apply(client, statement))
          .finally(() => {
            isOver = true;
          });
        rows = await Promise.race([answer, isStuck]);
      } finally {
        done();
      }
      signal.throwIfAborted();
      return rows;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener("abort", onAbort);
      void this.#release(client, cancelled, () => isOver);
    }
  }

  /**
   * Gives a connection back. The request to cancel is not to hit another's statement: one that was cancelled is given back
   * when the server has seen to that, and else is closed, as always behind a pooler, where nobody tells.
   */
  async #release(
    client: pg.PoolClient,
    cancelled: Promise<boolean> | null,
    isOver: () => boolean,
  ): Promise<void> {
    if (cancelled === null) return client.release();
    const isDone = isOver() && !this.#isPooled && (await cancelled);
    client.release(!isDone);
  }
}

/** A server that does not even cancel is not waited for. */
const CANCELLED_WITHIN_MS = 500;

/**
 * Asks the server to end what runs on a connection (PostgreSQL's protocol, "Canceling Requests in Progress"). Gives
 * whether it has seen to it: by then it has sent the signal, and closes.
 */
function cancel(client: pg.PoolClient): Promise<boolean> {
  const { host, port, processID, secretKey, ssl } = client as unknown as Cancellable;
  const connection = new pg.Connection({ ssl } as pg.ConnectionConfig) as unknown as CancelConnection;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let isSent = false;
  // Where it cannot be asked, the statement ends by itself.
  connection.on("error", () => connection.stream.destroy());
  connection.once(ssl ? "sslconnect" : "connect", () => {
    connection.cancel(processID, secretKey);
    isSent = true;
  });
  connection.stream.once("end", () => {
    resolve(isSent);
    connection.stream.destroy();
  });
  connection.stream.once("close", () => resolve(false));
  connection.stream.setTimeout(CANCELLED_WITHIN_MS, () => connection.stream.destroy());
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  if (ssl) connection.once("connect", () => connection.requestSsl());
  return promise;
}

/** Not in the driver's types. */
interface Cancellable {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
  readonly ssl: unknown;
}
interface CancelConnection extends NodeJS.EventEmitter {
  readonly stream: Socket;
  connect(...to: unknown[]): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}
