import { dayNumber, isoDay } from "./calendar.ts";
import { countDays, type Days, overlap } from "./days.ts";
import { type Expression, isRange, isStated, readExpression, type StatedDate } from "./expression.ts";
import { boundsOf, daysOf } from "./meaning.ts";
import { expressionText } from "./text.ts";

export { dayNumber, isoDay };

export type DatePrecision = "DAY" | "MONTH" | "YEAR" | "DECADE" | "INTERVAL" | "UNKNOWN";

/** A date as well as it is known. */
export interface FuzzyDate {
  /** The expression as it was given. */
  readonly edtf: string;
  /**
   * First and last day that it may mean, as ISO days; null where there is no bound: the open or unknown end of an
   * interval, and a year whose first digit is unspecified. "~" and "?" do not move them.
   */
  readonly earliest: string | null;
  readonly latest: string | null;
  /**
   * The finest component that is stated: DAY for XXXX-03-16 too. One stated in part counts as the next coarser:
   * 2024-03-1X is MONTH, 202X and 20XX are DECADE. INTERVAL for intervals, sets, lists and seasons, UNKNOWN where
   * nothing is stated (XXXX, ../..).
   */
  readonly precision: DatePrecision;
  /** Anything in it is marked "~" or "%". */
  readonly approximate: boolean;
  /** Anything in it is marked "?" or "%". */
  readonly uncertain: boolean;
  /** English, for a person: "16 March 2024 (year inferred)". */
  readonly text: string;
}

/** Where a date without any bound stands in the order: before all others. */
export const UNDATED = -2147483648;

/**
 * Reads an EDTF expression of levels 0 to 2 (Library of Congress, "EDTF Specification"; ISO 8601-2:2019), years 0001
 * to 9999, without times of day. Throws InvalidInput with the 1-based column where it cannot, also for
 * days that do not exist and for intervals that end before they begin.
 */
export function parseFuzzyDate(expression: string): FuzzyDate {
  const known = datesRead.get(expression);
  if (known !== undefined) return known;
  const date = parseAnew(expression);
  if (datesRead.size === MOST_KEPT) datesRead.clear();
  datesRead.set(expression, date);
  return date;
}

/** A cache: reports come on the same days, and to read one takes as long as a statement. */
const datesRead = new Map<string, FuzzyDate>();
const MOST_KEPT = 10_000;

function parseAnew(expression: string): FuzzyDate {
  const read = readExpression(expression);
  const days = daysOf(expression, read);
  const { earliest, latest } = boundsOf(expression, read);
  const dates = statedDates(read);
  const date: FuzzyDate = {
    edtf: expression,
    earliest: earliest === null ? null : isoDay(earliest),
    latest: latest === null ? null : isoDay(latest),
    precision: precisionOf(read),
    approximate: dates.some((stated) => stated.approximate.length > 0),
    uncertain: dates.some((stated) => stated.uncertain.length > 0),
    text: expressionText(read),
  };
  daysRead.set(date, days);
  return date;
}

/** Day number of the place in the order of dates: the first bound, else the last, else UNDATED. */
export function sortDay(date: FuzzyDate | null): number {
  const bound = date?.earliest ?? date?.latest ?? null;
  return bound === null ? UNDATED : dayNumber(bound);
}

/**
 * Is there a day that both may mean? XXXX-03-16 fits 2024-03-16, 2024-03 and 2024-03-10/2024-03-20, not 2024-04.
 * An open or unknown end reaches without limit; "~" and "?" widen nothing.
 */
export function datesCompatible(a: FuzzyDate, b: FuzzyDate): boolean {
  const others = daysMeant(b);
  return daysMeant(a).some((days) => others.some((other) => overlap(days, other)));
}

/** Below 0 where `a` may mean fewer days than `b`, and so says more; 0 for as many. */
export function compareNarrowness(a: FuzzyDate, b: FuzzyDate): number {
  return countDays(daysMeant(a)) - countDays(daysMeant(b));
}

/** Cache: what parseFuzzyDate has worked out. Dates that came another way are read again. */
const daysRead = new WeakMap<FuzzyDate, readonly Days[]>();

function daysMeant(date: FuzzyDate): readonly Days[] {
  const known = daysRead.get(date);
  if (known !== undefined) return known;
  const days = daysOf(date.edtf, readExpression(date.edtf));
  daysRead.set(date, days);
  return days;
}

function statedDates(read: Expression): readonly StatedDate[] {
  switch (read.kind) {
    case "date":
      return [read.date];
    case "season":
      return [];
    case "interval":
      return [read.start, read.end].filter((end) => typeof end !== "string");
    case "members":
      return read.members.flatMap((member) => (isRange(member) ? [member.from, member.to] : [member]));
  }
}

function precisionOf(read: Expression): DatePrecision {
  if (read.kind === "interval") return statedDates(read).length === 0 ? "UNKNOWN" : "INTERVAL";
  if (read.kind !== "date") return "INTERVAL";
  const { year, month, day } = read.date;
  if (isStated(day)) return day.includes("X") ? "MONTH" : "DAY";
  if (isStated(month)) return month.includes("X") ? "YEAR" : "MONTH";
  if (isStated(year)) return year.includes("X") ? "DECADE" : "YEAR";
  return "UNKNOWN";
}
