import type { GraphQLField } from "graphql";
import { DEFAULT_SIZE, MOST } from "../src/paging/page.ts";

/**
 * What fields cost that say nothing else of it (`complexity` of a field). One unit is a value of a row: what it takes to
 * load, to resolve and to send it. Where the database has to look through many rows for one answer, a unit is about 40
 * microseconds of its time, on a record of 100,000 contacts.
 */
export function fieldComplexity(
  args: Record<string, unknown>,
  _: unknown,
  { name, type, args: defined }: GraphQLField<unknown, never>,
): { field: number; multiplier: number } {
  if ("ids" in args) return { field: 1, multiplier: Math.min(lengthOf(args.ids), MOST) };
  if (defined.some((argument) => argument.name === "first")) {
    return { field: LIST + filterComplexity(args.filter), multiplier: pageSize(args) };
  }
  return { field: 1, multiplier: name !== "edges" && String(type).startsWith("[") ? MEMBERS : 1 };
}

/** A list that the database has to look through: what each use of it costs, beside what its page holds. */
export function listComplexity(field: number) {
  return (args: Record<string, unknown>) => ({
    field: field + filterComplexity(args.filter),
    multiplier: pageSize(args),
  });
}

/** How many a page may hold. What is out of range is refused when it is resolved. */
function pageSize({ first, last }: Record<string, unknown>): number {
  const size = first ?? last ?? DEFAULT_SIZE;
  return typeof size === "number" ? Math.min(Math.max(size, 0), MOST) : DEFAULT_SIZE;
}

/** Each condition is one more thing to look up for each row. */
function filterComplexity(filter: unknown): number {
  if (typeof filter !== "object" || filter === null) return filter == null ? 0 : CONDITION;
  return Object.entries(filter)
    .map(([name, condition]) => {
      if (name === "text") return condition == null ? 0 : TEXT;
      if (name !== "and" && name !== "or") return filterComplexity(condition);
      return (Array.isArray(condition) ? condition : []).reduce(
        (sum, part) => sum + filterComplexity(part),
        0,
      );
    })
    .reduce((sum, part) => sum + part, 0);
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 1;
}

/** A page of a list that an index gives. */
const LIST = 10;
/** About how many members a list has that is not asked for by the page. */
const MEMBERS = 4;
const CONDITION = 200;
const TEXT = 2500;
