import { parse } from "graphql";
import { onTestFinished } from "vitest";
import { schema } from "../../schema/index.ts";
import { ANONYMOUS, type Caller } from "../../src/access/rules.ts";
import { Follower } from "../../src/changes/follower.ts";
import { writeChangeCursor } from "../../src/changes/log.ts";
import type { Database } from "../../src/database/database.ts";
import { type End, Hub, type HubOptions, LiveSubscription, type Sink } from "../../src/live/hub.ts";
import type { Frame } from "../../src/live/teller.ts";
import { createContext } from "../../src/server/graphql.ts";

/** A hub without a server around it, which hears of changes when the test says so. */
export interface Listening {
  readonly hub: Hub;
  readonly follower: Follower;
  /** What went wrong. */
  readonly errors: unknown[];
  /** Lets the hub hear of all that was written, and tell it to all but slow sinks. */
  hear(): Promise<void>;
  read(subscription: SubscriptionText): Promise<LiveSubscription>;
  /** Subscribes; the sink keeps what it is told. */
  subscribe(subscription: SubscriptionText, sink?: TestSink): Promise<TestSink>;
}

interface SubscriptionText {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly caller?: Caller;
}

interface ListenOptions extends Partial<Pick<HubOptions, "mostPerClient" | "buffer">> {
  /** Is waited for before each statement of an execution. */
  readonly meanwhile?: () => Promise<void>;
}

export async function listen(
  database: Database,
  { meanwhile = async () => {}, ...options }: ListenOptions = {},
): Promise<Listening> {
  const { prisma } = database;
  const errors: unknown[] = [];
  const sinks = new Set<TestSink>();
  const follower = await Follower.start(prisma, (error) => errors.push(error));
  onTestFinished(() => follower.stop());
  const hub = new Hub(follower, prisma, {
    mostPerClient: 10_000,
    buffer: 1000,
    ...options,
    createContext: (caller) =>
      createContext(
        { prisma: after(meanwhile, prisma), reads: after(meanwhile, database.reads) },
        caller,
        follower,
      ),
    mask: (error) => error as Error,
    onError: (error) => errors.push(error),
  });
  const read = async ({ query, variables, caller = ANONYMOUS }: SubscriptionText) => {
    const args = {
      schema,
      document: documentOf(query),
      variableValues: variables,
      contextValue: createContext(database, caller, follower),
    };
    const read = await hub.subscribe(args, { caller, client: caller.key ?? "somebody" });
    if (read instanceof LiveSubscription) return read;
    throw read.errors?.[0]?.originalError ?? new Error(JSON.stringify(read.errors));
  };
  return {
    hub,
    follower,
    errors,
    hear: async () => {
      await follower.wake();
      // Whoever has been told all gets a sign of life with the cursor of the last change; there may be more meanwhile.
      for (;;) {
        hub.beat();
        const last = writeChangeCursor(follower.log, follower.log.last);
        const isBehind = ({ isSlow, ends, beats }: TestSink) =>
          !isSlow && ends.length === 0 && beats.at(-1) !== last;
        if (![...sinks].some(isBehind)) return;
        await new Promise(setImmediate);
      }
    },
    read,
    subscribe: async (subscription, sink = new TestSink()) => {
      const detach = (await read(subscription)).attach(sink);
      sinks.add(sink);
      sink.detach = () => {
        sinks.delete(sink);
        detach();
      };
      return sink;
    },
  };
}

/** The same, where every statement waits for something. */
function after(meanwhile: () => Promise<void>, prisma: Database["prisma"]): Database["prisma"] {
  return new Proxy(prisma, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (name !== "$queryRaw") return value;
      return async (...args: unknown[]) => {
        await meanwhile();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** As a server's parser does: the same document for the same text. */
function documentOf(query: string) {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}
const documents = new Map<string, ReturnType<typeof parse>>();

/** Keeps what it is told. One that is slow takes nothing until it is told to. */
export class TestSink implements Sink {
  readonly frames: Frame[] = [];
  readonly beats: (string | null)[] = [];
  readonly ends: End[] = [];
  detach = () => {};
  /** How many frames wait in it, at most until now. */
  mostPending = 0;
  isSlow: boolean;
  #pending = 0;
  #drained: (() => void)[] = [];

  constructor({ isSlow = false } = {}) {
    this.isSlow = isSlow;
  }

  get pending(): number {
    return this.#pending;
  }

  get cursors(): string[] {
    return this.frames.map(({ cursor }) => cursor);
  }

  send(frame: Frame): void {
    this.frames.push(frame);
    if (!this.isSlow) return;
    this.#pending++;
    this.mostPending = Math.max(this.mostPending, this.#pending);
  }

  /** Takes what waits. */
  take(): void {
    this.#pending = 0;
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained.push(resolve);
      if (this.#pending === 0) this.take();
    });
  }

  beat(cursor: string | null): void {
    this.beats.push(cursor);
  }

  end(end: End): void {
    this.ends.push(end);
    this.take();
  }
}
