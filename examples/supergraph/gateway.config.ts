import { defineConfig } from "@graphql-hive/gateway";

export const gatewayConfig = defineConfig({
  host: "127.0.0.1",
  propagateHeaders: {
    // Who asks, and what for: Readout decides what they may do.
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      subgraphName === "readout"
        ? { authorization: request.headers.get("authorization") ?? undefined }
        : undefined,
  },
  // Subscriptions go to Readout over Server-Sent Events, as other requests do: no WebSocket is needed in between.
  maskedErrors: false,
});
