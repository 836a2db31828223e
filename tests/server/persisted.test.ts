import { hash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { PersistedOperations, readPersisted } from "../../src/server/persisted.ts";
import { temporaryFolder } from "../testkit/process.ts";
import { runServer } from "../testkit/running.ts";

const QUERY = "query Total($first: Int) { contacts(first: $first) { totalCount } }";
const ID = hash("sha256", QUERY, "hex");

function extensionsFor(sha256Hash: string) {
  return { persistedQuery: { version: 1, sha256Hash } };
}

function ask(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

function get(url: string, sha256Hash: string, headers: Record<string, string> = {}): Promise<Response> {
  const search = new URLSearchParams({
    extensions: JSON.stringify(extensionsFor(sha256Hash)),
    variables: JSON.stringify({ first: 1 }),
  });
  return fetch(`${url}?${search}`, { headers: { Accept: "application/json", ...headers } });
}

test("a document that was sent once with its hash is asked for by it, and GET has a tag", async () => {
  await using server = await runServer();
  const unknown = await get(server.url, ID);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({
    errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
  });

  const sent = await ask(server.url, { query: QUERY, extensions: extensionsFor(ID) });
  expect(await sent.json()).toMatchObject({ data: { contacts: { totalCount: 3 } } });
  // By yoga the first times, and then by its plan.
  for (let time = 0; time < 3; time++) {
    expect(await (await get(server.url, ID)).json()).toMatchObject({ data: { contacts: { totalCount: 3 } } });
  }
  const answer = await get(server.url, ID);
  expect(answer.headers.get("cache-control")).toBe("public, no-cache");
  const etag = answer.headers.get("etag") ?? "";
  expect((await get(server.url, ID, { "If-None-Match": etag })).status).toBe(304);
});

test("a hash of something else is refused, and nothing is kept under it", async () => {
  await using server = await runServer();
  const other = hash("sha256", "{ __typename }", "hex");
  const sent = await ask(server.url, { query: QUERY, extensions: extensionsFor(other) });
  expect([sent.status, await sent.json()]).toMatchObject([
    400,
    { errors: [{ message: "The hash is not that of the query", extensions: { got: other } }] },
  ]);
  expect((await get(server.url, other)).status).toBe(404);
});

test("only what the file holds is executed where that is asked for", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "operations.json");
  await writeFile(file, JSON.stringify({ total: QUERY }));
  await using server = await runServer({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: "true" });

  for (let time = 0; time < 3; time++) {
    const answer = await ask(server.url, { extensions: extensionsFor("total") });
    expect(await answer.json()).toMatchObject({ data: { contacts: { totalCount: 3 } } });
    const refused = await ask(server.url, { query: QUERY, extensions: extensionsFor(ID) });
    expect(refused.status).toBe(403);
  }
  const refused = await ask(server.url, { query: "{ __typename }" });
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { errors: [{ extensions: { code: "PERSISTED_QUERY_ONLY" } }] },
  ]);
  const client = createClient({
    url: server.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const first = async (query: string) => client.iterate({ query }).next();
  expect(await first(QUERY)).toMatchObject({ value: { data: { contacts: { totalCount: 3 } } } });
  await expect(first("{ __typename }")).rejects.toMatchObject([
    { extensions: { code: "PERSISTED_QUERY_ONLY" } },
  ]);
  await client.dispose();
});

test("documents of clients are bounded, those of the file stay", () => {
  const operations = new PersistedOperations(new Map([["own", QUERY]]));
  const large = (name: string) => `query ${name} { __typename }${" ".repeat(1_000_000)}`;
  const names = ["a", "b", "c", "d", "e", "f"];
  const ids = names.map((name) => hash("sha256", large(name), "hex"));
  for (const [index, id] of ids.entries()) expect(operations.add(id, large(names[index] ?? ""))).toBe(true);
  expect(ids.map((id) => operations.get(id) !== null)).toEqual([false, false, false, true, true, true]);
  expect(operations.get("own")).toBe(QUERY);
});

test("a manifest is read, and what is neither is told", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "manifest.json");
  const operations = [{ id: ID, name: "Total", type: "query", body: QUERY }];
  await writeFile(
    file,
    JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations }),
  );
  expect(await readPersisted(file)).toEqual(new Map([[ID, QUERY]]));
  for (const [text, problem] of [
    ["[", "is not JSON"],
    ["[1]", "holds something else"],
  ] as const) {
    await writeFile(file, text);
    await expect(readPersisted(file)).rejects.toThrow(problem);
  }
  await expect(readPersisted(join(folder.path, "nothing"))).rejects.toThrow("cannot be read");
});
