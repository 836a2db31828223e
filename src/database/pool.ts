import pg from "pg";
import { currentWork, type Work } from "./work.ts";

/** A pool whose statements end with the work that they belong to. */
export class WorkPool extends pg.Pool {
  // The driver's overloads; this is called with a statement and answered by a promise.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  override query(...statement: any[]): any {
    const work = currentWork();
    const run = pg.Pool.prototype.query as (...statement: unknown[]) => unknown;
    return work === undefined ? run.apply(this, statement) : this.#queryFor(work, statement);
  }

  async #queryFor(work: Work, statement: unknown[]): Promise<unknown> {
    const endTurn = await work.turn();
    try {
      return await this.#cancellable(work.signal, () => work.begin(), statement);
    } finally {
      endTurn();
    }
  }

  async #cancellable(signal: AbortSignal, begin: () => () => void, statement: unknown[]): Promise<unknown> {
    signal.throwIfAborted();
    const client = await this.connect();
    let wasCancelled = false;
    const onAbort = () => {
      wasCancelled = true;
      cancel(client);
    };
    try {
      signal.throwIfAborted();
      signal.addEventListener("abort", onAbort);
      const done = begin();
      try {
        return await (client.query as (...statement: unknown[]) => Promise<unknown>)(...statement);
      } finally {
        done();
      }
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      // The request to cancel may come late: it is not to hit another's statement.
      client.release(wasCancelled);
    }
  }
}

/** Asks the server to end what runs on a connection (PostgreSQL's protocol, "Canceling Requests in Progress"). */
function cancel(client: pg.PoolClient): void {
  const { host, port, processID, secretKey, ssl } = client as unknown as Cancellable;
  const connection = new pg.Connection({ ssl } as pg.ConnectionConfig) as unknown as CancelConnection;
  // Where it cannot be asked, the statement ends by itself.
  connection.on("error", () => connection.stream.destroy());
  connection.once(ssl ? "sslconnect" : "connect", () => connection.cancel(processID, secretKey));
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  if (ssl) connection.once("connect", () => connection.requestSsl());
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
  readonly stream: { destroy(): void };
  connect(...to: unknown[]): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}
