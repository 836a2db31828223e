import { createClient as createEventClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import { WebSocket } from "ws";
import { subscribe } from "./eventStream.ts";

/** Results of a subscription, as they come; `return` ends it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
export type Results = AsyncGenerator<{ data?: any; errors?: readonly any[] }, void>;

type Transport = (url: string, query: string, variables?: Record<string, unknown>) => Results;

/** The ways to subscribe: as any program can, and by the published clients. */
export const TRANSPORTS: Readonly<Record<string, Transport>> = {
  "Server-Sent Events": async function* (url, query, variables) {
    await using stream = await subscribe(url, query, { variables });
    for (;;) yield (await stream.next()).result;
  },
  "graphql-sse": async function* (url, query, variables) {
    const client = createEventClient({ url, retryAttempts: 0 });
    try {
      for await (const result of client.iterate({ query, variables })) yield result as never;
    } finally {
      client.dispose();
    }
  },
  "graphql-ws": async function* (url, query, variables) {
    const client = createSocketClient({
      url: url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    try {
      for await (const result of client.iterate({ query, variables })) yield result as never;
    } finally {
      await client.dispose();
    }
  },
};

/** So many results, and then its end. */
export async function take(results: Results, count: number) {
  const taken = [];
  while (taken.length < count) {
    const { value } = await results.next();
    if (value === undefined) throw new Error(`It ended after ${taken.length} results`);
    taken.push(value);
  }
  await results.return();
  return taken;
}
