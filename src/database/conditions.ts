import { InvalidInput } from "../errors/errors.ts";
import { dayNumber } from "../time/date.ts";
import { PLANNED_FOR_ITS_VALUES } from "./connections.ts";
import { Prisma } from "./database.ts";

/** Conditions that several filters share. Each is true where its input is not given. */

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? TRUE : Prisma.sql`(${Prisma.join([...conditions], " AND ")})`;
}

export function anyOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? FALSE : Prisma.sql`(${Prisma.join([...conditions], " OR ")})`;
}

export const TRUE = Prisma.sql`TRUE`;
export const FALSE = Prisma.sql`FALSE`;

/** A period: `from` and `to` are ISO days, both included, null for no bound. */
export interface Interval {
  readonly from?: string | null;
  readonly to?: string | null;
  /** CERTAIN: the whole of the fuzzy date lies within; POSSIBLE: some of it. */
  readonly match?: "CERTAIN" | "POSSIBLE" | null;
}

/** To be put into a condition of which only its values tell how many rows it leaves. */
export const FOR_ITS_VALUES = Prisma.raw(PLANNED_FOR_ITS_VALUES);

/**
 * Does a fuzzy date, held in three columns, lie in the interval? One without a bound lies possibly, never certainly,
 * beyond any day; what has no date lies in no interval.
 */
export function within(
  interval: Interval,
  columns: { edtf: Prisma.Sql; earliest: Prisma.Sql; latest: Prisma.Sql },
  path: readonly (string | number)[],
): Prisma.Sql {
  const { from, to, match } = interval;
  const { edtf, earliest, latest } = columns;
  if (isGiven(from) && isGiven(to) && dayNumber(to) < dayNumber(from)) {
    throw new InvalidInput(`The interval ends on ${to}, before it begins on ${from}`, {
      path: [...path, "to"],
      expected: `${from} or later`,
      got: to,
    });
  }
  const conditions = [Prisma.sql`${edtf} IS NOT NULL`];
  if (isGiven(from) || isGiven(to)) {
    // A bound that is missing is none, in PostgreSQL's ranges as well; the index of contacts is on such.
    const date = Prisma.sql`daterange(${earliest}, ${latest}, '[]')`;
    const period = Prisma.sql`daterange(${from ?? null}::date, ${to ?? null}::date, '[]') ${FOR_ITS_VALUES}`;
    conditions.push(
      match === "CERTAIN" ? Prisma.sql`${date} <@ ${period}` : Prisma.sql`${date} && ${period}`,
    );
  }
  if (match !== "CERTAIN" && isGiven(from) && isGiven(to)) conditions.push(recurs(edtf, from, to));
  return allOf(conditions);
}

/** A day of an unknown year, "XXXX-03-16", lies in less than a year only where that has such a day. */
function recurs(edtf: Prisma.Sql, from: string, to: string): Prisma.Sql {
  if (dayNumber(to) - dayNumber(from) >= 365) return TRUE;
  const day = Prisma.sql`substr(${edtf}, 6)`;
  const isWithin =
    from.slice(0, 4) === to.slice(0, 4)
      ? Prisma.sql`${day} BETWEEN ${from.slice(5)} AND ${to.slice(5)}`
      : Prisma.sql`(${day} >= ${from.slice(5)} OR ${day} <= ${to.slice(5)})`;
  return Prisma.sql`(${edtf} !~ '^XXXX-[0-9]{2}-[0-9]{2}$' OR ${isWithin})`;
}

/** Deeper or longer filters than anybody writes by hand are refused before they reach the database. */
export class FilterBudget {
  #left = MOST_FILTERS;

  /** To be called once for each filter object, nested ones too. */
  spend(depth: number, path: readonly (string | number)[]): void {
    this.#left--;
    if (depth <= DEEPEST_FILTER && this.#left >= 0) return;
    throw new InvalidInput("The filter is too large", {
      path,
      expected: `at most ${DEEPEST_FILTER} levels of "and", "or" and "not", and ${MOST_FILTERS} filters in all`,
    });
  }
}

const DEEPEST_FILTER = 10;
const MOST_FILTERS = 100;

/** A list of the filter; refuses one that is longer than a filter needs. */
export function listOf<T>(list: readonly T[], path: readonly (string | number)[]): T[] {
  if (list.length <= MOST_MEMBERS) return [...list];
  throw new InvalidInput(`The list has ${list.length} members`, {
    path,
    expected: `at most ${MOST_MEMBERS}`,
    got: list.length,
  });
}

const MOST_MEMBERS = 300;

export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** Does a filter, or a part of it, ask for this? */
export function asks(filter: unknown, name: string): boolean {
  if (typeof filter !== "object" || filter === null) return false;
  return Object.entries(filter).some(([own, part]) => (own === name && isGiven(part)) || asks(part, name));
}
