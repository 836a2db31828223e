import { serverAudits } from "graphql-http";
import { createClient as createEventClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Running, runServer } from "../testkit/running.ts";

/** What clients send over the wire, and what the specifications say of the answers. */

let server: Running;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe("GraphQL over HTTP, by the audits of graphql-http", () => {
  const audits = serverAudits({ url: () => server.url, fetchFn: fetch });

  test("are all that there are: those for MUST, SHOULD and MAY", () => {
    const counts = Object.groupBy(audits, ({ name }) => name.split(" ")[0] ?? "");
    expect(Object.keys(counts).sort()).toEqual(["MAY", "MUST", "SHOULD"]);
    expect(audits.length).toBeGreaterThanOrEqual(61);
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: "ok" });
  });
});

const QUERY = '{ state(code: "RU") { name } }';
const ANSWER = { data: { state: { name: "Russia" } } };
const WRONG = '{ state(code: "RU") { capital } }';

type Client = (query: string) => AsyncIterableIterator<unknown>;

describe.each<[name: string, refusal: RegExp, client: () => Client]>([
  [
    "graphql-sse, a connection an operation",
    /^Server responded with 400/,
    () => {
      const client = createEventClient({ url: server.url, retryAttempts: 0 });
      return (query) => client.iterate({ query });
    },
  ],
  [
    "graphql-ws",
    /^Cannot query field "capital" on type "State"/,
    () => {
      const url = server.url.replace("http", "ws");
      const client = createSocketClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
      return (query) => client.iterate({ query });
    },
  ],
])("the published client of %s", (_, refusal, client) => {
  const resultsOf = async (query: string) => {
    const results: unknown[] = [];
    for await (const result of client()(query)) results.push(result);
    return results;
  };

  test("is answered a query, and told that it is complete", async () => {
    expect(await resultsOf(QUERY)).toMatchObject([ANSWER]);
  });

  test("is answered what only who has a key may do", async () => {
    const mutation =
      'mutation { retractReport(input: { report: "x", reason: "x" }) { ... on WriteError { code } } }';
    expect(await resultsOf(mutation)).toMatchObject([{ data: { retractReport: { code: "FORBIDDEN" } } }]);
  });

  test("is told what is wrong with a query", async () => {
    const [refused] = await resultsOf(WRONG).catch((error) => [error].flat());
    expect(refused.message).toMatch(refusal);
  });

  test("can leave a subscription", async () => {
    const results = client()("subscription { changes { cursor } }");
    const first = results.next();
    await results.return?.();
    expect(await first).toMatchObject({ done: true });
  });
});

describe("what is not supported is refused", () => {
  const post = async (headers: Record<string, string>, body: BodyInit) => {
    const response = await fetch(server.url, { method: "POST", headers, body });
    return { status: response.status, body: await response.json() };
  };
  const JSON_TYPE = { "Content-Type": "application/json" };

  test("a multipart form, with a word on what is taken", async () => {
    const form = new FormData();
    form.set("operations", JSON.stringify({ query: QUERY }));
    form.set("map", "{}");

    expect(await post({}, form)).toEqual({
      status: 415,
      body: {
        errors: [
          {
            message: "The body is not of a type that is taken",
            extensions: {
              code: "UNSUPPORTED_MEDIA_TYPE",
              expected: expect.stringContaining("application/json"),
              got: "multipart/form-data",
            },
          },
        ],
      },
    });
  });

  test.each([
    ["@defer", "{ ... @defer { states { totalCount } } }"],
    ["@stream", "{ topics { edges @stream { cursor } } }"],
  ])("%s, as a directive that the schema does not have", async (directive, query) => {
    const headers = { ...JSON_TYPE, Accept: "multipart/mixed, application/graphql-response+json" };
    const { status, body } = await post(headers, JSON.stringify({ query }));

    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({
      message: `Unknown directive "${directive}".`,
      extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    });
  });

  test("several operations in one request", async () => {
    const { status, body } = await post(JSON_TYPE, JSON.stringify([{ query: QUERY }, { query: QUERY }]));

    expect(status).toBe(400);
    expect(body.errors[0].message).toBe("Batching is not supported.");
  });
});
