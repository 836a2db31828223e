import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, it } from "vitest";
import { openTracing, type TracingOptions } from "../../src/telemetry/tracing.ts";
import { runServer } from "../testkit/running.ts";

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly service: string;
}

/** Takes spans as OTLP over HTTP sends them (OTLP 1.x, JSON). */
async function receiver(status = 200): Promise<{ url: string; spans: Span[] } & AsyncDisposable> {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    // biome-ignore lint/suspicious/noExplicitAny: what is sent is what is tested
    const sent = (await json(request)) as any;
    if (request.url !== "/v1/traces") throw new Error(`Sent to ${request.url}`);
    for (const { resource, scopeSpans } of sent.resourceSpans) {
      const service = resource.attributes.find(({ key }: { key: string }) => key === "service.name")?.value
        .stringValue;
      for (const { spans: scoped } of scopeSpans) for (const span of scoped) spans.push({ ...span, service });
    }
    response.writeHead(status, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const QUERY = `query Latest($secret: ID!) {
  contacts(first: 2) { edges { node { title participants { __typename } } } } node(id: $secret) { id } }`;

it("sends an operation, the batches that it loads, and their statements, as part of the caller's trace", async () => {
  await using collector = await receiver();
  await using server = await runServer({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_LEVEL: "debug" });
  const answer = await fetch(server.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", traceparent: `00-${TRACE}-${CALLER}-01` },
    body: JSON.stringify({ query: QUERY, variables: { secret: "told-in-confidence" } }),
  });
  await answer.text();
  await server.stop(); // What was not sent is sent.

  const { spans } = collector;
  const [operation] = spans.filter(({ name }) => name === "query Latest");
  const batches = spans.filter(({ name }) => name.startsWith("load "));
  const statements = spans.filter(({ kind }) => kind === 3);
  expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: 2, service: "readout" });
  expect(batches.map(({ name }) => name)).toContain("load contact");
  expect(statements.length).toBeGreaterThan(1);
  for (const { traceId } of spans) expect(traceId).toBe(TRACE);
  for (const { parentSpanId } of batches) {
    expect([operation?.spanId, ...batches.map(({ spanId }) => spanId)]).toContain(parentSpanId);
  }
  for (const { parentSpanId, startTimeUnixNano, endTimeUnixNano } of statements) {
    const batch = batches.find(({ spanId }) => spanId === parentSpanId);
    // Each span counts its time from a start of its own, which is known to the millisecond.
    expect(Number(batch?.startTimeUnixNano) / 1e6).toBeLessThanOrEqual(Number(startTimeUnixNano) / 1e6 + 1);
    expect(Number(batch?.endTimeUnixNano) / 1e6).toBeGreaterThanOrEqual(Number(endTimeUnixNano) / 1e6 - 1);
  }
  const attributes = new Map(operation?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
  expect(attributes.get("graphql.operation.name")).toBe("Latest");
  expect(server.logged.join("")).toContain(
    `"requestId":"${attributes.get("readout.request.id")}","traceId":"${TRACE}"`,
  );
  expect(JSON.stringify(spans)).not.toContain("told-in-confidence");
});

/** How many spans are sent of a request that says this of its trace. */
async function recorded(options: Partial<TracingOptions>, traceparent: string): Promise<number> {
  await using collector = await receiver();
  const tracing = openTracing(
    { endpoint: collector.url, ratio: 1, followsParent: true, ...options },
    () => {},
  );
  const request = tracing.begin({ traceparent });
  await request.batch("contact", 2, () => request.statement("SELECT 1", async () => {}));
  request.end(null, { requestId: "mine", outcome: "ok", status: 200 });
  await tracing.close();
  return collector.spans.length;
}

it("begins a trace where none is brought, and leaves out what is not to be recorded", async () => {
  const [recordedThere, leftOutThere] = ["01", "00"].map((flags) => `00-${TRACE}-${CALLER}-${flags}`) as [
    string,
    string,
  ];
  expect(await recorded({}, "no trace")).toBe(3);
  expect(await recorded({ ratio: 0 }, "no trace")).toBe(0);
  expect(await recorded({ ratio: 0 }, recordedThere)).toBe(3);
  expect(await recorded({}, leftOutThere)).toBe(0);
  expect(await recorded({ followsParent: false }, leftOutThere)).toBe(3);
});

it("says that traces cannot be sent, once a minute at most", async () => {
  await using refusing = await receiver(400);
  const warnings: unknown[] = [];
  const options = { endpoint: refusing.url, ratio: 1, followsParent: true };
  const tracing = openTracing(options, (error) => warnings.push(error));
  for (let request = 0; request < 1000; request++) {
    tracing.begin({}).end(null, { requestId: "mine", outcome: "ok", status: 200 });
  }
  await tracing.close();
  expect(refusing.spans.length).toBeGreaterThan(512); // Sent more than once: a batch has so many.
  expect(warnings).toEqual([expect.any(Error)]);
});
