import { InvalidInput } from "../errors/errors.ts";

/**
 * Days since 1970-01-01 of an ISO day, in the proleptic Gregorian calendar.
 * Throws InvalidInput for anything but an existing day from 0001-01-01 to 9999-12-31.
 */
export function dayNumber(isoDay: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(isoDay);
  const [year, month, day] = (match?.slice(1) ?? []).map(Number);
  if (
    year === undefined ||
    month === undefined ||
    day === undefined ||
    year < FIRST_YEAR ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > monthLength(year, month)
  ) {
    throw new InvalidInput(`Not a day of the calendar: ${JSON.stringify(isoDay.slice(0, 40))}`, {
      expected: "an ISO 8601 day from 0001-01-01 to 9999-12-31",
      got: isoDay,
    });
  }
  return dayNumberOf(year, month, day);
}

/** The ISO day of a day number. Throws InvalidInput outside 0001-01-01 to 9999-12-31. */
export function isoDay(dayNumber: number): string {
  if (!Number.isInteger(dayNumber) || dayNumber < FIRST_DAY || dayNumber > LAST_DAY) {
    throw new InvalidInput(`Not a day number of the calendar: ${dayNumber}`, {
      expected: `a whole number from ${FIRST_DAY} (0001-01-01) to ${LAST_DAY} (9999-12-31)`,
      got: dayNumber,
    });
  }
  const { year, month, day } = civilDay(dayNumber);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export const FIRST_YEAR = 1;
export const LAST_YEAR = 9999;

/** Day number of a day that is known to exist; months and days count from 1. */
export function dayNumberOf(year: number, month: number, day: number): number {
  // Years begin in March, so that the leap day is a year's last: H. Hinnant, "chrono-compatible low-level date
  // algorithms", days_from_civil.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** Year, month and day of a day number: civil_from_days of the same source. */
export function civilDay(dayNumber: number): { year: number; month: number; day: number } {
  const shifted = dayNumber + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

export function monthLength(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS_OF_ERA = 146_097;
const DAYS_BEFORE_1970 = 719_468;

export const FIRST_DAY = dayNumberOf(FIRST_YEAR, 1, 1);
export const LAST_DAY = dayNumberOf(LAST_YEAR, 12, 31);
