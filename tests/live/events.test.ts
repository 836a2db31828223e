import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { createClient } from "graphql-sse";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { pruneChanges, readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { filing, took } from "../report/made.ts";
import { eventStream, subscribe } from "../testkit/eventStream.ts";
import { mustFile } from "../testkit/filings.ts";
import { Dice } from "../testkit/madeContacts.ts";
import { type Running, runServer } from "../testkit/running.ts";

/** The form of subscriptions over Server-Sent Events, down to the bytes. */

let server: Running;
beforeAll(async () => {
  server = await runServer({ SUBSCRIPTIONS_PER_CLIENT: "20" });
});
afterAll(() => server[Symbol.asyncDispose]());

const CHANGES = "subscription ($after: String) { contactChanged(after: $after) { cursor kind } }";

let filed = 0;
/** One contact more. */
const change = () => mustFile(server.database, filing([took({ keys: [`events:${++filed}`] })]));

async function cursorAt(place: "end" | number): Promise<string> {
  const log = await readLogState(server.database.prisma);
  return writeChangeCursor(log, place === "end" ? log.last : place);
}

describe("the stream", () => {
  test("begins with a sign of life that has the place where it begins, and tells changes with theirs", async () => {
    const after = await cursorAt("end");
    await using stream = await subscribe(server.url, CHANGES);

    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.response.headers.get("cache-control")).toContain("no-cache");
    expect(await stream.event()).toEqual({ id: after });
    await change();
    const event = await stream.event();
    const { cursor } = JSON.parse(event?.data ?? "").data.contactChanged;
    expect(event).toEqual({
      id: cursor,
      event: "next",
      data: JSON.stringify({ data: { contactChanged: { cursor, kind: "CREATED" } } }),
    });
  });

  test("is what a browser's EventSource asks for, which comes back with the id of the last event", async () => {
    const address = `${server.url}?${new URLSearchParams({ query: CHANGES })}`;
    const listen = async (headers: Record<string, string>) => {
      const abort = new AbortController();
      const response = await fetch(address, {
        headers: { Accept: "text/event-stream", ...headers },
        signal: abort.signal,
      });
      return eventStream(response, () => abort.abort());
    };
    await using first = await listen({});
    expect(first.response.status).toBe(200);
    await first.event();
    await change();
    const { id } = await first.next();
    await first.close();
    await change();

    await using second = await listen({ "Last-Event-ID": id });

    expect(await second.event()).toEqual({ id });
    const missed = await second.next();
    expect(missed.result.data.contactChanged.kind).toBe("CREATED");
    expect(missed.id).not.toBe(id);
  });

  test("goes on from the Last-Event-ID rather than from `after`, which an EventSource sends again each time", async () => {
    const after = await cursorAt("end");
    await change();
    const later = await cursorAt("end");
    await change();

    await using stream = await subscribe(server.url, CHANGES, {
      variables: { after },
      headers: { "Last-Event-ID": later },
    });

    expect(await stream.event()).toEqual({ id: later });
    const { id } = await stream.next();
    expect(await cursorsAfter(later)).toEqual([id]);
  });

  test("may be read by pages of other hosts, which may send a Last-Event-ID", async () => {
    const headers = { Origin: "https://newspaper.example" };
    await using stream = await subscribe(server.url, CHANGES, { headers });
    expect(stream.response.headers.get("access-control-allow-origin")).toMatch(
      /^(\*|https:\/\/newspaper\.example)$/,
    );

    const preflight = await fetch(server.url, {
      method: "OPTIONS",
      headers: {
        ...headers,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,last-event-id,authorization",
      },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("last-event-id");
  });

  test("has no chunks where the client knows only HTTP/1.0", async () => {
    const query = new URLSearchParams({ query: CHANGES });
    const socket = open(`GET /graphql?${query} HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n`);
    const received = reading(socket);
    await received.until("\n\n");
    await change();
    const whole = await received.until("}}}\n\n");
    const [head, body] = whole.split("\r\n\r\n");

    expect(head).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(head?.toLowerCase()).not.toContain("transfer-encoding");
    expect(body).toMatch(/^id: \S+\n\nid: \S+\nevent: next\ndata: \{.*\}\}\}\n\n$/);
  });

  test("leaves the connection to the next request when it has ended for good", async () => {
    const { id, key } = await createKey(server.database.prisma, {
      name: "brief",
      role: "READER",
      expiresAt: null,
    });
    const query = new URLSearchParams({ query: CHANGES });
    const socket = open(
      `GET /graphql?${query} HTTP/1.1\r\nHost: readout\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${key}\r\n\r\n`,
    );
    const received = reading(socket);
    await received.until("\n\n\r\n");
    await server.database.prisma.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
    const ended = await received.until("\r\n0\r\n\r\n");
    expect(ended).toMatch(/UNAUTHENTICATED.*event: complete\ndata:\n\n/s);
    expect(ended).not.toContain('"http"');

    socket.write(`GET /graphql?query={__typename} HTTP/1.1\r\nHost: readout\r\nConnection: close\r\n\r\n`);

    expect(await received.until('{"data":{"__typename":"Query"}')).toContain("HTTP/1.1 200 OK");
  });

  test("does not keep a connection waiting on which several requests were sent at once", async () => {
    const query = new URLSearchParams({ query: CHANGES });
    const stream = `GET /graphql?${query} HTTP/1.1\r\nHost: readout\r\nAccept: text/event-stream\r\n\r\n`;
    const slow = `GET /graphql?query={contacts{totalCount}} HTTP/1.1\r\nHost: readout\r\n\r\n`;
    const socket = open(slow + stream);
    const received = reading(socket);

    // Told, or sent away to come back; not left without an answer.
    await Promise.race([received.until("id: "), received.ended]);
  });
});

test("queries and mutations that ask for events are answered by one, as the published client asks for them", async () => {
  const client = createClient({ url: server.url, retryAttempts: 0 });
  onTestFinished(() => client.dispose());
  const results = [];
  for await (const result of client.iterate({ query: "{ __typename }" })) results.push(result);

  expect(results).toMatchObject([{ data: { __typename: "Query" } }]);
});

describe("what cannot be told", () => {
  test.each([
    ["a cursor of something else", { after: "bm8" }, {}, 400, "INVALID_INPUT"],
    ["a Last-Event-ID of something else", {}, { "Last-Event-ID": "41" }, 400, "INVALID_INPUT"],
    ["a key that is none", {}, { Authorization: "Bearer readout_00000000_no" }, 401, "UNAUTHENTICATED"],
  ])("is answered with a status for %s", async (_, variables, headers, status, code) => {
    await using stream = await subscribe(server.url, CHANGES, { variables, headers });

    expect(stream.response.status).toBe(status);
    const answer = await text(stream.response.body as never);
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).not.toContain('"http"');
  });

  test.each(["subscription { nothing }", "subscription {"])("is answered with 400 for %s", async (query) => {
    await using stream = await subscribe(server.url, query);

    expect(stream.response.status).toBe(400);
  });

  test("is answered with 400 and the path in the filter for a filter that is too large", async () => {
    const query = "subscription ($f: ContactFilter) { contactChanged(filter: $f) { cursor } }";
    const parties = { anyOf: Array.from({ length: 2000 }, () => "RU") };
    await using stream = await subscribe(server.url, query, { variables: { f: { parties } } });

    expect(stream.response.status).toBe(400);
    expect(await text(stream.response.body as never)).toMatch(/INVALID_INPUT.*filter.*parties.*anyOf/s);
  });

  test("is answered with 410 for a cursor from before what is kept, and what to do", async () => {
    await change();
    await using last = await subscribe(server.url, CHANGES, { variables: { after: await cursorAt("end") } });
    expect(last.response.status, "the server has come to the end").toBe(200);
    await pruneChanges(server.database, { days: 1, changes: 1 });
    await using stream = await subscribe(server.url, CHANGES, { variables: { after: await cursorAt(1) } });

    expect(stream.response.status).toBe(410);
    expect(await text(stream.response.body as never)).toMatch(/CURSOR_EXPIRED/);
    await using again = await subscribe(server.url, CHANGES);
    expect(again.response.status).toBe(200);
  });

  test("is answered with 406 where no events are accepted, and counts for nothing", async () => {
    for (let round = 0; round < 25; round++) {
      await using stream = await subscribe(server.url, CHANGES, { headers: { Accept: "application/json" } });
      expect(stream.response.status).toBe(406);
      expect(await stream.response.json()).toMatchObject({
        errors: [{ extensions: { code: "NOT_ACCEPTABLE" } }],
      });
    }
  });

  test("is answered with 429 for more than a client may have, until one of them ends", async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => subscribe(server.url, CHANGES)));
    onTestFinished(async () => {
      for (const stream of streams) await stream.close();
    });
    expect(streams.map(({ response }) => response.status)).toEqual(streams.map(() => 200));

    await using more = await subscribe(server.url, CHANGES);
    expect(more.response.status).toBe(429);
    expect(await text(more.response.body as never)).toMatch(/TOO_MANY.*at most 20/s);

    const { key } = await createKey(server.database.prisma, {
      name: "other",
      role: "READER",
      expiresAt: null,
    });
    await using keyed = await subscribe(server.url, CHANGES, { headers: { Authorization: `Bearer ${key}` } });
    expect(keyed.response.status, "another client").toBe(200);

    await streams[0]?.close();
    await expect
      .poll(
        async () => {
          await using next = await subscribe(server.url, CHANGES);
          return next.response.status;
        },
        { timeout: 30_000 },
      )
      .toBe(200);
  });

  test("is counted no more where the client went away before the answer", async () => {
    const dice = new Dice(9);
    for (let round = 0; round < 100; round++) {
      const abort = new AbortController();
      const asked = fetch(server.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
        body: JSON.stringify({ query: CHANGES, variables: { after: await cursorAt("end") } }),
        signal: abort.signal,
      }).catch(() => "gone");
      for (let turns = dice.upTo(40); turns > 0; turns--) await new Promise(setImmediate);
      abort.abort();
      await asked;
    }

    const statuses = async () => {
      const streams = await Promise.all(Array.from({ length: 20 }, () => subscribe(server.url, CHANGES)));
      for (const stream of streams) await stream.close();
      return new Set(streams.map(({ response }) => response.status));
    };
    await expect.poll(statuses, { timeout: 30_000 }).toEqual(new Set([200]));
  });

  test("leaves nothing in the log of the server", () => {
    expect(server.logged).toEqual([]);
  });
});

/** Of the contacts' changes. */
async function cursorsAfter(cursor: string): Promise<string[]> {
  const seq = Number(Buffer.from(cursor, "base64url").toString().split(":")[1]);
  const rows = await server.database.prisma.change.findMany({
    where: { entity: "CONTACT", kind: { not: null }, seq: { gt: seq } },
    orderBy: { seq: "asc" },
  });
  return Promise.all(rows.map((row) => cursorAt(Number(row.seq))));
}

/** A connection of its own, on which this is sent. */
function open(request: string): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

/** What comes on a connection. */
function reading(socket: Socket) {
  let all = "";
  const waiting = new Set<() => void>();
  socket.setEncoding("utf8").on("data", (part: string) => {
    all += part;
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => socket.once("close", resolve));
  const until = (end: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (!all.includes(end)) return;
        waiting.delete(look);
        resolve(all);
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`It ended after ${all}`)));
      look();
    });
  return { until, ended };
}
