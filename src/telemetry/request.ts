import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Metrics } from "./metrics.ts";
import type { Outcome } from "./outcome.ts";
import type { RequestTrace, Tracing } from "./tracing.ts";

/** Where requests are told of; null for what nobody asked for. */
export interface Observers {
  readonly log: Logger;
  readonly metrics: Metrics | null;
  readonly tracing: Tracing | null;
}

/** An operation, as far as it is told of: its type, and how its name in the document begins. */
export interface NamedOperation {
  readonly type: "query" | "mutation" | "subscription";
  readonly name: string | undefined;
}

/** One request, or one operation over a WebSocket, as the log, metrics and traces tell of it. */
export class ObservedRequest {
  readonly id: string;
  outcome: Outcome = "ok";
  /** Whom it is counted for: the id of a key, or an address. */
  client: string | null = null;
  readonly #observers: Observers;
  readonly #method: string;
  readonly #path: string;
  /** Null where nobody asked for traces, or for an operation. */
  #trace: RequestTrace | null = null;
  #isOperation = false;
  readonly #began = performance.now();
  #operation: NamedOperation | null = null;
  #statements = 0;
  #isOver = false;

  constructor(observers: Observers, request: IncomingMessage) {
    const { method = "", url = "", headers } = request;
    this.#observers = observers;
    this.id = identify(request);
    this.#method = headers.upgrade === undefined ? method : "websocket";
    // Parameters of the URL hold variables.
    this.#path = pathOf(url).slice(0, LONGEST_PATH);
  }

  /** It asks for an operation, and no page: that is measured. */
  asks({ headers }: Pick<IncomingMessage, "headers">): void {
    this.#isOperation = true;
    this.#trace = this.#observers.tracing?.begin(headers) ?? null;
  }

  /** With every line of the log that is written meanwhile. */
  get logged(): { requestId: string; traceId?: string } {
    return this.#trace === null
      ? { requestId: this.id }
      : { requestId: this.id, traceId: this.#trace.traceId };
  }

  /** The document was read: this is what it asks for. */
  named(type: NamedOperation["type"], name: string | undefined): void {
    this.#operation = { type, name: name?.slice(0, LONGEST_NAME) };
  }

  /** Sends a statement. */
  async statement<Result>(sql: string, send: () => Promise<Result>): Promise<Result> {
    this.#statements++;
    const { metrics } = this.#observers;
    if (metrics === null && this.#trace === null) return send();
    const began = performance.now();
    try {
      return await (this.#trace === null ? send() : this.#trace.statement(sql, send));
    } finally {
      metrics?.statement((performance.now() - began) / 1000);
    }
  }

  /** Loads so many of a kind. */
  batch<Result>(loader: string, size: number, load: () => Promise<Result>): Promise<Result> {
    this.#observers.metrics?.batch(loader, size);
    return this.#trace === null ? load() : this.#trace.batch(loader, size, load);
  }

  /** To be called when it is answered, with the status; or when it is known how it ends. Only the first call counts. */
  end(status: number | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { log, metrics } = this.#observers;
    const seconds = (performance.now() - this.#began) / 1000;
    if (this.#isOperation) {
      metrics?.request(this.#operation, this.outcome, seconds, this.#statements);
      this.#trace?.end(this.#operation, { requestId: this.id, outcome: this.outcome, status });
    }
    const level = (status ?? 0) >= 500 || seconds > SLOW_SECONDS ? "info" : "debug";
    if (!log.isLevelEnabled(level)) return;
    log[level](
      {
        ...this.logged,
        method: this.#method,
        path: this.#path,
        status,
        ...(this.#operation === null ? {} : { operation: this.#operation }),
        outcome: this.outcome,
        ms: Math.round(seconds * 10_000) / 10,
        statements: this.#statements,
        client: this.client,
      },
      "request",
    );
  }
}

/** The path of a request, without what is asked for. */
export function pathOf(url: string): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

/**
 * The id that a request brings, where it may stand in a log; else a new one, which it has from then on. All operations of a
 * WebSocket have that of the request that opened it.
 */
export function identify({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  if (typeof given === "string" && WELL_FORMED.test(given)) return given;
  const made = randomUUID();
  headers["x-request-id"] = made;
  return made;
}

const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$/;
const LONGEST_PATH = 200;
const LONGEST_NAME = 100;
/** What takes longer is told of without being asked. */
const SLOW_SECONDS = 1;

const current = new AsyncLocalStorage<ObservedRequest | undefined>();

/** Whatever is done meanwhile, and by what is begun meanwhile, is told of with this request; or with none. */
export function observing<Result>(request: ObservedRequest | undefined, run: () => Result): Result {
  return current.run(request, run);
}

/** The request that what runs now is told of with. */
export function currentRequest(): ObservedRequest | undefined {
  return current.getStore();
}
