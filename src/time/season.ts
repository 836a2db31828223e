import { dayNumberOf, LAST_DAY, monthLength } from "./calendar.ts";
import type { Span } from "./days.ts";

/**
 * The days of an EDTF season (levels 1 and 2: codes 21 to 41). Spring to winter are the meteorological seasons,
 * whole months, of the northern hemisphere where the code names none: spring is March to May. A season that
 * passes the new year belongs to the year in which it begins: winter 2024 ends in February 2025. (`edtf` has
 * them as quarters of the year.)
 */
export function seasonSpan(year: number, season: number): Span {
  return monthSpan(year, SEASON_MONTHS[season] ?? [1, 12]);
}

/** First and last day of months of a year; 13 and above are months of the next year. */
export function monthSpan(year: number, [first, last]: readonly [first: number, last: number]): Span {
  const lastYear = year + Math.floor((last - 1) / 12);
  const lastMonth = ((last - 1) % 12) + 1;
  return {
    from: dayNumberOf(year, first, 1),
    to: Math.min(dayNumberOf(lastYear, lastMonth, monthLength(lastYear, lastMonth)), LAST_DAY),
  };
}

const SPRING = [3, 5] as const;
const SUMMER = [6, 8] as const;
const AUTUMN = [9, 11] as const;
const WINTER = [12, 14] as const;

const SEASON_MONTHS: Record<number, readonly [first: number, last: number]> = {
  21: SPRING,
  22: SUMMER,
  23: AUTUMN,
  24: WINTER,
  // Northern hemisphere
  25: SPRING,
  26: SUMMER,
  27: AUTUMN,
  28: WINTER,
  // Southern hemisphere
  29: AUTUMN,
  30: WINTER,
  31: SPRING,
  32: SUMMER,
  // Quarters
  33: [1, 3],
  34: [4, 6],
  35: [7, 9],
  36: [10, 12],
  // Quadrimesters: four months each
  37: [1, 4],
  38: [5, 8],
  39: [9, 12],
  // Semestrals: six months each
  40: [1, 6],
  41: [7, 12],
};
