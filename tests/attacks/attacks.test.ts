import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post, sendOverSocket, sendRaw } from "../testkit/attack.ts";
import { type Running, runServer } from "../testkit/running.ts";
import { SOCKET_ATTACKS } from "./socketTable.ts";
import { ATTACKS } from "./table.ts";

let server: Running;
beforeAll(async () => {
  server = await runServer({ HEADERS_TIMEOUT: "1", REQUEST_TIMEOUT: "2", IDLE_TIMEOUT: "3" });
});
afterAll(() => server[Symbol.asyncDispose]());

/** What no answer says: our code, our database, our machine. */
const SECRETS =
  /\b(SELECT|INSERT|UPDATE|DELETE FROM|pg_\w+|[pP]risma|node_modules|PGlite|22P02|22021)\b|\.[tj]s\b|\bat \w+ \(|\/(home|root|work|usr|tmp)\//;

async function answersAsEver(): Promise<void> {
  const answer = await sendRaw(server.url, [post('{"query":"{ contacts(first: 1) { totalCount } }"}')]);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"totalCount":3/);
}

it("has at least eighty attacks, each of its own name", () => {
  const names = [...ATTACKS, ...SOCKET_ATTACKS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(80);
});

describe("over HTTP", () => {
  it.each(ATTACKS.map((attack) => [attack.name, attack] as const))("%s", async (_, attack) => {
    const answer = await sendRaw(server.url, attack.bytes);
    const status = answer === "" ? 0 : Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
    expect([attack.status].flat(), answer.slice(0, 2000)).toContain(status);
    if (attack.says !== undefined) expect(answer).toMatch(attack.says);
    if (attack.saysNot !== undefined) expect(answer).not.toMatch(attack.saysNot);
    expect(answer).not.toMatch(SECRETS);
    expect(answer).not.toMatch(/INTERNAL_SERVER_ERROR|Something went wrong/);
    await answersAsEver();
  });
});

describe("over a WebSocket", () => {
  it.each(SOCKET_ATTACKS.map((attack) => [attack.name, attack] as const))("%s", async (_, attack) => {
    const { told, code } = await sendOverSocket(server.url, attack.messages, attack);
    if (attack.code !== undefined) expect(code).toBe(attack.code);
    if (attack.says !== undefined) expect(told).toMatch(attack.says);
    expect(told).not.toMatch(SECRETS);
    expect(told).not.toMatch(/INTERNAL_SERVER_ERROR|Something went wrong/);
    await answersAsEver();
  });
});

describe("by taking time", () => {
  it.each([
    ["a head that never ends", ["GET /graphql HTTP/1.1\r\nHost: x\r\nX-A: "], /^HTTP\/1\.1 408/],
    ["a body that never comes", [post("", { "Content-Length": "100" })], /^HTTP\/1\.1 408|^$/],
    ["a connection on which nothing is said", [], /^$|^HTTP\/1\.1 408/],
  ])("%s is cut off", async (_, bytes, answer) => {
    expect(await sendRaw(server.url, bytes, 10_000)).toMatch(answer);
    await answersAsEver();
  });
});

it("logs none of it as an error of ours", () => {
  expect(server.logged).toEqual([]);
});
