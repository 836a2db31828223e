import type { Client, Sink } from "graphql-ws";

/**
 * Subscribes over a client that connects again by itself, each time with the cursor of the last change that was told, so
 * that what happened meanwhile is told first. Returns what ends it.
 */
export function resuming(
  socket: Pick<Client, "subscribe">,
  query: string,
  variables: Record<string, unknown>,
  sink: Pick<Sink<never>, "next" | "error" | "complete">,
): () => void {
  let after = variables.after;
  const payload = {
    query,
    // A getter: the client asks for the variables whenever it connects.
    get variables() {
      return { ...variables, after };
    },
  };
  return socket.subscribe(payload, {
    next: (result) => {
      sink.next(result as never);
      const [change] = Object.values(result.data ?? {}) as { readonly cursor?: unknown }[];
      after = change?.cursor ?? after;
    },
    error: (error) => sink.error(error),
    complete: () => sink.complete(),
  });
}
