import { InvalidInput } from "../errors/errors.ts";

/** The arguments of a connection (GraphQL Cursor Connections, section 4). */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** The stretch of a list that is asked for. */
export interface Page {
  readonly size: number;
  /** From the end: `last` instead of `first`. */
  readonly backward: boolean;
  readonly after: Position | null;
  readonly before: Position | null;
}

/** Where a row stands in an ordering: the values of its columns, as PostgreSQL writes them. */
export type Position = readonly string[];

/** Rows with their positions, in the order of the list, and whether there are more on either side. */
export interface PageOf<T> {
  readonly rows: readonly { readonly row: T; readonly position: Position }[];
  /** The name of the order, for cursors of positions. */
  readonly ordering: string;
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  /** What the page was read from. */
  readonly stretch: Stretch;
}

/** What comes after a position of a list (null: the beginning) up to another, with it (null: the end). */
export interface Stretch {
  readonly after: Position | null;
  readonly last: Position | null;
  /** The id of what comes next, which tells that there is more. */
  readonly more: string | null;
}

export const DEFAULT_SIZE = 20;
export const MOST = 200;

/**
 * Reads a connection's arguments. `ordering` names the order of the list, with the number of its columns: a cursor
 * is good only for the order in which it was given. Throws InvalidInput that names the argument and its range.
 */
export function readPage(args: PageArguments, ordering: { name: string; columns: number }): Page {
  const { first, last } = args;
  checkSize("first", first);
  checkSize("last", last);
  if (isGiven(first) && isGiven(last)) {
    throw new InvalidInput('"first" and "last" cannot be given together', {
      path: ["last"],
      expected: '"first" for the beginning of the list, or "last" for its end',
      got: last,
    });
  }
  return {
    size: first ?? last ?? DEFAULT_SIZE,
    backward: isGiven(last),
    after: readCursor("after", args.after, ordering),
    before: readCursor("before", args.before, ordering),
  };
}

/** The cursor of a position in an ordering: opaque, and stable while rows are added around it. */
export function writeCursor(ordering: string, position: Position): string {
  return Buffer.from(JSON.stringify([ordering, ...position])).toString("base64url");
}

function readCursor(
  argument: "after" | "before",
  cursor: string | null | undefined,
  ordering: { name: string; columns: number },
): Position | null {
  if (!isGiven(cursor)) return null;
  const parts = parseCursor(cursor);
  if (parts !== null && parts[0] === ordering.name && parts.length === ordering.columns + 1) {
    return parts.slice(1);
  }
  throw new InvalidInput(`"${argument}" is no cursor of this list`, {
    path: [argument],
    expected: "a cursor that this field gave, with the same order",
    got: cursor,
  });
}

function parseCursor(cursor: string): string[] | null {
  if (cursor.length > LONGEST_CURSOR || !/^[A-Za-z0-9_-]*$/.test(cursor)) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isCursor =
      Array.isArray(read) &&
      read.every((part) => typeof part === "string" && !part.includes("\0")) &&
      Buffer.from(JSON.stringify(read)).toString("base64url") === cursor;
    return isCursor ? read : null;
  } catch {
    return null; // No JSON, so no cursor.
  }
}

const LONGEST_CURSOR = 2000;

function checkSize(argument: "first" | "last", size: number | null | undefined): void {
  if (!isGiven(size) || (Number.isInteger(size) && size >= 0 && size <= MOST)) return;
  throw new InvalidInput(`"${argument}" must be from 0 to ${MOST}, and is ${size}`, {
    path: [argument],
    expected: `a whole number from 0 to ${MOST}`,
    got: size,
  });
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
