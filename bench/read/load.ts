import autocannon from "autocannon";
import type { Asked } from "./servers/asked.ts";
import { SERVERS, type ServerName } from "./servers/servers.ts";
import { drawer, type Mix, type OperationName } from "./variables.ts";

/** The process that sends requests. It is told what to do by messages, and answers each with what came of it. */

export interface LoadOrder {
  readonly server: ServerName;
  readonly url: string;
  readonly operation: OperationName;
  readonly mix: Mix;
  readonly connections: number;
  /** For so many seconds, or so many requests, each of which is waited for. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
}

export interface LoadResult {
  /** Answered; `sent` has those under way at the end of the time as well. */
  readonly requests: number;
  readonly sent: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly bytesPerAnswer: number;
}

const draws = drawer(process.env.DATABASE_URL ?? "");
const asked = new Map<ServerName, Promise<Asked>>();
/** How many requests of each kind were sent so far: a round goes on where the last one ended. */
const sent = new Map<string, number>();

process.on("message", async (order: LoadOrder) => {
  try {
    process.send?.(await sendLoad(order, await requestsOf(order)));
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});

interface NextRequest {
  readonly path: string;
  readonly body: string;
}

async function requestsOf({ server, url, operation, mix }: LoadOrder): Promise<() => NextRequest> {
  const how = asked.get(server) ?? SERVERS[server].asked(url);
  asked.set(server, how);
  const [{ request }, draw] = [await how, (await draws)[mix][operation]];
  const { pathname } = new URL(url);
  const kind = [server, operation, mix].join();
  return () => {
    const number = sent.get(kind) ?? 0;
    sent.set(kind, number + 1);
    const { path, body } = request(operation, draw(number) as never);
    return { path: pathname === "/" ? path : pathname + path, body };
  };
}

async function sendLoad(
  { server, url, operation, connections, until }: LoadOrder,
  nextRequest: () => NextRequest,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let [sent, bytes] = [0, 0];
  const began = performance.now();
  let lastAnswer = began;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    autocannon(
      {
        url: new URL(url).origin,
        connections,
        ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests }),
        timeout: PATIENCE_SECONDS,
        requests: [
          {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            setupRequest: (request) => {
              sent++;
              return { ...request, ...nextRequest() };
            },
          },
        ],
        verifyBody: (body) => {
          const text = String(body);
          return text !== "null" && !text.includes('"errors":[');
        },
      },
      (error, done) => (error === null ? resolve(done) : reject(error)),
    ).on("response", (_, __, size, milliseconds) => {
      latencies.push(milliseconds);
      lastAnswer = performance.now();
      bytes += size;
    });
  });
  const { mismatches, errors, non2xx } = result;
  if (mismatches + errors + non2xx > 0) {
    throw new Error(
      `${SERVERS[server].title} failed at ${operation}: ${mismatches} answers with errors, ${errors} broken connections or timeouts, ${non2xx} of another status`,
    );
  }
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    requests: latencies.length,
    sent,
    // autocannon rounds the time of a number of requests up to whole seconds.
    seconds: (lastAnswer - began) / 1000,
    p50: quantile(0.5),
    p99: quantile(0.99),
    bytesPerAnswer: bytes / Math.max(latencies.length, 1),
  };
}

const PATIENCE_SECONDS = 600;
