import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createClient } from "graphql-ws";
import { expect, inject, it } from "vitest";
import { WebSocket } from "ws";
import { createKey } from "../../src/access/keys.ts";
import { Metrics } from "../../src/telemetry/metrics.ts";
import { subscribe } from "../testkit/eventStream.ts";
import { fileReport, filingOf } from "../testkit/load.ts";
import { type Running, runServer } from "../testkit/running.ts";
import { scrape } from "../testkit/scraped.ts";

function ask({ url }: Running, query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
}

it("counts operations by name and outcome, whichever way they come and are answered", async () => {
  await using server = await runServer({ METRICS_PORT: "0", RATE_LIMIT: "none", MAX_ALIASES: "1" });
  // As graphql-js executes it, as it is planned, and as it was kept.
  for (let time = 0; time < 4; time++) await ask(server, "query Latest { contacts { totalCount } }");
  const query = encodeURIComponent("query Latest { contacts { totalCount } }");
  await fetch(`${server.url}?query=${query}`);
  const socket = createClient({ url: server.url.replace("http", "ws"), webSocketImpl: WebSocket });
  await socket.iterate({ query: "query Latest { contacts { totalCount } }" }).next();
  await ask(server, "{ contacts { totalCount } }");
  await ask(server, "query Wrong { nothing }");
  await ask(server, "query Odd { contacts(first: -1) { totalCount } }");
  await ask(server, "query Dear { a: contacts { totalCount } b: contacts { totalCount } }");
  await ask(server, "query Mine { contacts { totalCount } }", { Authorization: "Bearer of none" });
  await server.database.prisma.$executeRaw`ALTER TABLE outlet RENAME TO elsewhere`;
  await ask(server, "query Broken { outlets { totalCount } }");

  // What asks for no operation is none.
  await fetch(server.url, { method: "OPTIONS", headers: { Origin: "https://news.example" } });
  await fetch(server.url, { headers: { Accept: "text/html" } });
  const { hostname, port } = new URL(server.url);
  const leaving = connect(Number(port), hostname);
  const head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue";
  leaving.write(`${head}\r\nContent-Length: 99\r\n\r\n`);
  await once(leaving, "data"); // The server waits for the body.
  leaving.destroy();
  const left = 'readout_requests_total{operation="(unread)",outcome="abandoned"}';
  while ((await scrape(server.metricsUrl)).value(left) !== 1);
  // At a port of their own alone.
  expect(new URL(server.metricsUrl ?? "").hostname).toBe("127.0.0.1");
  expect((await fetch(new URL("/metrics", server.url))).status).toBe(404);
  expect((await fetch(new URL("/graphql", server.metricsUrl ?? ""))).status).toBe(404);
  const { value, names } = await scrape(server.metricsUrl);
  for (const path of ["deploy/grafana-dashboard.json", "deploy/alerts.yaml"]) {
    const used = readFileSync(path, "utf8").match(/\b(?:readout|nodejs|process)_\w+/g) ?? [];
    expect(used.length).toBeGreaterThan(5);
    for (const name of used) expect(names, path).toContain(name.replace(/_(?:bucket|sum|count)$/, ""));
  }
  const documented = readFileSync("docs/operations.md", "utf8").match(/(?<=`)readout_\w+(?=`)/g) ?? [];
  expect(new Set(documented)).toEqual(new Set(names.filter((name) => name.startsWith("readout_"))));

  const requests = (operation: string, outcome: string) =>
    value(`readout_requests_total{operation="${operation}",outcome="${outcome}"}`);
  expect(requests("Latest", "ok")).toBe(6);
  expect(value('readout_request_duration_seconds_count{operation="Latest"}')).toBe(6);
  expect(requests("(anonymous)", "ok")).toBe(1);
  expect(requests("(unread)", "invalid")).toBe(1);
  expect(requests("Odd", "invalid")).toBe(1);
  expect(requests("Dear", "limited")).toBe(1);
  expect(requests("(unread)", "denied")).toBe(1);
  expect(requests("(unread)", "ok")).toBeUndefined();
  expect(requests("Broken", "failed")).toBe(1);
  await socket.dispose();
});

it("tells of statements, batches, caches, subscribers, the change log and the pool", async () => {
  await using server = await runServer({ METRICS_PORT: "0" });
  const { key } = await createKey(server.database.prisma, {
    name: "desk",
    role: "CONTRIBUTOR",
    expiresAt: null,
  });
  const LATEST =
    "query Latest { contacts(first: 2) { edges { node { title participants { __typename } } } } }";
  let statements = 0;
  const before = await scrape(server.metricsUrl);
  expect(before.value("readout_request_statements_count")).toBe(0);
  server.database.onStatement(() => {
    statements++;
  });
  for (let time = 0; time < 4; time++) await ask(server, LATEST);
  const sent = statements;
  const stream = await subscribe(server.url, "subscription { changes { cursor } }");
  await stream.event();
  const during = await scrape(server.metricsUrl);
  await fileReport(server.url.replace("/graphql", ""), key, filingOf(1));
  await stream.event();
  const after = await scrape(server.metricsUrl);
  await stream.close();

  expect(sent).toBeGreaterThan(0);
  // Only the first one has to ask the database.
  expect(during.value('readout_request_statements_bucket{le="0"}')).toBeGreaterThanOrEqual(3);
  expect(during.value("readout_request_statements_sum")).toBe(
    during.value("readout_statement_duration_seconds_count"),
  );
  // The server has sent others beside, to follow the change log.
  expect(during.value("readout_request_statements_sum")).toBeGreaterThan(0);
  expect(during.value("readout_request_statements_sum")).toBeLessThanOrEqual(sent);
  // Two contacts, and the same with what the plan of the second time asks of them.
  expect(during.value('readout_loader_batch_size_sum{loader="contact"}')).toBe(4);
  for (const cache of ["record", "answers"]) {
    expect(during.value(`readout_cache_hits_total{cache="${cache}"}`)).toBeGreaterThan(0);
    expect(during.value(`readout_cache_misses_total{cache="${cache}"}`)).toBeGreaterThan(0);
    expect(during.value(`readout_cache_bytes{cache="${cache}"}`)).toBeGreaterThan(0);
  }
  expect([before, during].map(({ value }) => value("readout_subscribers"))).toEqual([0, 1]);
  expect(during.value("readout_connections")).toBeGreaterThan(0);
  expect(during.value("readout_change_log_age_seconds")).toBeLessThan(10);
  const position = "readout_change_log_position";
  expect(after.value(position)).toBeGreaterThan(during.value(position) ?? Number.NaN);
  expect(after.value("readout_change_lag_seconds_count")).toBe(3); // The report, its outlet, and the contact.
  const isPooled = inject("template").kind !== "embedded";
  expect(after.value('readout_database_connections{state="idle"}') !== undefined).toBe(isPooled);
  expect(after.value("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
});

it("has no more series, however many names there are", async () => {
  const metrics = new Metrics();
  for (let name = 0; name < 150; name++)
    metrics.request({ type: "query", name: `Name${name}` }, "ok", 0.1, 1);
  const lines = (await metrics.text())
    .split("\n")
    .filter((line) => line.startsWith("readout_requests_total"));
  expect(lines).toHaveLength(101);
  expect(lines).toContain('readout_requests_total{operation="(others)",outcome="ok"} 50');
});
