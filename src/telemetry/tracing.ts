import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingHttpHeaders } from "node:http";
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { setGlobalErrorHandler, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Outcome } from "./outcome.ts";
import type { NamedOperation } from "./request.ts";

/** Which traces are recorded, and where they go. */
export interface TracingOptions {
  /** The base URL of a receiver of OTLP over HTTP: "http://127.0.0.1:4318". */
  readonly endpoint: string;
  /** Of traces that begin here, from 0 to 1. */
  readonly ratio: number;
  /** Is whoever calls believed, where it says that its trace is recorded, or is not? */
  readonly followsParent: boolean;
}

/** One request as a trace has it: a span of its own, and within it those of what it loads. */
export interface RequestTrace {
  readonly traceId: string;
  statement<Result>(sql: string, send: () => Promise<Result>): Promise<Result>;
  batch<Result>(loader: string, size: number, load: () => Promise<Result>): Promise<Result>;
  end(
    operation: NamedOperation | null,
    ended: { requestId: string; outcome: Outcome; status: number | null },
  ): void;
}

export interface Tracing {
  /** A request has come; with the trace that it is part of, where it says so (W3C Trace Context). */
  begin(headers: IncomingHttpHeaders): RequestTrace;
  /** Sends what was not sent. */
  close(): Promise<void>;
}

/**
 * Records traces (OpenTelemetry) and sends them on. This module, and all that it imports, is loaded only where traces are
 * asked for. Names and attributes are those of OpenTelemetry's semantic conventions for GraphQL, databases and HTTP.
 */
export function openTracing(
  { endpoint, ratio, followsParent }: TracingOptions,
  /** Hears what traces could not be sent for, once a minute at most. */
  warn: (error: unknown) => void,
): Tracing {
  let warnedAt = Number.NEGATIVE_INFINITY;
  const tell = (error: unknown) => {
    if (performance.now() - warnedAt < SILENT_MS) return;
    warnedAt = performance.now();
    warn(error);
  };
  setGlobalErrorHandler(tell);

  const root: Sampler = ratio === 1 ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(ratio);
  const provider = new TracerProvider({
    sampler: followsParent ? new ParentBasedSampler({ root }) : root,
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "readout" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      // Its headers and time-outs are read from the standard variables.
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` }),
      }),
    ],
  });
  const tracer = provider.getTracer("readout");
  const propagator = new W3CTraceContextPropagator();
  return {
    begin: (headers) => new OpenTrace(tracer, propagator.extract(ROOT_CONTEXT, headers, HEADERS)),
    close: () => provider.shutdown().catch(tell),
  };
}

const HEADERS = {
  keys: (headers: IncomingHttpHeaders) => Object.keys(headers),
  get: (headers: IncomingHttpHeaders, name: string) => headers[name],
};

/** The span that what runs now is part of, where that is not the request's own. */
const within = new AsyncLocalStorage<Context>();

class OpenTrace implements RequestTrace {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: Context;

  constructor(tracer: Tracer, parent: Context) {
    this.#tracer = tracer;
    this.#span = tracer.startSpan("GraphQL", { kind: SpanKind.SERVER }, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  statement<Result>(sql: string, send: () => Promise<Result>): Promise<Result> {
    const text = sql.trim();
    const operation = /^\w+/.exec(text)?.[0].toUpperCase() ?? "statement";
    return this.#during(
      operation,
      SpanKind.CLIENT,
      {
        "db.system.name": "postgresql",
        "db.operation.name": operation,
        // As it was prepared: values are parameters.
        "db.query.text": text.slice(0, LONGEST_TEXT),
      },
      send,
    );
  }

  batch<Result>(loader: string, size: number, load: () => Promise<Result>): Promise<Result> {
    return this.#during(`load ${loader}`, SpanKind.INTERNAL, { "readout.batch.size": size }, load);
  }

  end(
    operation: NamedOperation | null,
    { requestId, outcome, status }: { requestId: string; outcome: Outcome; status: number | null },
  ): void {
    const span = this.#span;
    if (operation !== null) {
      span.updateName(operation.name === undefined ? operation.type : `${operation.type} ${operation.name}`);
      span.setAttribute("graphql.operation.type", operation.type);
      if (operation.name !== undefined) span.setAttribute("graphql.operation.name", operation.name);
    }
    span.setAttributes({ "readout.request.id": requestId, "readout.outcome": outcome });
    if (status !== null) span.setAttribute("http.response.status_code", status);
    if (outcome === "failed" || outcome === "unavailable") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  async #during<Result>(
    name: string,
    kind: SpanKind,
    attributes: Record<string, string | number>,
    run: () => Promise<Result>,
  ): Promise<Result> {
    const parent = within.getStore() ?? this.#context;
    const span = this.#tracer.startSpan(name, { kind, attributes }, parent);
    try {
      return await within.run(trace.setSpan(parent, span), run);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }
}

const LONGEST_TEXT = 4000;
const SILENT_MS = 60_000;
