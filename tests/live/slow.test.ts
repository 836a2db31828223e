import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { idOf } from "../../src/identity/identity.ts";
import { filing, took } from "../report/made.ts";
import { subscribe } from "../testkit/eventStream.ts";
import { mustFile } from "../testkit/filings.ts";
import { type Running, runServer } from "../testkit/running.ts";

/** Subscribers that do not read what they are told. */

let server: Running;
beforeAll(async () => {
  server = await runServer({ SUBSCRIBER_BUFFER: "10", MAX_TOKENS: "100000", MAX_ALIASES: "10000" });
  await mustFile(server.database, filing([took({ keys: ["slow"] })]));
});
afterAll(() => server[Symbol.asyncDispose]());

/** Each result takes some 100 kB: connections themselves hold a few MB. */
const LARGE = `subscription { contactChanged { cursor contact { ${Array.from(
  { length: 3000 },
  (_, index) => `another_name_of_the_title_${index}: title`,
).join(" ")} } } }`;

/** A change. */
async function change(): Promise<void> {
  await server.database.prisma.$executeRaw`
    UPDATE contact SET title = title || '.' WHERE id = ${idOf("contact", "slow")}::uuid`;
}

/** So many changes, each told to whoever reads before the next comes. */
async function changeAndRead(count: number): Promise<void> {
  await using reader = await subscribe(server.url, LARGE);
  for (let round = 0; round < count; round++) {
    await change();
    await reader.next();
  }
}

test("one of Server-Sent Events that does not read is cut off, while others are told", async () => {
  const stuck = await stuckRequest();
  await changeAndRead(MANY);

  let received = "";
  const cut = await stuck
    .setEncoding("utf8")
    .forEach((part: string) => {
      received += part;
    })
    .catch((error) => error);

  expect(cut).toMatchObject({ code: "ECONNRESET" });
  const told = received.match(/^event: next$/gm)?.length ?? 0;
  expect(told).toBeLessThan(MANY);
  expect(received).not.toContain("event: complete");
});

test("one of a WebSocket that does not read is closed with the cursor of the last change that it was sent", async () => {
  const socket = await stuckSocket();
  await changeAndRead(MANY);

  const cursors: string[] = [];
  socket.on("message", (text) => {
    const { id, payload } = JSON.parse(String(text));
    if (id === "1") cursors.push(payload.data.contactChanged.cursor);
  });
  socket.resume();
  const [code, reason] = await once(socket, "close");

  expect(code).toBe(1013);
  expect(cursors.length).toBeLessThan(MANY);
  expect(String(reason)).toBe(`Too slow; the last change was ${cursors.at(-1)}`);
});

/** What connections hold, and the buffer beside, is less. */
const MANY = 150;

/** Asks for events, and reads none. */
async function stuckRequest(): Promise<IncomingMessage> {
  const asked = request(server.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
  });
  asked.end(JSON.stringify({ query: LARGE }));
  onTestFinished(() => {
    asked.destroy();
  });
  const [response] = await once(asked, "response");
  response.pause();
  return response;
}

/** The same over a WebSocket. */
async function stuckSocket(): Promise<WebSocket> {
  const socket = new WebSocket(server.url.replace("http", "ws"), "graphql-transport-ws");
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init" }));
  await once(socket, "message");
  socket.send(JSON.stringify({ type: "subscribe", id: "1", payload: { query: LARGE } }));
  // Answered after the subscription was read.
  socket.send(JSON.stringify({ type: "subscribe", id: "2", payload: { query: "{ __typename }" } }));
  await once(socket, "message");
  socket.pause();
  return socket;
}
