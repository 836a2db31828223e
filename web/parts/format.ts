import type { DatePartsFragment } from "../api/operations.ts";

/** Numbers and dates as the reader's language writes them; the words around them are English. */

export const languages = navigator.languages;
const number = new Intl.NumberFormat(languages);
const percent = new Intl.NumberFormat(languages, { style: "percent", maximumFractionDigits: 0 });
/** Days of the record are those of the Gregorian calendar, also where another one is the reader's. */
const ofRecord = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(languages, { ...options, timeZone: "UTC", calendar: "gregory" });
const day = ofRecord({ dateStyle: "long" });
const shortDay = ofRecord({ day: "numeric", month: "short", year: "numeric" });
const monthOfYear = ofRecord({ month: "long" });
const dayOfYear = ofRecord({ day: "numeric", month: "long" });
const dayTick = ofRecord({ day: "numeric", month: "short" });
const monthTick = ofRecord({ month: "short" });
const month = ofRecord({ month: "long", year: "numeric" });
const year = ofRecord({ year: "numeric" });
const moment = new Intl.DateTimeFormat(languages, {
  dateStyle: "medium",
  timeStyle: "short",
  calendar: "gregory",
});
const relative = new Intl.RelativeTimeFormat(languages, { numeric: "auto" });

export const formatNumber = (value: number) => number.format(value);
export const formatShare = (value: number) =>
  value > 0 && value < 0.005 ? `< ${percent.format(0.01)}` : percent.format(value);
/** Of an instant, in the reader's time zone. */
export const formatMoment = (at: string | number) => moment.format(new Date(at));
/** Of an ISO day. */
export const formatDay = (isoDay: string) => day.format(new Date(isoDay));

/**
 * A fuzzy date in the reader's language where that can say it: a day, a month, a year, or the days from one to another.
 * Anything else as the server puts it, which has words for it all.
 */
export function formatFuzzy(
  { edtf, approximate, text }: Pick<DatePartsFragment, "edtf" | "approximate" | "text">,
  length: "long" | "short" = "long",
): string {
  const ofDay = length === "long" ? day : shortDay;
  const plain = edtf.replaceAll(/[?~%]/g, "");
  const [first = "", last] = plain.split("/");
  const about = approximate && text.startsWith("about ") ? "about " : "";
  if (approximate && about === "") return withoutNote(text);
  if (last !== undefined) {
    if (approximate || !DAY.test(first) || !DAY.test(last)) return withoutNote(text);
    return ofDay.formatRange(new Date(first), new Date(last));
  }
  const format = DAY.test(first) ? ofDay : MONTH.test(first) ? month : YEAR.test(first) ? year : null;
  return format === null ? withoutNote(text) : `${about}${format.format(new Date(first))}`;
}

const YEAR = /^\d{4}$/;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A date of a claim, in EDTF, where the reader's language can say it: "2024-03-16", "2024?-01", "XXXX-03-16". Anything else as
 * it is.
 */
export function formatEdtf(edtf: string): string {
  const match = /^(\d{4}|XXXX)(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(edtf.replaceAll(/[?~%]/g, ""));
  if (match === null) return edtf;
  const [, years = "", months, days] = match;
  const isUnknownYear = years === "XXXX";
  // A leap year, which has every day.
  const date = new Date(`${isUnknownYear ? "2000" : years}-${months ?? "01"}-${days ?? "01"}`);
  if (Number.isNaN(date.getTime()) || (isUnknownYear && months === undefined)) return edtf;
  const formats = isUnknownYear ? [dayOfYear, monthOfYear, year] : [day, month, year];
  const [ofDay, ofMonth, ofYear] = formats as [Intl.DateTimeFormat, Intl.DateTimeFormat, Intl.DateTimeFormat];
  const text = (days !== undefined ? ofDay : months !== undefined ? ofMonth : ofYear).format(date);
  const notes = [
    isUnknownYear ? "no year" : null,
    /[~%]/.test(edtf) ? "about" : null,
    /[?%]/.test(edtf) ? "uncertain" : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? text : `${text} (${notes.join(", ")})`;
}

/** A tick of an axis of time (Unix time, ms), by what it begins: a year, a month, or a day. */
export function formatTick(time: number): string {
  const iso = new Date(time).toISOString();
  return (iso.startsWith("-01-01", 4) ? year : iso.startsWith("-01", 7) ? monthTick : dayTick).format(time);
}

/** A period of a timeline, by its first day: a month, a year, or the first year of a decade. */
export function formatPeriod(start: string, by: "MONTH" | "YEAR" | "DECADE"): string {
  return (by === "MONTH" ? month : year).format(new Date(start));
}

/** What of a list is shown, where that is not all of it: "the first 50 of 54". */
export function formatPart(shown: number, total: number): string {
  return shown < total ? `the first ${formatNumber(shown)} of ${formatNumber(total)}` : formatNumber(total);
}

/** What the server's text says besides the date, in brackets: "year inferred"; null for nothing. */
export function noteOf({ text }: Pick<DatePartsFragment, "text">): string | null {
  return /\(([^()]+)\)$/.exec(text)?.[1] ?? null;
}

/** A fuzzy date with what is inferred or unknown of it: "16 March 2024, year inferred". */
export function wholeFuzzy(date: DatePartsFragment): string {
  const note = noteOf(date);
  return note === null ? formatFuzzy(date) : `${formatFuzzy(date)}, ${note}`;
}

function withoutNote(text: string): string {
  return text.replace(/ \([^()]+\)$/, "");
}

/** "3 minutes ago", "yesterday", from an instant (Unix time, ms). */
export function formatAgo(at: number, now = Date.now()): string {
  const seconds = Math.round((at - now) / 1000);
  const steps = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return "just now";
}

/** "1 contact", "2,000 contacts". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}

/** "PRESS_SERVICE" as words: "press service". */
export function words(name: string): string {
  return name.toLowerCase().replaceAll("_", " ");
}

/** "PRESS_SERVICE" as a label: "Press service". */
export function label(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A language tag as a name: "ru" as "Russian"; what is no tag as it is. */
export function formatLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language", fallback: "code" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
