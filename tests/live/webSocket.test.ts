import { once } from "node:events";
import { type Client, type ClientOptions, createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { createKey, revokeKey } from "../../src/access/keys.ts";
import { readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { filing, took } from "../report/made.ts";
import { mustFile } from "../testkit/filings.ts";
import { type Running, runServer } from "../testkit/running.ts";

/** What the published client gets over a WebSocket, beside changes. */

let server: Running;
beforeAll(async () => {
  server = await runServer({ SUBSCRIPTIONS_PER_CLIENT: "5" });
});
afterAll(() => server[Symbol.asyncDispose]());

const CHANGES = "subscription ($after: String) { contactChanged(after: $after) { cursor kind } }";

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    url: server.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...options,
  });
  onTestFinished(() => client.dispose() as Promise<void>);
  return client;
}

/** Everything that comes of an operation, until it is complete or fails. */
async function all(client: Client, query: string, variables?: Record<string, unknown>) {
  const results = [];
  for await (const result of client.iterate({ query, variables })) results.push(result);
  return results;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "no rejection",
    (error) => error,
  );
}

test("queries and mutations are answered as over HTTP, with the key of the connection", async () => {
  const { key } = await createKey(server.database.prisma, {
    name: "desk",
    role: "CONTRIBUTOR",
    expiresAt: null,
  });
  const write = `mutation { fileReport(input: { outlet: { slug: "o", name: "O", kind: NEWSPAPER }, claims: []
    report: { title: "Over a socket", kind: ARTICLE } }) { __typename ... on WriteError { code } } }`;

  expect(await all(connect(), "{ __typename }")).toMatchObject([{ data: { __typename: "Query" } }]);
  expect(await all(connect(), write)).toMatchObject([{ data: { fileReport: { code: "FORBIDDEN" } } }]);
  const withKey = connect({ connectionParams: { authorization: `Bearer ${key}` } });
  expect(await all(withKey, write)).toMatchObject([
    { data: { fileReport: { __typename: "FileReportSuccess" } } },
  ]);
});

test("what is wrong with an operation is told of that one, and the connection stays", async () => {
  const client = connect();
  const { id } = await readLogState(server.database.prisma);

  for (const [query, variables, message] of [
    ["{", {}, /Syntax Error/],
    ["{ nothing }", {}, /Cannot query field/],
    ["subscription { nothing }", {}, /Cannot query field/],
  ] as const) {
    expect(await rejection(all(client, query, variables))).toMatchObject([
      { message: expect.stringMatching(message) },
    ]);
  }
  for (const after of ["bm8", writeChangeCursor({ id }, 1e9)]) {
    expect(await all(client, CHANGES, { after })).toMatchObject([
      { errors: [{ message: expect.stringMatching(/cursor/), extensions: { code: "INVALID_INPUT" } }] },
    ]);
  }
  expect(await all(client, "{ __typename }")).toHaveLength(1);
});

test("more subscriptions than a client may have are refused, each for itself", async () => {
  const client = connect();
  const running = Array.from({ length: 5 }, () => client.iterate({ query: CHANGES }));
  const first = running.map((results) => results.next());
  await expect
    .poll(async () => JSON.stringify(await all(client, CHANGES, { after: "bm8" })), { timeout: 30_000 })
    .toContain("TOO_MANY");

  expect(await all(client, CHANGES)).toMatchObject([
    {
      errors: [
        { message: expect.any(String), extensions: { code: "TOO_MANY", expected: "at most 5 at a time" } },
      ],
    },
  ]);

  await mustFile(server.database, filing([took({ keys: ["more"] })]));
  expect(await Promise.all(first)).toMatchObject(first.map(() => ({ done: false })));
  for (const results of running) await results.return?.();
});

test("a key that is none closes the connection with the code for it", async () => {
  for (const authorization of ["Bearer readout_00000000_no", "Basic x"]) {
    const closed = await rejection(all(connect({ connectionParams: { authorization } }), "{ __typename }"));
    expect(closed).toMatchObject({ code: 4401, reason: expect.stringMatching(/Authorization header/) });
  }
});

test("a key that is revoked ends its subscriptions, with the reason", async () => {
  const { id, key } = await createKey(server.database.prisma, {
    name: "brief",
    role: "READER",
    expiresAt: null,
  });
  const client = connect({ connectionParams: { authorization: `Bearer ${key}` } });
  const after = await cursorOfLast();
  await mustFile(server.database, filing([took({ keys: ["before"] })]));
  const results = client.iterate({ query: CHANGES, variables: { after } });
  const other = connect().iterate({ query: CHANGES, variables: { after } });
  expect(await results.next()).toMatchObject({ value: { data: {} } });

  await revokeKey(server.database.prisma, id);

  expect(await results.next()).toEqual({
    done: false,
    value: {
      errors: [{ message: expect.stringMatching(/revoked/), extensions: { code: "UNAUTHENTICATED" } }],
    },
  });
  expect(await results.next()).toMatchObject({ done: true });
  await mustFile(server.database, filing([took({ keys: ["after"] })]));
  for (let round = 0; round < 2; round++) expect(await other.next()).toMatchObject({ value: { data: {} } });
  await other.return?.();
});

async function cursorOfLast(): Promise<string> {
  const log = await readLogState(server.database.prisma);
  return writeChangeCursor(log, log.last);
}

test("a key that is revoked while the connection is open is good for no operation more", async () => {
  const { id, key } = await createKey(server.database.prisma, {
    name: "brief",
    role: "READER",
    expiresAt: null,
  });
  const client = connect({ connectionParams: { authorization: `Bearer ${key}` }, lazy: false });
  expect(await all(client, "{ __typename }")).toHaveLength(1);

  await revokeKey(server.database.prisma, id);

  for (const query of ["{ __typename }", CHANGES]) {
    expect(await rejection(all(client, query))).toMatchObject([
      { message: expect.stringMatching(/revoked/), extensions: { code: "UNAUTHENTICATED" } },
    ]);
  }
});

test("nothing is served at another address, nor to another protocol", async () => {
  const elsewhere = new WebSocket(`${server.url.replace("http", "ws")}/other`, "graphql-transport-ws");
  const [error] = await once(elsewhere, "error");
  expect(error.message).toContain("404");

  const other = new WebSocket(server.url.replace("http", "ws"));
  const [code] = await once(other, "close");
  expect(code).toBe(4406);
});

test("leaves nothing in the log of the server", () => {
  expect(server.logged).toEqual([]);
});
