import type { FormattedExecutionResult } from "graphql";
import { createClient, type SubscribePayload } from "graphql-ws";

/** One connection, with graphql-ws. It ends with an error: GraphQL's, as a list, or the network's. */
export async function* overWebSocket<Data>(
  url: string,
  request: SubscribePayload,
): AsyncGenerator<FormattedExecutionResult<Data, unknown>, never> {
  const key = process.env.READOUT_KEY;
  let noPong: NodeJS.Timeout | undefined;
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    connectionParams: key === undefined ? {} : { authorization: `Bearer ${key}` },
    retryAttempts: 0,
    // A connection that went without a word is noticed after fifteen seconds.
    keepAlive: 10_000,
    on: {
      ping: (received) => {
        if (!received) noPong = setTimeout(() => client.terminate(), 5000);
      },
      pong: (received) => {
        if (received) clearTimeout(noPong);
      },
    },
  });
  try {
    yield* client.iterate<Data>(request);
    throw new Error("The server has ended it");
  } catch (error) {
    if (Array.isArray(error)) throw error;
    if (!isClosing(error)) throw new Error("There is no connection");
    // 4401 is how a key is refused; all other codes are for connections.
    if (error.code === 4401) throw [{ message: error.reason, extensions: { code: "UNAUTHENTICATED" } }];
    throw new Error(`The connection was closed (${error.code} ${error.reason})`);
  } finally {
    clearTimeout(noPong);
    await client.dispose();
  }
}

function isClosing(error: unknown): error is CloseEvent {
  return typeof error === "object" && error !== null && "code" in error && "reason" in error;
}
