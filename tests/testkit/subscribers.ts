import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { WebSocket } from "ws";
import type { Cluster } from "./services.ts";

/**
 * Clients that watch the record over several instances: each goes on from its last cursor where its connection ends,
 * at the next instance, and keeps all that it was told.
 */

const TOLD = "cursor kind __typename";
const CONTACT = "contact { id title }";
const REPORT = "report { id title }";

/** What is subscribed to, and which changes of the log it tells. */
const SUBSCRIPTIONS = [
  {
    query: `subscription ($after: String) { changes(after: $after) { ${TOLD}
      ... on ContactChange { ${CONTACT} } ... on ReportChange { ${REPORT} } ... on AgreementChange { agreement { id } } } }`,
    entities: ["CONTACT", "REPORT", "AGREEMENT"],
  },
  {
    query: `subscription ($after: String) { contactChanged(after: $after) { ${TOLD} ${CONTACT} } }`,
    entities: ["CONTACT"],
  },
  {
    query: `subscription ($after: String) { reportFiled(after: $after) { ${TOLD} ${REPORT} } }`,
    entities: ["REPORT"],
  },
] as const;

type Subscription = (typeof SUBSCRIPTIONS)[number];

/** The three transports: events to a POST, as a browser's EventSource asks for them, and a WebSocket. */
const TRANSPORTS = { events, eventSource, webSocket };

/** Where a connection has come to. */
interface Connection {
  readonly url: string;
  readonly query: string;
  /** The cursor to go on from. */
  readonly after: string;
  /** Aborts when the subscriber stops. */
  readonly signal: AbortSignal;
  told(result: unknown): void;
  /** A sign of life that brings a cursor. */
  passed(cursor: string): void;
}

export interface Subscriber {
  readonly name: string;
  readonly subscription: Subscription;
  /** Cursors, in the order in which they were told. */
  readonly told: string[];
  /** What was told and is not as it should be, such as an error in the place of a contact. */
  readonly wrong: unknown[];
  /** How connections ended after which it connected again: "503", "1012", "terminated". */
  readonly ends: string[];
  stop(): Promise<void>;
}

/** Subscribers of all operations over all transports, spread over the instances; all go on from the end of the log. */
export async function subscribe(log: ChangeLog, urls: readonly string[]): Promise<Subscriber[]> {
  const subscribers = SUBSCRIPTIONS.flatMap((subscription, place) =>
    Object.keys(TRANSPORTS).map((transport, index) =>
      follow(transport as keyof typeof TRANSPORTS, subscription, log.start, urls, place + index),
    ),
  );
  return Promise.all(subscribers);
}

async function follow(
  transport: keyof typeof TRANSPORTS,
  subscription: Subscription,
  start: string,
  urls: readonly string[],
  first: number,
): Promise<Subscriber> {
  const stopping = new AbortController();
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  const told: string[] = [];
  const wrong: unknown[] = [];
  const ends: string[] = [];
  let after = start;
  const connection = {
    query: subscription.query,
    signal: stopping.signal,
    told: (result: unknown) => {
      const change = changeIn(result);
      if (change === null) {
        wrong.push(result);
        return;
      }
      told.push(change.cursor);
      after = change.cursor;
    },
    passed: (cursor: string) => {
      open();
      if (transport === "eventSource") after = cursor;
    },
  };
  const running = (async () => {
    for (let turn = first; !stopping.signal.aborted; turn++) {
      const url = urls[turn % urls.length] ?? "";
      try {
        ends.push(await TRANSPORTS[transport]({ ...connection, url, after }));
      } catch (error) {
        ends.push(wordOf(error));
      }
      open();
      await delay(50);
    }
  })();
  if (transport === "webSocket") open();
  await isOpen;
  return {
    name: `${transport} of ${subscription.entities.join("+")}`,
    subscription,
    told,
    wrong,
    ends,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** What a result tells; null where anything of it is missing. */
function changeIn(result: unknown): { cursor: string } | null {
  const { data, errors } = result as {
    data?: Record<string, Record<string, unknown> | null>;
    errors?: unknown;
  };
  const change = Object.values(data ?? {})[0];
  if (errors !== undefined || change === null || change === undefined) return null;
  const { cursor, kind, __typename: _, ...thing } = change;
  const isWhole = Object.values(thing).length === 1 && Object.values(thing)[0] !== null;
  return typeof cursor === "string" && typeof kind === "string" && isWhole ? { cursor } : null;
}

function wordOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : message;
}

function events({ url, query, after, ...connection }: Connection): Promise<string> {
  return readEvents(connection, `${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ query, variables: { after } }),
  });
}

function eventSource({ url, query, after, ...connection }: Connection): Promise<string> {
  return readEvents(connection, `${url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { Accept: "text/event-stream", "Last-Event-ID": after },
  });
}

/** Reads until the end; how it ended. */
async function readEvents(
  { signal, told, passed }: Pick<Connection, "signal" | "told" | "passed">,
  url: string,
  request: RequestInit,
): Promise<string> {
  const response = await fetch(url, { ...request, signal });
  if (response.status !== 200 || response.body === null) {
    return `${response.status} ${await response.text()}`;
  }
  let rest = "";
  for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = `${rest}${bytes}`.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split("\n").map((line) => [line.split(":", 1)[0], line.replace(/^\w*: ?/, "")]),
      );
      if (fields.event === "next") told(JSON.parse(fields.data ?? ""));
      if (fields.event === "complete") return "complete";
      if (fields.id !== undefined) passed(fields.id);
    }
  }
  return "end";
}

async function webSocket({ url, query, after, signal, told }: Connection): Promise<string> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const ended = Promise.withResolvers<string>();
  const stop = () => socket.terminate();
  signal.addEventListener("abort", stop, { once: true });
  socket
    .on("error", (error) => ended.resolve(wordOf(error)))
    .on("close", (code) => ended.resolve(String(code)))
    .on("open", () => socket.send(JSON.stringify({ type: "connection_init" })))
    .on("message", (data) => {
      const { type, payload } = JSON.parse(String(data)) as { type: string; payload?: unknown };
      if (type === "connection_ack") {
        const subscription = { id: "1", type: "subscribe", payload: { query, variables: { after } } };
        socket.send(JSON.stringify(subscription));
      } else if (type === "next") told(payload);
      else if (type === "ping") socket.send(JSON.stringify({ type: "pong" }));
      else if (type === "error" || type === "complete") {
        ended.resolve(`${type} ${JSON.stringify(payload)}`);
        socket.terminate();
      }
    });
  const how = await ended.promise;
  signal.removeEventListener("abort", stop);
  if (socket.readyState !== WebSocket.CLOSED) {
    const closed = once(socket, "close");
    socket.terminate();
    await closed;
  }
  return how;
}

/** The log table itself, from where it was at the start on. */
export interface ChangeLog {
  /** The cursor to begin after. */
  readonly start: string;
  /** The cursors of the changes of these sorts that are told, in their order. */
  cursors(entities: readonly string[]): Promise<string[]>;
}

export async function changeLog({ query }: Pick<Cluster, "query">): Promise<ChangeLog> {
  const [log] = await query(
    "SELECT id::text, greatest(pruned_to, (SELECT max(seq) FROM change))::int AS last FROM change_log",
  );
  const cursor = (seq: number) => Buffer.from(`${log.id.slice(0, 8)}:${seq}`).toString("base64url");
  return {
    start: cursor(log.last),
    cursors: async (entities) => {
      const rows = await query(
        "SELECT seq::int FROM change WHERE seq > $1 AND kind IS NOT NULL AND entity::text = ANY($2) ORDER BY seq",
        [log.last, entities],
      );
      return rows.map(({ seq }) => cursor(seq));
    },
  };
}

/**
 * Waits until every subscriber was told the last change of the log, stops them, and compares: each was told every change
 * once, in the order of the log, and let in wherever it came. Prints the counts.
 */
export async function expectAllTold(
  name: string,
  log: ChangeLog,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const expected = new Map<Subscription, string[]>();
  for (const { subscription } of subscribers) {
    if (!expected.has(subscription)) expected.set(subscription, await log.cursors(subscription.entities));
  }
  const cursorsOf = ({ subscription }: Subscriber) => expected.get(subscription) ?? [];
  const isBehind = (subscriber: Subscriber) =>
    !subscriber.told.includes(cursorsOf(subscriber).at(-1) ?? "") && subscriber.wrong.length === 0;
  for (let tries = 0; tries < MOST_TRIES && subscribers.some(isBehind); tries++) await delay(TRY_EVERY_MS);
  await delay(SETTLE_MS); // What is told twice is told late.
  await Promise.all(subscribers.map((subscriber) => subscriber.stop()));

  const counts = subscribers.map((subscriber) => {
    const cursors = cursorsOf(subscriber);
    const distinct = new Set(subscriber.told);
    return {
      told: subscriber.told.length,
      duplicates: subscriber.told.length - distinct.size,
      missed: cursors.filter((cursor) => !distinct.has(cursor)).length,
      // The last end is that of the test.
      reconnects: subscriber.ends.length - 1,
    };
  });
  const sum = (key: keyof (typeof counts)[number]) => counts.reduce((total, count) => total + count[key], 0);
  const ends = Object.entries(
    Object.groupBy(
      subscribers.flatMap((it) => it.ends.slice(0, -1)),
      (end) => end,
    ),
  );
  const all = await log.cursors(SUBSCRIPTIONS[0].entities);
  process.stdout.write(
    `${name}: ${all.length} changes, ${subscribers.length} subscribers told ${sum("told")} in all, reconnects ${sum("reconnects")}${
      ends.length === 0
        ? ""
        : ` (${ends.map(([end, times]) => `${times?.length} × ${end.slice(0, 200)}`).join(", ")})`
    }, duplicates ${sum("duplicates")}, missed ${sum("missed")}\n`,
  );
  expect(all.length).toBeGreaterThanOrEqual(CHANGES);
  for (const subscriber of subscribers) {
    const { name: who, told, wrong } = subscriber;
    const refused = subscriber.ends.filter((end) => /^(4\d\d|50[0-24-9]|error|complete)/.test(end));
    expect({ who, wrong: wrong.slice(0, 3), refused }).toEqual({ who, wrong: [], refused: [] });
    expect(told, who).toEqual(cursorsOf(subscriber));
  }
}

/** How many changes a test writes. */
export const CHANGES = 5000;
const TRY_EVERY_MS = 100;
const MOST_TRIES = 900;
const SETTLE_MS = 300;
