import { once } from "node:events";
import { connect } from "node:net";
import pino from "pino";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { createKey } from "../../src/access/keys.ts";
import { ANONYMOUS } from "../../src/access/rules.ts";
import { readConfig } from "../../src/config/config.ts";
import { Turns } from "../../src/limits/turns.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { sendOverSocket } from "../testkit/attack.ts";
import { testDatabase } from "../testkit/database.ts";
import { runServer } from "../testkit/running.ts";

const database = await testDatabase();
const QUERY = "{ contacts(first: 1) { totalCount } }";

function ask(url: string, headers: Record<string, string> = {}, query = QUERY): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
}

it("tells browsers with every answer that it is data, and with the pages that all comes from here", async () => {
  await using server = await runServer();
  for (const answer of [await ask(server.url), await fetch(new URL("/nothing", server.url))]) {
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; frame-ancestors 'none'/,
    );
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("strict-transport-security")).toBeNull();
  }
  const page = await fetch(server.url, { headers: { Accept: "text/html" } });
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
  // What the page loads is allowed by it: no script stands in the page itself.
  expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)|\bon\w+=|<style/);
});

it("lets pages of every origin read without CORS_ORIGINS, and with it of those alone", async () => {
  await using open = await runServer();
  const answer = await ask(open.url, { Origin: "https://news.example" });
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-expose-headers")).toContain("RateLimit");

  await using server = await runServer({ CORS_ORIGINS: "https://news.example,https://desk.example" });
  const allowed = await ask(server.url, { Origin: "https://desk.example" });
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://desk.example");
  for (const Origin of ["https://evil.example", "null", "https://news.example.evil.example"]) {
    const refused = await ask(server.url, { Origin });
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    expect(refused.headers.get("vary")).toContain("Origin");
  }
  const first = await fetch(server.url, { method: "OPTIONS", headers: { Origin: "https://news.example" } });
  expect(first.status).toBe(204);
  expect(first.headers.get("access-control-allow-headers")).toBe(
    "Authorization, Content-Type, Last-Event-ID, Traceparent, Tracestate, X-Request-Id",
  );
});

it("opens WebSockets to pages of CORS_ORIGINS, its own, and what is no page", async () => {
  await using server = await runServer({ CORS_ORIGINS: "https://news.example" });
  const { host } = new URL(server.url);
  const opens = async (origin?: string) => {
    const socket = new WebSocket(server.url.replace("http", "ws"), "graphql-transport-ws", { origin });
    const outcome = await Promise.race([
      once(socket, "open").then(() => true),
      once(socket, "unexpected-response").then(([, response]) => response.statusCode),
    ]);
    socket.on("error", () => {}).terminate();
    return outcome;
  };
  expect(await opens("https://news.example")).toBe(true);
  expect(await opens(`http://${host}`)).toBe(true);
  expect(await opens(undefined)).toBe(true);
  expect(await opens("https://evil.example")).toBe(403);
  expect(await opens("null")).toBe(403);
});

it("closes a WebSocket that does not begin", async () => {
  await using server = await runServer();
  const socket = new WebSocket(server.url.replace("http", "ws"), "graphql-transport-ws");
  const [code] = await once(socket, "close");
  expect(code).toBe(4408);
});

it("does not wait for a client to close what it refused to make a WebSocket of", async () => {
  await using server = await runServer({ CORS_ORIGINS: "https://news.example" });
  const { hostname, port } = new URL(server.url);
  for (const head of ["GET /nothing HTTP/1.1", "GET /graphql HTTP/1.1\r\nOrigin: https://evil.example"]) {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.write(`${head}\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    await once(socket.resume(), "end");
    // What is written to a connection that the other side has let go is answered with a reset.
    const gone = once(socket, "error");
    const writing = setInterval(() => socket.write("x"), 20);
    expect(await gone).toMatchObject([{ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) }]);
    clearInterval(writing);
  }
});

it("counts wrong keys also of WebSockets that are to begin with them", async () => {
  await using server = await runServer({ RATE_LIMIT: "3/1h" });
  const guess = async () => {
    const begin = { type: "connection_init", payload: { authorization: "Bearer readout_00000000_guessed" } };
    return (await sendOverSocket(server.url, [begin])).code;
  };
  const codes = [];
  for (let count = 0; count < 5; count++) codes.push(await guess());
  expect(codes).toEqual([4401, 4401, 4401, 1013, 1013]);
});

it("tells a WebSocket that cannot begin nothing of why but an id, under which the log has it", async () => {
  await using server = await runServer({ LOG_LEVEL: "error" });
  await server.database.prisma.$executeRaw`ALTER TABLE api_key RENAME TO elsewhere`;
  const socket = new WebSocket(server.url.replace("http", "ws"), "graphql-transport-ws");
  await once(socket, "open");
  const begin = { type: "connection_init", payload: { authorization: "Bearer readout_00000000_guessed" } };
  socket.send(JSON.stringify(begin));
  const [code, reason] = await once(socket, "close");
  expect(code).toBe(4500);
  expect(String(reason)).toMatch(/^Something went wrong on our side\. The log has it as [0-9a-f-]{36}\.$/);
  const [, id] = /as (\S+)\.$/.exec(String(reason)) ?? [];
  expect(server.logged).toEqual([expect.stringContaining(`"errorId":"${id}"`)]);
});

it("counts requests of each address and each key, tells how they stand, and refuses the rest with 429", async () => {
  await using server = await runServer({ RATE_LIMIT: "5/1h" });
  const { key } = await createKey(server.database.prisma, { name: "desk", role: "READER", expiresAt: null });
  const answers = [];
  for (let count = 0; count < 7; count++) answers.push(await ask(server.url));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(answers[0]?.headers.get("ratelimit-policy")).toBe('"requests";q=5;w=3600');
  expect(answers[0]?.headers.get("ratelimit")).toMatch(/^"requests";r=4;t=\d+$/);
  expect(Number(answers[6]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answers[6]?.json()).toMatchObject({
    errors: [{ extensions: { code: "TOO_MANY", expected: expect.stringMatching(/^at most 5 in 3600 s/) } }],
  });
  expect((await ask(server.url, { Authorization: `Bearer ${key}` })).status).toBe(200);

  const guess = () => ask(server.url, { Authorization: "Bearer readout_00000000_guessed" });
  const guesses = [];
  for (let count = 0; count < 7; count++) guesses.push((await guess()).status);
  expect(guesses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect((await ask(server.url, { Authorization: `Bearer ${key}` })).status).toBe(200);
});

it("believes X-Forwarded-For of trusted proxies only, as far as they stand in a row", async () => {
  const forwarded = (addresses: string) => ({ "X-Forwarded-For": addresses });
  await using open = await runServer({ RATE_LIMIT: "2/1h" });
  const statuses = [];
  for (const address of ["1.1.1.1", "2.2.2.2", "3.3.3.3"]) {
    statuses.push((await ask(open.url, forwarded(address))).status);
  }
  expect(statuses).toEqual([200, 200, 429]); // Without TRUST_PROXY anybody could say anything.

  await using server = await runServer({ RATE_LIMIT: "2/1h", TRUST_PROXY: "loopback" });
  const through = async (addresses: string) => (await ask(server.url, forwarded(addresses))).status;
  expect([await through("1.1.1.1"), await through("1.1.1.1"), await through("1.1.1.1")]).toEqual([
    200, 200, 429,
  ]);
  // What a client wrote itself stands before what the proxy saw.
  expect(await through("9.9.9.9, 1.1.1.1")).toBe(429);
  expect(await through("2.2.2.2")).toBe(200);
  // A client has a whole network of IPv6.
  expect([
    await through("2001:db8::1"),
    await through("2001:db8::2"),
    await through("2001:db8:0:0:9::3"),
  ]).toEqual([200, 200, 429]);
  const secure = await ask(server.url, { ...forwarded("5.5.5.5"), "X-Forwarded-Proto": "https" });
  expect(secure.headers.get("strict-transport-security")).toBe("max-age=31536000");
});

it("counts subscriptions of each client behind a trusted proxy, not of the proxy", async () => {
  await using server = await runServer({ TRUST_PROXY: "1", SUBSCRIPTIONS_PER_CLIENT: "1" });
  const controller = new AbortController();
  const open = async (address: string) => {
    const answer = await fetch(server.url, {
      method: "POST",
      signal: controller.signal,
      headers: {
        "Content-Type": "application/json",
        Accept: "text/event-stream",
        "X-Forwarded-For": address,
      },
      body: JSON.stringify({ query: "subscription { changes { cursor } }" }),
    });
    return answer.status;
  };
  expect(await open("1.1.1.1")).toBe(200);
  expect(await open("2.2.2.2")).toBe(200);
  expect(await open("1.1.1.1")).toBe(429);
  controller.abort();
});

it("answers as many at a time as it may, and sends those away with 503 whom there is no room to let wait", async () => {
  const turns = new Turns({ most: 1, queue: 0 });
  const bounds = { ...readConfig({}), turns };
  const graphql = createGraphQL(database, pino({ level: "silent" }), async () => ANONYMOUS, null, { bounds });
  const send = () =>
    graphql.yoga.fetch("http://readout.test/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query: QUERY }),
    });
  const end = await turns.take(new AbortController().signal);
  const refused = await send();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
  end();
  expect((await send()).status).toBe(200);
  expect(turns.working).toBe(0);
});

it("tells in each answer what the operation costs, and the role's limit", async () => {
  await using server = await runServer({ MAX_COST: "2000,EDITOR:3000" });
  const { key } = await createKey(server.database.prisma, { name: "desk", role: "EDITOR", expiresAt: null });
  const dear = "{ contacts(first: 50) { totalCount edges { node { id title kind parties { key } } } } }";
  const cost = async (query: string, headers = {}) => (await ask(server.url, headers, query)).json();
  expect(await cost(QUERY)).toMatchObject({
    extensions: { cost: { requested: expect.any(Number), limit: 2000 } },
  });
  expect(await cost(dear)).toMatchObject({ errors: [{ extensions: { code: "TOO_COSTLY" } }] });
  expect(await cost(dear, { Authorization: `Bearer ${key}` })).toMatchObject({
    data: {},
    extensions: { cost: { limit: 3000 } },
  });
});
