import { Client, cacheExchange as documentCache, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange as entityCache } from "@urql/exchange-graphcache";
import { createClient as createSocket } from "graphql-ws";
import { fetchAfterBeginning } from "./beginning.ts";
import { possibleTypes } from "./operations.ts";
import { resuming } from "./resuming.ts";
import { socketState } from "./socketState.ts";

const url = "/graphql";
const fetchOptions = { headers: { Accept: "application/graphql-response+json, application/json" } };

/** A WebSocket, not an EventSource: of those, a browser opens six for all of its tabs. */
const socket = createSocket({
  url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${url}`,
  ...socketState,
});

/** What is known now: each thing once, wherever it is shown, so that what is told live is shown everywhere. */
export const client = new Client({
  url,
  fetchOptions,
  fetch: fetchAfterBeginning,
  preferGetMethod: false,
  exchanges: [
    entityCache({
      schema: possibleTypes as unknown as NonNullable<Parameters<typeof entityCache>[0]>["schema"],
    }),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: resuming(socket, query ?? "", variables ?? {}, sink) }),
      }),
    }),
  ],
});

/** What was known at another time: kept by question, so that it never stands in for what is known now. */
export const pastClient = new Client({
  url,
  fetchOptions,
  preferGetMethod: false,
  exchanges: [documentCache, fetchExchange],
});

/** Of what is asked once, and not shown: nothing of it is kept. */
export const onceClient = new Client({
  url,
  fetchOptions,
  preferGetMethod: false,
  exchanges: [fetchExchange],
});

/** Connects again at once, where the connection was lost and nobody has noticed yet. */
export function reconnect(): void {
  socket.terminate();
}
