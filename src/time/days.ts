import {
  civilDay,
  dayNumberOf,
  FIRST_DAY,
  FIRST_YEAR,
  isLeap,
  LAST_DAY,
  LAST_YEAR,
  monthLength,
} from "./calendar.ts";

/** The days that an expression may mean, without listing them. */
export type Days = Span | Pattern;

/** All days from one day number to another, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same days of every year that fits. */
export interface Pattern {
  /** Four characters, a digit or X for any: "20XX". */
  readonly year: string;
  /** For each of the twelve months a bit set of its days: bit 16 is the 16th. */
  readonly months: readonly number[];
}

export const ALL_DAYS: Span = { from: FIRST_DAY, to: LAST_DAY };

/** Is there a day in both? */
export function overlap(a: Days, b: Days): boolean {
  if (!isPattern(a)) return isPattern(b) ? findDay(b, "first", a) !== null : a.from <= b.to && b.from <= a.to;
  if (!isPattern(b)) return overlap(b, a);
  const year = commonYear(a.year, b.year);
  if (year === null) return false;
  const months = a.months.map((days, index) => days & (b.months[index] ?? 0));
  return findDay({ year, months }, "first") !== null;
}

/** Number of days in any of them. Spans that overlap count once; where patterns overlap it is an upper limit. */
export function countDays(all: readonly Days[]): number {
  let count = 0;
  let counted = Number.NEGATIVE_INFINITY;
  const spans = all.filter((days): days is Span => !isPattern(days)).sort((a, b) => a.from - b.from);
  for (const { from, to } of spans) {
    count += Math.max(0, to - Math.max(from - 1, counted));
    counted = Math.max(counted, to);
  }
  for (const pattern of all.filter(isPattern)) count += countPattern(pattern);
  return Math.min(count, LAST_DAY - FIRST_DAY + 1);
}

/** The first or last day of the pattern within the span, as a day number; null where there is none. */
export function findDay(pattern: Pattern, end: "first" | "last", within: Span = ALL_DAYS): number | null {
  const step = end === "first" ? 1 : -1;
  const [start, stop] = end === "first" ? [within.from, within.to] : [within.to, within.from];
  const lastYear = civilDay(stop).year;
  for (let year = civilDay(start).year; (lastYear - year) * step >= 0; year += step) {
    if (!yearFits(year, pattern.year)) continue;
    for (let month = step === 1 ? 1 : 12; month >= 1 && month <= 12; month += step) {
      const days = pattern.months[month - 1] ?? 0;
      if (days === 0) continue;
      const length = monthLength(year, month);
      for (let day = step === 1 ? 1 : length; day >= 1 && day <= length; day += step) {
        if ((days & (1 << day)) === 0) continue;
        const found = dayNumberOf(year, month, day);
        if ((found - stop) * step > 0) return null;
        if ((found - start) * step >= 0) return found;
      }
    }
  }
  return null;
}

/** A bit set of the days from one to another, both included. */
export function dayRange(from: number, to: number): number {
  let days = 0;
  for (let day = from; day <= to; day++) days |= 1 << day;
  return days;
}

export function isPattern(days: Days): days is Pattern {
  return "year" in days;
}

function commonYear(a: string, b: string): string | null {
  let year = "";
  for (let index = 0; index < 4; index++) {
    const [left, right] = [a.charAt(index), b.charAt(index)];
    if (left !== "X" && right !== "X" && left !== right) return null;
    year += left === "X" ? right : left;
  }
  return year;
}

function countPattern(pattern: Pattern): number {
  const inYear = (sample: number) =>
    pattern.months.reduce(
      (sum, days, index) => sum + bitCount(days & dayRange(1, monthLength(sample, index + 1))),
      0,
    );
  const [inCommonYear, inLeapYear] = [inYear(2023), inYear(2024)];
  let count = 0;
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    if (yearFits(year, pattern.year)) count += isLeap(year) ? inLeapYear : inCommonYear;
  }
  return count;
}

function yearFits(year: number, pattern: string): boolean {
  let rest = year;
  for (let index = 3; index >= 0; index--) {
    const wanted = pattern.charAt(index);
    if (wanted !== "X" && Number(wanted) !== rest % 10) return false;
    rest = Math.floor(rest / 10);
  }
  return true;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
