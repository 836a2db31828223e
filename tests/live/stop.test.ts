import { createClient } from "graphql-ws";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { createKey } from "../../src/access/keys.ts";
import { readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { subscribe } from "../testkit/eventStream.ts";
import { type Running, runServer } from "../testkit/running.ts";

const CHANGES = "subscription ($after: String) { contactChanged(after: $after) { cursor kind } }";
const WRITE = `mutation { fileReport(input: { outlet: { slug: "o", name: "O", kind: NEWSPAPER }, claims: []
  report: { title: "Written while it stops", kind: ARTICLE } }) { __typename } }`;
const WRITTEN = { data: { fileReport: { __typename: "FileReportSuccess" } } };

async function start(): Promise<Running & { authorization: string; after: string }> {
  // Longer than any of this takes: nothing is cut off.
  const server = await runServer({ SHUTDOWN_GRACE: "300" });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { prisma } = server.database;
  const { key } = await createKey(prisma, { name: "desk", role: "EDITOR", expiresAt: null });
  const log = await readLogState(prisma);
  const after = writeChangeCursor(log, log.prunedTo);
  return Object.assign(server, { authorization: `Bearer ${key}`, after });
}

function connect({ url, authorization }: { url: string; authorization: string }) {
  return createClient({
    url: url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization },
  });
}

/** Stops the server as soon as somebody has begun to write. */
function stopAmidWriting({ database, stop }: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    database.onStatement((sql) => {
      if (sql.includes("pg_advisory_xact_lock")) stop().then(resolve, reject);
    });
  });
}

/** Reads until the end, where there is one. */
async function rest(results: AsyncIterable<unknown>): Promise<string> {
  for await (const _ of results) {
    // What it is does not matter here.
  }
  return "complete";
}

test("subscribers of Server-Sent Events are let go without an end, so that they come back", async () => {
  const server = await start();
  const streams = [await subscribe(server.url, CHANGES), await subscribe(server.url, CHANGES)];
  for (const stream of streams) expect(await stream.event()).toEqual({ id: expect.any(String) });

  await server.stop();

  for (const stream of streams) expect(await stream.event()).toBeNull();
});

test("subscribers over a WebSocket are told that it restarts, and not that it is complete", async () => {
  const server = await start();
  const results = connect(server).iterate({ query: CHANGES, variables: { after: server.after } });
  expect(await results.next()).toMatchObject({ value: { data: {} } });

  await server.stop();

  await expect(rest(results)).rejects.toMatchObject({ code: 1012, wasClean: true });
});

test("a write that is under way is finished and answered", async () => {
  const server = await start();
  const { url, authorization } = server;
  const stopped = stopAmidWriting(server);

  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: authorization },
    body: JSON.stringify({ query: WRITE }),
  });

  expect(await answer.json()).toMatchObject(WRITTEN);
  await stopped;
});

test("a write over a WebSocket that is under way is finished and answered, beside a subscription", async () => {
  const server = await start();
  const client = connect(server);
  const results = client.iterate({ query: CHANGES, variables: { after: server.after } });
  await results.next();
  const ended = rest(results).catch((event) => event);
  const stopped = stopAmidWriting(server);

  const answer = await client.iterate({ query: WRITE }).next();

  expect(answer).toMatchObject({ value: WRITTEN });
  expect(await ended).toMatchObject({ code: 1012 });
  await stopped;
});
