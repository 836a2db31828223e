import { setTimeout as delay } from "node:timers/promises";
import { InvalidInput, Unauthenticated, Unavailable } from "../errors/errors.ts";
import { CHANGES, isChange, type WatchedChange } from "./change.ts";
import { connection, Lost, Refused, type Server, type Told } from "./connection.ts";

/** What becomes of a watch, in order. */
export type Happening =
  /** From the cursor on, or from now on; again, after it was lost. */
  | { readonly kind: "connected"; readonly isAgain: boolean }
  | { readonly kind: "change"; readonly change: WatchedChange }
  /** All up to this cursor was told. */
  | { readonly kind: "place"; readonly cursor: string }
  /** There is no connection; it is tried again. */
  | { readonly kind: "lost"; readonly reason: string; readonly wasConnected: boolean }
  /** What came after this cursor can no longer be told; it goes on from now. */
  | { readonly kind: "gap"; readonly after: string; readonly reason: string };

/** The variable `filter` of the operation. */
export interface ChangeFilter {
  readonly types?: readonly string[];
  readonly parties?: { readonly allOf: readonly string[] };
}

/**
 * Every change after a cursor, or from now on, across broken connections and restarts of the server, until the signal.
 * A change counts as told when the next happening is asked for. Throws InvalidInput, Unauthenticated or Unavailable
 * where trying again would not help.
 */
export async function* follow(
  server: Server,
  filter: ChangeFilter,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<Happening, void> {
  let cursor = after;
  let wasConnected = false;
  for (let failures = 0; !signal.aborted; failures++) {
    const began = Date.now();
    let isConnected = false;
    try {
      const variables = { after: cursor, filter };
      for await (const told of connection(server, { query: CHANGES, variables }, signal)) {
        if (!isConnected) yield { kind: "connected", isAgain: wasConnected };
        isConnected = true;
        wasConnected = true;
        const happening = happeningOf(told, server);
        yield happening;
        cursor = happening.kind === "change" ? happening.change.cursor : happening.cursor;
        if (happening.kind === "change") failures = 0;
      }
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Lost)) throw error;
      if (cursor !== null && isGap(error, wasConnected)) {
        yield { kind: "gap", after: cursor, reason: error.message };
        cursor = null;
        continue;
      }
      if (error instanceof Refused) throwWhereFinal(error, server, wasConnected);
      yield { kind: "lost", reason: error.message, wasConnected };
    }
    if (isConnected && Date.now() - began > STEADY_MS) failures = 0;
    await delay(waitMs(failures), undefined, { signal }).catch(() => {}); // It rejects at the signal.
  }
}

/** A connection that lasts so long is none that fails again and again. */
const STEADY_MS = 5000;

function happeningOf(told: Told, { url }: Server): Extract<Happening, { kind: "change" | "place" }> {
  if ("place" in told) return { kind: "place", cursor: told.place };
  const { changes } = told.data as { changes: unknown };
  if (!isChange(changes)) throw new Unavailable(`${url} tells changes, but not as Readout does.`);
  return { kind: "change", change: changes };
}

/** Is the cursor of no use any more? One that was never good is an error of whoever gave it. */
function isGap(error: unknown, wasConnected: boolean): boolean {
  if (!(error instanceof Refused)) return false;
  return (
    error.code === "CURSOR_EXPIRED" ||
    (wasConnected && error.code === "INVALID_INPUT" && error.argument === "after")
  );
}

/** A server that has told before, and one that is busy or about to start, may tell later. */
function throwWhereFinal(
  { status, code, argument, message }: Refused,
  { url, key }: Server,
  wasConnected: boolean,
): void {
  if (status === 401 || code === "UNAUTHENTICATED") {
    throw new Unauthenticated(
      key === null ? `${url} asks for a key: ${message}.` : `${url} does not take the key: ${message}.`,
    );
  }
  if (code === "INVALID_INPUT") {
    throw new InvalidInput(argument === "after" ? `The cursor is not taken: ${message}.` : `${message}.`);
  }
  const isForLater = status >= 500 || status === 429 || status === 408 || code === "INTERNAL_SERVER_ERROR";
  if (wasConnected || isForLater) return;
  throw new Unavailable(`${url} does not answer as Readout does: ${message}.`);
}

/** Longer each time, up to ten seconds, and not the same for all who lost it at the same moment. */
function waitMs(failures: number): number {
  return Math.min(500 * 2 ** failures, 10_000) * (0.5 + Math.random() / 2);
}
