import type { IncomingMessage } from "node:http";
import { createClient } from "graphql-ws";
import pino from "pino";
import { expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createKey } from "../../src/access/keys.ts";
import { logOptions } from "../../src/telemetry/log.ts";
import { ObservedRequest } from "../../src/telemetry/request.ts";
import { type Running, runServer } from "../testkit/running.ts";

const UUID = /^[\da-f]{8}-[\da-f-]{27}$/;

function ask(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });
}

function lines({ logged }: Running): Record<string, unknown>[] {
  return logged.map((line) => JSON.parse(line));
}

it("gives every answer, and every line of the log, the id that its request brought, or a new one", async () => {
  await using server = await runServer({ LOG_LEVEL: "trace" });
  const id = async (given: string | null, path: string) => {
    const headers: Record<string, string> = given === null ? {} : { "X-Request-Id": given };
    const answer = await fetch(new URL(path, server.url), { headers });
    return answer.headers.get("x-request-id");
  };
  const query = `/graphql?query=${encodeURIComponent("{ contacts { totalCount } }")}`;
  for (const path of [query, query, query, "/graphql", "/", "/nothing"]) {
    expect(await id("desk-1:7/a", path)).toBe("desk-1:7/a");
    expect(await id(null, path)).toMatch(UUID);
  }
  for (const odd of ["", "a b", "a".repeat(129), '{"level":60}', "-dash", "a,b", "ü"]) {
    expect(await id(odd, query)).toMatch(UUID);
  }
  const refused = await ask(server.url, "no JSON", {
    "X-Request-Id": "mine",
    Authorization: "Bearer of none",
  });
  expect(refused.headers.get("x-request-id")).toBe("mine");
  expect(refused.headers.get("access-control-expose-headers")).toContain("X-Request-Id");

  // And it is in every line of a request, also of one over a WebSocket.
  server.logged.length = 0;
  await ask(server.url, JSON.stringify({ query: "query Mine { contacts { totalCount } }" }), {
    "X-Request-Id": "over-http",
  });
  const client = createClient({
    url: server.url.replace("http", "ws"),
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { "X-Request-Id": "over-ws" } });
      }
    },
  });
  await server.database.prisma.$executeRaw`ALTER TABLE outlet RENAME TO elsewhere`;
  const { value } = await client.iterate({ query: "query Yours { outlets { totalCount } }" }).next();
  await client.dispose();

  const logged = lines(server);
  expect(logged.filter(({ msg }) => msg === "request")).toMatchObject([
    { requestId: "over-http", method: "POST", path: "/graphql", status: 200, outcome: "ok", level: 20 },
    { requestId: "over-ws", method: "websocket", path: "/graphql", status: null, outcome: "failed" },
  ]);
  expect(logged.filter(({ requestId }) => requestId === "over-http").length).toBeGreaterThan(1);
  expect(logged.find(({ msg }) => msg === "unexpected error")).toMatchObject({
    requestId: "over-ws",
    errorId: value?.errors?.[0]?.extensions?.errorId,
  });
});

it("tells of what failed or was slow without being asked, and of no other request", () => {
  const logged: string[] = [];
  const log = pino(logOptions("info"), { write: (line: string) => logged.push(line) });
  const request = { method: "POST", url: "/graphql?query=…", headers: {} } as IncomingMessage;
  for (const status of [200, 400, 404, 429, 500, 503]) {
    new ObservedRequest({ log, metrics: null, tracing: null }, request).end(status);
  }
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const slow = new ObservedRequest({ log, metrics: null, tracing: null }, request);
    vi.advanceTimersByTime(1001);
    slow.end(200);
    slow.end(500); // It was told of already.
  } finally {
    vi.useRealTimers();
  }
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { status: 500, path: "/graphql" },
    { status: 503 },
    { status: 200, ms: 1001 },
  ]);
  expect(logged).toHaveLength(3);
});

it("never has a key, a token, a password or a variable, at whatever level", async () => {
  await using server = await runServer({ LOG_LEVEL: "trace" });
  const { prisma } = server.database;
  const { key, prefix } = await createKey(prisma, { name: "desk", role: "EDITOR", expiresAt: null });
  const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl";
  const VARIABLE = "told-in-confidence";
  const secrets = [key.slice(prefix.length + 1), token.split(".")[1] ?? "", VARIABLE];
  const search = "query ($text: String!) { search(text: $text) { edges { node { __typename } } } }";
  await prisma.$executeRaw`ALTER TABLE search_entry RENAME TO elsewhere`.catch(() => {});
  await prisma.$executeRaw`ALTER TABLE outlet RENAME TO away`;
  for (const credential of [key, token, `${key}x`]) {
    const headers = { Authorization: `Bearer ${credential}` };
    await ask(server.url, JSON.stringify({ query: "{ contacts { totalCount } }" }), headers);
    await ask(
      server.url,
      JSON.stringify({ query: "{ outlets { totalCount } }", variables: { credential } }),
      headers,
    );
    await ask(
      server.url,
      JSON.stringify({ query: search, variables: { text: `${VARIABLE} ${credential}` } }),
    );
    await ask(server.url, `{"query": "{ outlets { totalCount } }", "key": ${credential}`, headers);
    await ask(server.url, JSON.stringify({ query: `{ outlet(slug: "${credential}") { name } }` }));
    await fetch(`${server.url}?query=${encodeURIComponent("{ outlets { totalCount } }")}&key=${credential}`);
    await fetch(new URL(`/${credential}?${VARIABLE}`, server.url));
    const client = createClient({
      url: server.url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${credential}` },
    });
    await client
      .iterate({ query: "query ($a: Int) { outlets { totalCount } }", variables: { credential, VARIABLE } })
      .next()
      .catch(() => {});
    await client.dispose();
  }
  const log = server.logged.join("");
  expect(lines(server).filter(({ msg }) => msg === "unexpected error").length).toBeGreaterThan(3);
  expect(log).toContain(prefix); // The path: whose key it was is told, and not the key.
  for (const secret of secrets) expect(log).not.toContain(secret);
});

it("takes secrets out of what others write into errors", () => {
  let logged = "";
  const log = pino(logOptions("info"), { write: (line: string) => (logged += line) });
  const cause = Object.assign(new Error("refused: postgresql://desk:hunter2@db/readout"), {
    code: "23514",
    detail: "Failing row contains (hunter3)",
  });
  log.error({ err: new Error("Bearer hunter4 was sent", { cause }) }, "readout_0123abcd_hunter5");
  expect(logged).not.toContain("hunter");
  expect(JSON.parse(logged)).toMatchObject({
    msg: "readout_0123abcd_…",
    err: {
      message: "Bearer … was sent",
      cause: { message: "refused: postgresql://desk:…@db/readout", code: "23514" },
    },
  });
});
