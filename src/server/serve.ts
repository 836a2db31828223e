import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import type { Logger } from "pino";
import { createAuthenticate } from "../access/caller.ts";
import type { Config } from "../config/config.ts";
import { isCode } from "../database/lock.ts";
import { Unavailable } from "../errors/errors.ts";
import { Turns } from "../limits/turns.ts";
import { serveWebSocket } from "../live/webSocket.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { ObservedRequest, type Observers, observing, pathOf } from "../telemetry/request.ts";
import type { Tracing, TracingOptions } from "../telemetry/tracing.ts";
import { Addresses } from "./address.ts";
import { Admission } from "./admission.ts";
import { isAllowedOrigin, SECURE_ONLY, SECURITY_HEADERS, setHeaders } from "./border.ts";
import { errorMask } from "./errors.ts";
import { formatAnswers } from "./formats/answers.ts";
import { serveGraphiQL } from "./graphiql.ts";
import { createGraphQL } from "./graphql.ts";
import { answerLive, answerReady, type Readiness, readiness } from "./health.ts";
import { graphqlAnswers } from "./http.ts";
import { openLive } from "./live.ts";
import { measureState, serveMetrics, urlOf } from "./metrics.ts";
import { NOT_BUILT, pageFiles, servePage } from "./page.ts";
import { PersistedOperations, readPersisted } from "./persisted.ts";
import { openRateLimiter } from "./rate.ts";
import { type OpenRecord, openRecord } from "./record.ts";
import { webSocketOptions } from "./webSocket.ts";

export interface RunningServer {
  /** "http://127.0.0.1:4000" */
  readonly url: string;
  /** "http://127.0.0.1:9464/metrics"; null where they are not served. */
  readonly metricsUrl: string | null;
  readonly record: OpenRecord;
  /**
   * Says that it is not ready, ends running requests, closes the database, gives the folder back. What has failed goes on
   * answering for no longer.
   */
  stop(why?: { readonly isFailed: boolean }): Promise<void>;
}

/**
 * Serves the record. The port is taken first, so that a start that cannot have it touches nothing; until the database
 * is open, and once it is to stop, requests are answered with 503. Throws Unavailable with a sentence.
 */
export async function serve(config: Config, log: Logger): Promise<RunningServer> {
  const metrics = config.metrics === null ? null : await loadMetrics();
  const tracing = config.traces === null ? null : await loadTracing(config.traces, log);
  const observers = { log, metrics, tracing };
  // What is kept lives long: where the heap may double before it is swept, a cache takes twice its size.
  setFlagsFromString("--heap-growing-percent=25");
  let answer: (request: IncomingMessage, response: ServerResponse) => void = answerStarting;
  let ready: () => Promise<Readiness> | "starting" | "stopping" = () => "starting";
  const server = createServer(serverOptions(config), (request, response) => {
    if (request.url === "/health/live") answerLive(response);
    else if (request.url === "/health/ready") {
      Promise.resolve(ready()).then(
        (state) => answerReady(response, state),
        () => response.destroy(),
      );
    } else answer(request, response);
  });
  // Whoever neither sends nor takes anything is gone. Events, and WebSockets, have signs of life.
  server.timeout = config.timeouts.idleMs;
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server
      .once("error", (error) => reject(listenError(error, config)))
      .listen(config.port, config.host, resolve);
  });
  const metricsServer =
    metrics === null || config.metrics === null
      ? null
      : await serveMetricsAt(metrics, config.metrics, server);
  const closeServer = () =>
    new Promise<void>((resolve) => {
      // A connection that a client keeps is closed as soon as nothing is under way on it.
      const closing = setInterval(() => server.closeIdleConnections(), 50);
      server.close(() => {
        clearInterval(closing);
        resolve();
      });
    });
  try {
    const stored = await readPersisted(config.persistedOperations);
    const record = await openRecord(config);
    const live = await openLive(record.database, config, log);
    const authenticate = createAuthenticate(record.database.prisma, config.tokens, record.database.isReplica);
    const bounds = { ...config, turns: new Turns(config.concurrency) };
    const graphql = createGraphQL(record.database, log, authenticate, live, {
      bounds,
      federation: config.federation,
      operations: new PersistedOperations(stored, config.persistedOnly),
    });
    const rate = openRateLimiter(config, log);
    const addresses = new Addresses(config.trustProxy);
    const admission = new Admission(addresses, authenticate, rate);
    const mask = errorMask(log);
    const sockets = serveWebSocket(
      server,
      OPERATIONS,
      webSocketOptions(graphql, admission, { mask, observers, ...config }),
      {
        maxPayload: config.maxBodyBytes,
        isAllowed: ({ headers }) => isAllowedOrigin(headers, config.corsOrigins),
      },
    );
    const answerGraphQL = graphqlAnswers({ graphql, admission, mask, config });
    const answerFormats = formatAnswers({
      database: record.database,
      live,
      admission,
      addresses,
      turns: bounds.turns,
      mask,
      config,
    });
    answer = (request, response) => {
      const observed = observe(request, response, observers);
      setHeaders(response, SECURITY_HEADERS);
      if (addresses.isSecure(request)) setHeaders(response, SECURE_ONLY);
      observing(observed, () =>
        route(request, response, answerGraphQL, answerFormats).catch((error) => {
          log.error({ err: error }, "request failed");
          observed.outcome = "failed";
          if (!response.headersSent) response.writeHead(500);
          response.end();
        }),
      );
    };
    if (metrics !== null) {
      measureState(metrics, { database: record.database, live, turns: bounds.turns, sockets: connections });
    }
    ready = readiness(record.database, live);
    pageFiles().then(
      (files) => files === null && log.warn(NOT_BUILT),
      (error) => log.error({ err: error }, "the page could not be read"),
    );
    return {
      url: urlOf(server.address() as AddressInfo),
      metricsUrl: metricsServer?.url ?? null,
      record,
      stop: async ({ isFailed } = { isFailed: false }) => {
        ready = () => "stopping";
        // Whoever sends requests here is to have seen it before they are refused.
        if (config.shutdownDelayMs > 0 && !isFailed) await delay(config.shutdownDelayMs);
        answer = answerStopping;
        const { promise: graceIsOver, resolve: endGrace } = Promise.withResolvers<void>();
        const grace = setTimeout(() => {
          // Also those of WebSockets, which are none of the server's own any more.
          for (const socket of connections) socket.destroy();
          endGrace();
        }, config.shutdownGraceMs);
        live.hub.close();
        await Promise.all([sockets.close(), closeServer()]);
        rate?.close();
        const closed = live.close().then(record.close);
        await Promise.race([tracing?.close(), graceIsOver]);
        await metricsServer?.close();
        // PostgreSQL itself undoes what is still under way once the process is gone.
        await (config.databaseUrl === null ? closed : Promise.race([closed, graceIsOver]));
        clearTimeout(grace);
      },
    };
  } catch (error) {
    server.closeAllConnections();
    await Promise.all([closeServer(), metricsServer?.close()]);
    throw error;
  }
}

function serverOptions({ timeouts }: Config): ServerOptions {
  const { headersMs, requestMs, idleMs } = timeouts;
  return {
    headersTimeout: headersMs,
    requestTimeout: Math.max(requestMs, headersMs),
    connectionsCheckingInterval: Math.min(headersMs, 1000),
    // Longer than proxies keep theirs, which else send requests on connections that are just being closed.
    keepAliveTimeout: Math.min(KEEP_ALIVE_MS, idleMs),
    maxHeaderSize: LARGEST_HEAD,
    requireHostHeader: true,
    insecureHTTPParser: false,
  };
}

/** Where operations are asked for. */
const OPERATIONS = "/graphql";
const KEEP_ALIVE_MS = 75_000;
/** In bytes: of the address and all headers together. */
const LARGEST_HEAD = 16_384;

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  answerGraphQL: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  answerFormats: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
): Promise<void> {
  if (await answerFormats(request, response)) return;
  if (await servePage(request, response)) return;
  if (await serveGraphiQL(request, response)) return;
  if (pathOf(request.url ?? "") === OPERATIONS) await answerGraphQL(request, response);
  else
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("There is nothing here.\n");
}

function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  if (isEventSource(request)) {
    request.destroy();
    return;
  }
  response
    .writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "2" })
    .end("Readout is starting.\n");
}

function answerStopping(request: IncomingMessage, response: ServerResponse): void {
  if (isEventSource(request)) {
    request.destroy();
    return;
  }
  response
    .writeHead(503, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" })
    .end("Readout is stopping.\n");
}

/** A browser's EventSource comes back where the connection is lost, and does not after an answer that is no stream. */
function isEventSource({ headers }: IncomingMessage): boolean {
  return headers.accept === "text/event-stream";
}

/** `prefix` is that of the variables that set where to listen. */
function listenError(error: Error, { host, port }: { host: string; port: number }, prefix = ""): Error {
  if (isCode(error, "EADDRINUSE")) {
    return new Unavailable(
      `The port ${port} on ${host} is taken: stop what uses it, or set ${prefix}PORT to another.`,
    );
  }
  if (isCode(error, "EACCES")) {
    return new Unavailable(
      `The port ${port} on ${host} may not be used by this user: set ${prefix}PORT to another, such as 4000.`,
    );
  }
  if (isCode(error, "EADDRNOTAVAIL") || isCode(error, "ENOTFOUND")) {
    return new Unavailable(
      `This machine has no address ${host}: set ${prefix}HOST to one that it has, such as 127.0.0.1.`,
    );
  }
  return error;
}

/** Beside the server, which is closed where it cannot. */
async function serveMetricsAt(metrics: Metrics, where: { host: string; port: number }, server: Server) {
  try {
    return await serveMetrics(metrics, where);
  } catch (error) {
    server.close();
    throw error instanceof Error ? listenError(error, where, "METRICS_") : error;
  }
}

/** Its library is loaded where somebody asks for metrics. */
async function loadMetrics(): Promise<Metrics> {
  const { Metrics } = await import("../telemetry/metrics.ts");
  return new Metrics();
}

/** Its libraries are large: loaded where somebody asks for traces. */
async function loadTracing(options: TracingOptions, log: Logger): Promise<Tracing> {
  const { openTracing } = await import("../telemetry/tracing.ts");
  return openTracing(options, (error) => log.warn({ err: error }, "traces could not be sent"));
}

/** A request is over when its answer has left, or its client. */
function observe(request: IncomingMessage, response: ServerResponse, observers: Observers): ObservedRequest {
  const observed = new ObservedRequest(observers, request);
  response.setHeader("X-Request-Id", observed.id);
  response.once("close", () => {
    if (!response.writableFinished) observed.outcome = "abandoned";
    observed.end(response.statusCode);
  });
  return observed;
}
