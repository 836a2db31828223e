import { type ParsedDate, parse } from "edtf";
import { InvalidInput } from "../errors/errors.ts";

/** An EDTF expression, taken apart. Components keep their digits, with X for an unspecified one. */
export type Expression =
  | { readonly kind: "date"; readonly date: StatedDate }
  | { readonly kind: "season"; readonly year: number; readonly season: number }
  | { readonly kind: "interval"; readonly start: IntervalEnd; readonly end: IntervalEnd }
  | {
      readonly kind: "members";
      /** True for a list {…}, which means all of its members; false for a set […], which means one of them. */
      readonly every: boolean;
      readonly earlier: boolean;
      readonly later: boolean;
      readonly members: readonly (StatedDate | DateRange)[];
    };

export interface StatedDate {
  readonly year: string;
  readonly month: string | null;
  readonly day: string | null;
  readonly uncertain: readonly Component[];
  readonly approximate: readonly Component[];
  /** Where it begins in the whole expression, from 1. */
  readonly column: number;
  /** Where its last component begins. */
  readonly lastColumn: number;
}
export interface DateRange {
  readonly from: StatedDate;
  readonly to: StatedDate;
}
export type Component = "year" | "month" | "day";
export type IntervalEnd = StatedDate | "open" | "unknown";

/** Each date of an expression is one such run, in the order in which the grammar gives them. */
const DATE_RUN = /[-\dX?~%]+/;
const MAX_LENGTH = 100;
const OUTSIDE = "has a year outside 0001 to 9999";

/**
 * Reads an EDTF expression (ISO 8601-2:2019; Library of Congress, "EDTF Specification", levels 0 to 2).
 * Throws InvalidInput for what is none, and for the parts of EDTF that no contact's date needs: times of day,
 * years outside 0001 to 9999, significant digits. Whether its days exist is not looked at here.
 */
export function readExpression(expression: string): Expression {
  if (expression.length > MAX_LENGTH) {
    throw unreadable(expression, MAX_LENGTH + 1, `is longer than ${MAX_LENGTH} characters`);
  }
  const plain = plainDate(expression);
  if (plain !== null) return { kind: "date", date: plain };
  const parsed = parseGrammar(expression);
  rejectForms(expression);
  const runs = expression.matchAll(new RegExp(DATE_RUN, "g"));
  const next = (date: ParsedDate) => statedDate(expression, date, (runs.next().value?.index ?? 0) + 1);
  switch (parsed.type) {
    case "Date":
      return { kind: "date", date: next(parsed) };
    case "Decade":
    case "Century": {
      const digits = parsed.type === "Decade" ? 3 : 2;
      const date = next({ values: [1], uncertain: parsed.uncertain, approximate: parsed.approximate });
      return {
        kind: "date",
        date: { ...date, year: String(parsed.values[0]).padStart(digits, "0").padEnd(4, "X") },
      };
    }
    case "Season": {
      const [year, season] = parsed.values;
      if (year < 1) throw unreadable(expression, 1, OUTSIDE);
      return { kind: "season", year, season };
    }
    case "Interval": {
      const end = (value: ParsedDate | number | null): IntervalEnd =>
        value === null ? "unknown" : typeof value === "number" ? "open" : next(value);
      const [start, stop] = parsed.values;
      return { kind: "interval", start: end(start), end: end(stop) };
    }
    case "Set":
    case "List":
      return {
        kind: "members",
        every: parsed.type === "List",
        earlier: parsed.earlier ?? false,
        later: parsed.later ?? false,
        members: parsed.values.map((value) =>
          Array.isArray(value) ? { from: next(value[0]), to: next(value[1]) } : next(value),
        ),
      };
    case "Year":
      throw unreadable(expression, 1, OUTSIDE);
  }
}

/** Is any digit of the component known? */
export function isStated(component: string | null): component is string {
  return component !== null && /\d/.test(component);
}

/** The numbers from 1 to the last that a two-digit component may be: 10 to 19 for "1X". */
export function fittingNumbers(component: string, last: number): readonly number[] {
  const form = new RegExp(`^${component.replaceAll("X", "\\d")}$`);
  return Array.from({ length: last }, (_, index) => index + 1).filter((number) =>
    form.test(String(number).padStart(2, "0")),
  );
}

export function isRange(member: StatedDate | DateRange): member is DateRange {
  return "from" in member;
}

/** The error for an expression, `problem` being what is wrong with it from the 1-based column on. */
export function unreadable(expression: string, column: number, problem: string): InvalidInput {
  const shown = expression.length > MAX_LENGTH ? `${expression.slice(0, MAX_LENGTH)}…` : expression;
  return new InvalidInput(`Date ${JSON.stringify(shown)} ${problem} (column ${column})`, {
    expected:
      "an EDTF expression for years 0001 to 9999, such as 2024-03-16, 2024-01~, XXXX-03-16, 2024-21 or 2024-01-25/2024-01-31",
    got: expression,
  });
}

/** Nearly every date of a record is one of these, which need no grammar (that takes a hundred times as long). */
function plainDate(expression: string): StatedDate | null {
  const [, year, month = null, day = null] =
    /^(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(expression) ?? [];
  if (year === undefined) return null;
  const lastColumn = expression.lastIndexOf("-") + 2;
  return { year, month, day, uncertain: [], approximate: [], column: 1, lastColumn };
}

function parseGrammar(expression: string): ReturnType<typeof parse> {
  try {
    return parse(expression);
  } catch (error) {
    // Whatever the grammar throws at a string, the string is what it could not read.
    const offset = error instanceof Error && "offset" in error ? error.offset : undefined;
    if (typeof offset !== "number") {
      throw unreadable(expression, expression.length + 1, "is not a complete EDTF date");
    }
    const character = String.fromCodePoint(expression.codePointAt(offset) ?? 0xfffd);
    throw unreadable(expression, offset + 1, `cannot have ${JSON.stringify(character)} here`);
  }
}

/** Forms that the grammar reads and that we do not. */
function rejectForms(expression: string): void {
  const form = /[TYSE]/.exec(expression);
  if (form === null) return;
  const column = form.index + 1;
  if (form[0] === "T") throw unreadable(expression, column, "has a time of day");
  if (form[0] === "S") throw unreadable(expression, column, "counts significant digits");
  throw unreadable(expression, column, OUTSIDE);
}

function statedDate(expression: string, parsed: ParsedDate, column: number): StatedDate {
  const [year = 0, month, day] = parsed.values;
  const unspecified = parsed.unspecified ?? 0;
  const [run = ""] = DATE_RUN.exec(expression.slice(column - 1)) ?? [];
  if (/^[?~%]?-/.test(run) || (year < 1 && (unspecified & DIGITS.year) === 0)) {
    throw unreadable(expression, column, OUTSIDE);
  }
  const present: Component[] = ["year"];
  if (month !== undefined) present.push("month");
  if (day !== undefined) present.push("day");
  const named = (mask: boolean | number | undefined) =>
    present.filter((component) => mask === true || (Number(mask ?? 0) & DIGITS[component]) !== 0);
  return {
    year: masked(year, 4, unspecified),
    month: month === undefined ? null : masked(month + 1, 2, unspecified >> 4),
    day: day === undefined ? null : masked(day, 2, unspecified >> 6),
    uncertain: named(parsed.uncertain),
    approximate: named(parsed.approximate),
    column,
    lastColumn: column + run.lastIndexOf("-") + 1,
  };
}

/** The bits of the grammar's masks that stand for a component's digits. */
const DIGITS: Record<Component, number> = { year: 0b1111, month: 0b11_0000, day: 0b1100_0000 };

function masked(value: number, length: number, unspecified: number): string {
  const digits = String(value).padStart(length, "0");
  return [...digits].map((digit, index) => ((unspecified >> index) & 1 ? "X" : digit)).join("");
}
