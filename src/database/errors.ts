import { type DomainError, TooCostly, Unavailable } from "../errors/errors.ts";

/** For an error that says that the database takes no writes, as a replica does; null for any other. */
export function readOnlyError(error: unknown): Unavailable | null {
  if (driverErrorOf(error).code !== READ_ONLY) return null;
  return new Unavailable(
    "The database of this Readout is a read replica, or takes no writes for another reason: write through a Readout on the database that it follows",
  );
}

/** "read_only_sql_transaction" (PostgreSQL, appendix A). */
const READ_ONLY = "25006";

/** For an error that says that the database cannot do now what was asked, and why; null for any other. */
export function unusableError(error: unknown): DomainError | null {
  const { kind, code = "", originalCode = code, message = "" } = driverErrorOf(error);
  if (kind === undefined) return null;
  if (code === READ_ONLY) return readOnlyError(error);
  if (code === "57014" && message.includes("statement timeout")) {
    return new TooCostly(
      "The request takes too much of the database's time: ask for fewer at a time, or for less of each",
    );
  }
  if (kind === "TooManyConnections" || originalCode.startsWith("53")) {
    return new Unavailable(
      originalCode === "53100"
        ? "The database's disk is full: nothing can be written until there is room for it, and all that was written is kept"
        : "The database has no connection, or no memory, to spare just now: try again soon",
    );
  }
  if (UNREACHABLE.has(kind) || /^(08|57P)/.test(originalCode)) {
    return new Unavailable(
      "The database cannot be reached, or the connection to it broke: try again soon. What was being written may be stored or not; a report with an idempotency key is not stored twice",
    );
  }
  if (/^XX00[12]$/.test(originalCode)) {
    return new Unavailable(
      "The database's files are damaged, and this part of them cannot be read: restore a backup",
    );
  }
  return null;
}

/** Of Prisma's driver adapters. */
const UNREACHABLE = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TlsConnectionError",
]);

/** What the driver said of an error, where it was one of its. */
function driverErrorOf(error: unknown): {
  readonly kind?: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly message?: string;
} {
  if (!(error instanceof Error)) return {};
  const { meta } = error as { meta?: { driverAdapterError?: Error } };
  const driverAdapterError = meta?.driverAdapterError ?? error;
  return driverAdapterError.name === "DriverAdapterError" ? (driverAdapterError.cause ?? {}) : {};
}

/** The SQLSTATE of an error of the database's (PostgreSQL, appendix A); null for any other. */
export function sqlStateOf(error: unknown): string | null {
  const { code = null, originalCode = code } = driverErrorOf(error);
  return originalCode;
}

/** The driver's own words, without the lines that Prisma puts around them. */
export function messageOf(error: unknown): string {
  const cause = error instanceof Error && "cause" in error ? error.cause : undefined;
  if (cause instanceof Error && cause.message !== "") return lastLine(cause.message);
  // Where a host has several addresses, an error each.
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? lastLine(error.message) : String(error);
}

function lastLine(text: string): string {
  const line = text.trim().split("\n").at(-1)?.trim() ?? text;
  const start = line.indexOf(MESSAGE);
  return start >= 0 && line.endsWith("`") ? line.slice(start + MESSAGE.length, -1) : line;
}

const MESSAGE = "Message: `";
