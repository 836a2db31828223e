import { signal } from "@preact/signals";
import type { ClientOptions } from "graphql-ws";

export type Connection = "connecting" | "live" | "lost";

/** Whether changes are told at the moment. */
export const connection = signal<Connection>("connecting");
/** When the connection came back after it was lost (Unix time, ms); null where it never was. */
export const cameBackAt = signal<number | null>(null);

const PING_MS = 10_000;
const PONG_MS = 5_000;
const LONGEST_WAIT_MS = 15_000;

let answered: ReturnType<typeof setTimeout> | undefined;
let open: WebSocket | null = null;

/** How the socket connects: for as long as the page is open, and again where a ping is not answered, as after a sleep. */
export const socketState: Omit<ClientOptions, "url"> = {
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: (retries) => {
    const most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** retries);
    return new Promise((resolve) => setTimeout(resolve, most / 2 + (Math.random() * most) / 2));
  },
  keepAlive: PING_MS,
  on: {
    opened: (socket) => {
      open = socket as WebSocket;
    },
    connected: () => {
      if (connection.value === "lost") cameBackAt.value = Date.now();
      connection.value = "live";
    },
    closed: () => {
      clearTimeout(answered);
      connection.value = "lost";
    },
    ping: (isReceived) => {
      if (isReceived) return;
      answered = setTimeout(() => open?.close(4408, "No answer to a ping"), PONG_MS);
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(answered);
    },
  },
};
