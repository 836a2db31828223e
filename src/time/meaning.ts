import { ALL_DAYS, type Days, dayRange, findDay, isPattern, type Pattern, type Span } from "./days.ts";
import {
  type DateRange,
  type Expression,
  fittingNumbers,
  type IntervalEnd,
  isRange,
  type StatedDate,
  unreadable,
} from "./expression.ts";
import { monthSpan, seasonSpan } from "./season.ts";

/** Day numbers; null where there is no bound. */
export interface Bounds {
  readonly earliest: number | null;
  readonly latest: number | null;
}

/** All days that it may mean. Throws InvalidInput, placed in the expression, for days that do not exist. */
export function daysOf(expression: string, read: Expression): readonly Days[] {
  switch (read.kind) {
    case "date":
      return [statedDays(expression, read.date)];
    case "season":
      return [seasonSpan(read.year, read.season)];
    case "interval": {
      const recurring = recurringDays(read.start, read.end);
      return [recurring ?? spanOf(boundsOf(expression, read))];
    }
    case "members": {
      const days = read.members.map((member) =>
        isRange(member) ? spanOf(rangeBounds(expression, member)) : statedDays(expression, member),
      );
      const bounds = read.members.map((member) => memberBounds(expression, member));
      if (read.earlier) days.push(spanOf({ earliest: null, latest: bounds.at(0)?.latest ?? null }));
      if (read.later) days.push(spanOf({ earliest: bounds.at(-1)?.earliest ?? null, latest: null }));
      return days;
    }
  }
}

/** First and last of them. Throws InvalidInput also where an end precedes its beginning. */
export function boundsOf(expression: string, read: Expression): Bounds {
  switch (read.kind) {
    case "date":
      return dateBounds(expression, read.date);
    case "season": {
      const { from, to } = seasonSpan(read.year, read.season);
      return { earliest: from, latest: to };
    }
    case "interval":
      return intervalBounds(expression, read.start, read.end);
    case "members": {
      const bounds = read.members.map((member) => memberBounds(expression, member));
      return {
        earliest: read.earlier
          ? null
          : extreme(
              Math.min,
              bounds.map(({ earliest }) => earliest),
            ),
        latest: read.later
          ? null
          : extreme(
              Math.max,
              bounds.map(({ latest }) => latest),
            ),
      };
    }
  }
}

/** Null as soon as one of them has no bound. */
function extreme(choose: (...days: number[]) => number, bounds: readonly (number | null)[]): number | null {
  const known = bounds.filter((bound) => bound !== null);
  return known.length < bounds.length ? null : choose(...known);
}

function memberBounds(expression: string, member: StatedDate | DateRange): Bounds {
  return isRange(member) ? rangeBounds(expression, member) : dateBounds(expression, member);
}

function rangeBounds(expression: string, { from, to }: DateRange): Bounds {
  return intervalBounds(expression, from, to);
}

function intervalBounds(expression: string, start: IntervalEnd, end: IntervalEnd): Bounds {
  const first = typeof start === "string" ? NO_BOUNDS : dateBounds(expression, start);
  const last = typeof end === "string" ? NO_BOUNDS : dateBounds(expression, end);
  if (typeof end !== "string" && last.latest !== null && first.earliest !== null) {
    if (last.latest < first.earliest) throw unreadable(expression, end.column, "ends before it begins");
  }
  return { earliest: first.earliest, latest: last.latest };
}

const NO_BOUNDS: Bounds = { earliest: null, latest: null };

function dateBounds(expression: string, date: StatedDate): Bounds {
  const days = statedDays(expression, date);
  if (!isPattern(days)) return { earliest: days.from, latest: days.to };
  if (days.year.startsWith("X")) return NO_BOUNDS;
  return { earliest: findDay(days, "first"), latest: findDay(days, "last") };
}

function statedDays(expression: string, date: StatedDate): Days {
  const { year, month, day } = date;
  if (!year.includes("X") && isContiguous(date)) {
    const span = monthSpan(
      Number(year),
      month === null || month === "XX" ? [1, 12] : [Number(month), Number(month)],
    );
    if (day === null || day === "XX") return span;
    const meant = span.from + Number(day) - 1;
    if (meant <= span.to) return { from: meant, to: meant };
  } else {
    const pattern = patternOf(date);
    if (findDay(pattern, "first") !== null) return pattern;
  }
  throw unreadable(expression, date.lastColumn, "names a day that does not exist");
}

/** The month and day leave no gaps within a year. */
function isContiguous({ month, day }: StatedDate): boolean {
  const wholeDay = day === null || day === "XX";
  if (month === null || month === "XX") return wholeDay;
  return !month.includes("X") && (wholeDay || !day.includes("X"));
}

function patternOf({ year, month, day }: StatedDate): Pattern {
  const days = fittingBits(day, 31);
  const months = fittingBits(month, 12);
  return {
    year,
    months: Array.from({ length: 12 }, (_, index) => (months & (1 << (index + 1)) ? days : 0)),
  };
}

/** The numbers from 1 to the last that fit, as a bit set. */
function fittingBits(component: string | null, last: number): number {
  return fittingNumbers(component ?? "XX", last).reduce((bits, number) => bits | (1 << number), 0);
}

/** XXXX-03-10/XXXX-03-20 is those days of some year; XXXX-12-25/XXXX-01-05 goes past a new year. */
function recurringDays(start: IntervalEnd, end: IntervalEnd): Pattern | null {
  if (typeof start === "string" || typeof end === "string") return null;
  const ends = [start, end];
  if (ends.some(({ year, month }) => year !== "XXXX" || month === null || month.includes("X"))) return null;
  const [first, last] = [Number(start.month) - 1, Number(end.month) - 1];
  const from = lowest(fittingBits(start.day, 31));
  const to = highest(fittingBits(end.day, 31));
  const months = Array.from({ length: 12 }, () => 0);
  const passesNewYear = first > last || (first === last && from > to);
  const steps = passesNewYear ? last + 12 - first : last - first;
  for (let step = 0; step <= steps; step++) {
    const month = (first + step) % 12;
    months[month] = (months[month] ?? 0) | dayRange(step === 0 ? from : 1, step === steps ? to : 31);
  }
  return { year: "XXXX", months };
}

function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits);
}

function spanOf({ earliest, latest }: Bounds): Span {
  return { from: earliest ?? ALL_DAYS.from, to: latest ?? ALL_DAYS.to };
}
