import { connect, type Socket } from "node:net";
import { now, offer } from "./fanoutProcess.ts";

/** Many subscribers in one process: sockets that ask for events, and count those of changes. */

/** So many connect at a time: fewer than wait for a server to accept them. */
const STEP = 200;

const connections: Connection[] = [];
let total = 0;
let lastAt = 0;
let failure: string | null = null;
let waiting: { total: number; resolve: () => void } | null = null;

/** All read into the same bytes, since nothing of them is kept. */
const received = Buffer.alloc(65_536);

class Connection {
  changes = 0;
  readonly opened: Promise<void>;
  readonly #socket: Socket;
  /** The beginning of an event that is still to end. */
  #rest = "";

  constructor(port: number, path: string) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.opened = promise;
    const fail = (problem: string) => {
      failure ??= problem;
      reject(new Error(problem));
    };
    let isOpen = false;
    const read = (length: number) => {
      const events = (this.#rest + received.toString("latin1", 0, length)).split("\n\n");
      this.#rest = events.pop() ?? "";
      if (!isOpen) {
        const head = events[0] ?? this.#rest;
        if (!head.startsWith("HTTP/1.1 200 ")) fail(`The server answers ${head}`);
        if (events.length === 0) return;
        isOpen = true;
        resolve();
      }
      for (const event of events) if (event.includes("event: next")) this.#count();
    };
    this.#socket = connect({
      port,
      host: "127.0.0.1",
      onread: {
        buffer: received,
        callback: (length) => {
          read(length);
          return true;
        },
      },
    });
    this.#socket.on("error", ({ message }) => fail(message));
    this.#socket.once("close", () => fail("The server closed a connection"));
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\nUser-Agent: bench\r\n\r\n`,
    );
  }

  #count(): void {
    this.changes++;
    total++;
    if (waiting === null || total < waiting.total) return;
    lastAt = now();
    waiting.resolve();
    waiting = null;
  }

  close(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }
}

const functions = {
  /** Opens so many connections, for these paths in turn; resolves when all have been told that all is well. */
  open: async (port: number, count: number, paths: readonly string[]) => {
    for (let begun = 0; begun < count; begun += STEP) {
      const step = Array.from(
        { length: Math.min(STEP, count - begun) },
        (_, index) => new Connection(port, paths[(begun + index) % paths.length] as string),
      );
      connections.push(...step);
      await Promise.all(step.map(({ opened }) => opened));
    }
  },
  /** Looks out for so many changes from now on, over all connections. */
  expect: (count: number) => {
    if (failure !== null) throw new Error(failure);
    const { promise, resolve } = Promise.withResolvers<void>();
    total = 0;
    waiting = { total: count, resolve };
    expected = promise;
  },
  /** When the last of them was there, in milliseconds. */
  received: async () => {
    await expected;
    return lastAt;
  },
  /** The fewest and the most changes that any connection was told. */
  counts: () => {
    const changes = connections.map((connection) => connection.changes);
    return { least: Math.min(...changes), most: Math.max(...changes) };
  },
  close: () => {
    for (const connection of connections.splice(0)) connection.close();
  },
};
let expected: Promise<void> = Promise.resolve();
export type ClientFunctions = typeof functions;
offer(functions);
