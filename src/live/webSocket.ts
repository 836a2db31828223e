import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { ExecutionArgs, ExecutionResult, GraphQLError } from "graphql";
import type { ServerOptions } from "graphql-ws";
import { type Extra, useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { identify } from "../telemetry/request.ts";
import { type End, LiveSubscription, type Sink } from "./hub.ts";
import type { Frame } from "./teller.ts";

/** GraphQL over WebSocket (the `graphql-transport-ws` protocol) at the given path of a server. */
export function serveWebSocket(
  server: Server,
  path: string,
  options: Pick<ServerOptions<Record<string, unknown>, Extra>, "onConnect" | "onSubscribe">,
  { maxPayload, isAllowed }: { maxPayload: number; isAllowed(request: IncomingMessage): boolean },
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
  });
  const underWay = new UnderWay();
  const { dispose } = useServer<Record<string, unknown>>(
    {
      ...options,
      isProd: true, // What nobody foresaw, no client is told.
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      execute: (args) => {
        const { execute, socket } = argsOf(args);
        return underWay.add(socket, execute(args));
      },
      subscribe: async (args) => {
        const { subscribe, socket } = argsOf(args);
        const result = await subscribe(args);
        return result instanceof LiveSubscription ? new QueueSink(socket, underWay, result) : result;
      },
    },
    sockets,
    KEEP_ALIVE_MS,
  );
  sockets.on("headers", (headers, request) => headers.push(`X-Request-Id: ${identify(request)}`));
  // What breaks a connection, such as a message that is too large, ends it, and is no error of ours.
  sockets.on("connection", (socket) => socket.removeAllListeners("error").on("error", () => {}));
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (request.url?.split("?")[0] !== path) {
      refuse(socket, "404 Not Found");
      return;
    }
    if (!isAllowed(request)) {
      refuse(socket, "403 Forbidden");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit("connection", opened, request));
  });
  return {
    close: async () => {
      await Promise.all([...sockets.clients].map((socket) => underWay.restart(socket)));
      await dispose();
    },
  };
}

/** Answers, and closes: no time-out of the server's is on the socket any more, should the client not close it. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}

/** What `onSubscribe` has put into the arguments, as the root value. */
export interface Prepared {
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<LiveSubscription | ExecutionResult>;
  readonly socket: WebSocket;
}

function argsOf({ rootValue }: { rootValue?: unknown }): Prepared {
  return rootValue as Prepared;
}

/** Operations that are no subscriptions, until they are answered. */
class UnderWay {
  readonly #bySocket = new WeakMap<WebSocket, Set<Promise<unknown>>>();

  add<Result>(socket: WebSocket, answer: Promise<Result>): Promise<Result> {
    const answers = this.#bySocket.get(socket) ?? new Set();
    this.#bySocket.set(socket, answers.add(answer));
    const forget = () => answers.delete(answer);
    answer.then(forget, forget);
    return answer;
  }

  /** Closes a connection when all that is under way on it is answered, for the client to connect again. */
  async restart(socket: WebSocket): Promise<void> {
    const answers = this.#bySocket.get(socket);
    if (answers !== undefined && answers.size > 0) {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      await Promise.race([Promise.allSettled(answers), closed]);
      await setImmediate(); // An answer is sent by then.
    }
    socket.close(RESTARTING, "Connect again, and go on from the last cursor");
  }
}

/** Keeps frames for a socket that takes one at a time. */
class QueueSink implements Sink, AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #socket: WebSocket;
  readonly #underWay: UnderWay;
  readonly #detach: () => void;
  readonly #frames: Frame[] = [];
  /** What it ends with, after them. */
  #error: GraphQLError | null = null;
  #isEnded = false;
  /** Of the last change that was handed on to the socket. */
  #cursor = "";
  /** Waits for the next result. */
  #wake: (() => void) | null = null;
  #drained: (() => void)[] = [];

  constructor(socket: WebSocket, underWay: UnderWay, subscription: LiveSubscription) {
    this.#socket = socket;
    this.#underWay = underWay;
    this.#detach = subscription.attach(this);
  }

  get pending(): number {
    return this.#frames.length;
  }

  send(frame: Frame): void {
    this.#frames.push(frame);
    this.#wake?.();
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isEnded) resolve();
      else this.#drained.push(resolve);
      this.#tellDrained();
    });
  }

  beat(): void {} // The protocol has pings of its own.

  end(end: End): void {
    if (end === "reconnect") {
      // Finished before, it would be told as complete.
      void this.#underWay.restart(this.#socket).then(() => this.#finish());
      return;
    }
    if (end === "too slow") this.#socket.close(TOO_SLOW, `Too slow; the last change was ${this.#cursor}`);
    else this.#error = end.error as GraphQLError;
    this.#finish();
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) {
        this.#cursor = frame.cursor;
        return { value: frame.result, done: false };
      }
      this.#tellDrained();
      const error = this.#error;
      if (error !== null) {
        this.#error = null;
        return { value: { errors: [error] }, done: false };
      }
      if (this.#isEnded) return { value: undefined, done: true };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#frames.length = 0;
    this.#detach();
    this.#finish();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(): void {
    this.#isEnded = true;
    this.#wake?.();
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (this.#frames.length > 0 && !this.#isEnded) return;
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}

/** WebSocket close codes (RFC 6455, section 7.4, and its registry) after which clients connect again. */
const RESTARTING = 1012;
const TOO_SLOW = 1013;
const INIT_WITHIN_MS = 5000;
const KEEP_ALIVE_MS = 12_000;
