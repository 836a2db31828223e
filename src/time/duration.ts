import { InvalidInput } from "../errors/errors.ts";

/** How long something lasted. */
export interface FuzzyDuration {
  /** Canonical: equal lengths are written alike, in days, hours, minutes and seconds ("PT60M" is "PT1H"). */
  readonly iso8601: string;
  readonly approximate: boolean;
  /** English, for a person: "about an hour". Follows from the other two. */
  readonly text: string;
}

/**
 * Reads an ISO 8601-1 duration (5.5.2.2) of weeks, days, hours, minutes and seconds, of which the last may have a
 * decimal fraction; a "~" at the end makes it approximate ("PT1H~"). A day is 24 hours. Throws InvalidInput
 * with the 1-based column, also for years and months, which have no fixed length.
 */
export function parseDuration(notation: string): FuzzyDuration {
  const approximate = notation.endsWith("~");
  const milliseconds = readMilliseconds(notation, approximate ? notation.length - 1 : notation.length);
  const parts = split(milliseconds);
  return { iso8601: write(parts), approximate, text: describe(parts, approximate) };
}

/**
 * Can both hold? Exact lengths must be equal; an approximate one may be off by 15 % of itself, so that "about an
 * hour" is 51 to 69 minutes. Of two approximate ones the longer's allowance counts, not the sum of both:
 * "about an hour" and "about 80 minutes" disagree. Symmetric.
 */
export function durationsCompatible(a: FuzzyDuration, b: FuzzyDuration): boolean {
  const [left, right] = [milliseconds(a), milliseconds(b)];
  const allowed = Math.max(a.approximate ? left : 0, b.approximate ? right : 0) * TOLERANCE_PERCENT;
  return Math.abs(left - right) * 100 <= allowed;
}

/** Length in seconds, to the millisecond. */
export function durationSeconds(duration: FuzzyDuration): number {
  return milliseconds(duration) / 1000;
}

const TOLERANCE_PERCENT = 15;
const MAX_LENGTH = 100;

const UNITS = [
  { designator: "W", name: "week", milliseconds: 604_800_000, time: false },
  { designator: "D", name: "day", milliseconds: 86_400_000, time: false },
  { designator: "H", name: "hour", milliseconds: 3_600_000, time: true },
  { designator: "M", name: "minute", milliseconds: 60_000, time: true },
  { designator: "S", name: "second", milliseconds: 1000, time: true },
] as const;

interface Parts {
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** With a fraction to the millisecond. */
  readonly second: number;
}

function milliseconds(duration: FuzzyDuration): number {
  return readMilliseconds(duration.iso8601, duration.iso8601.length);
}

/** Length of what stands before `end`, rounded to the millisecond. */
function readMilliseconds(notation: string, end: number): number {
  if (notation.length > MAX_LENGTH) {
    throw unreadable(notation, MAX_LENGTH + 1, `is longer than ${MAX_LENGTH} characters`);
  }
  if (!notation.startsWith("P")) throw unreadable(notation, 1, "does not begin with P");
  let at = 1;
  let inTime = false;
  let nextUnit = 0;
  let fraction = false;
  let total = 0;
  while (at < end || nextUnit === 0 || (inTime && notation.charAt(at - 1) === "T")) {
    if (!inTime && notation.charAt(at) === "T") {
      inTime = true;
      at++;
      continue;
    }
    const number = /^\d+(?:[.,]\d+)?/.exec(notation.slice(at, end))?.[0];
    if (number === undefined) throw unreadable(notation, at + 1, "lacks a number");
    if (fraction) throw unreadable(notation, at + 1, "goes on after a fraction");
    const designator = notation.slice(at + number.length, end).charAt(0);
    const column = at + number.length + 1;
    const index = UNITS.findIndex((unit) => unit.designator === designator && unit.time === inTime);
    const unit = UNITS[index];
    if (unit === undefined) throw unreadable(notation, column, unitProblem(designator, inTime));
    if (index < nextUnit) throw unreadable(notation, column, "repeats a unit or has it out of order");
    fraction = /[.,]/.test(number);
    total += Number(number.replace(",", ".")) * unit.milliseconds;
    nextUnit = index + 1;
    at = column;
  }
  if (!Number.isSafeInteger(Math.round(total))) throw unreadable(notation, 2, "is too long a time");
  return Math.round(total);
}

function unitProblem(designator: string, inTime: boolean): string {
  if (!inTime && (designator === "Y" || designator === "M")) {
    return `counts ${designator === "Y" ? "years" : "months"}, which have no fixed length,`;
  }
  return designator === "" ? "lacks a unit" : `cannot have ${JSON.stringify(designator)} here`;
}

function unreadable(notation: string, column: number, problem: string): InvalidInput {
  const shown = notation.length > MAX_LENGTH ? `${notation.slice(0, MAX_LENGTH)}…` : notation;
  return new InvalidInput(`Duration ${JSON.stringify(shown)} ${problem} (column ${column})`, {
    expected: "an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H20M, or PT1H~",
    got: notation,
  });
}

function split(milliseconds: number): Parts {
  const minutes = Math.floor(milliseconds / 60_000);
  return {
    day: Math.floor(minutes / 1440),
    hour: Math.floor(minutes / 60) % 24,
    minute: minutes % 60,
    second: (milliseconds % 60_000) / 1000,
  };
}

function write({ day, hour, minute, second }: Parts): string {
  const amount = (count: number, designator: string) => (count === 0 ? "" : `${count}${designator}`);
  const time = amount(hour, "H") + amount(minute, "M") + amount(second, "S");
  const date = amount(day, "D");
  if (date === "" && time === "") return "PT0S";
  return `P${date}${time === "" ? "" : `T${time}`}`;
}

function describe(parts: Parts, approximate: boolean): string {
  const said = spoken(parts);
  const amounts = (["day", "hour", "minute", "second"] as const)
    .filter((unit) => said[unit] !== 0)
    .map((unit) => ({ unit, count: said[unit] }));
  const [only] = amounts;
  if (only === undefined) return approximate ? "about 0 seconds" : "0 seconds";
  if (approximate && amounts.length === 1 && only.count === 1) {
    return `about ${only.unit === "hour" ? "an" : "a"} ${only.unit}`;
  }
  const text = amounts.map(({ unit, count }) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
  return approximate ? `about ${text}` : text;
}

/** One says "62 minutes" but "1 hour 20 minutes": the few minutes past the hour are counted through. */
function spoken(parts: Parts): Parts {
  const counted = parts.day === 0 && parts.hour === 1 && parts.second === 0;
  if (!counted || parts.minute === 0 || parts.minute > 9) return parts;
  return { ...parts, hour: 0, minute: 60 + parts.minute };
}
