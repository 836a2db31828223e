import { monthLength } from "./calendar.ts";
import {
  type Component,
  type Expression,
  fittingNumbers,
  type IntervalEnd,
  isRange,
  isStated,
  type StatedDate,
} from "./expression.ts";

/** English for a person. Says what is unknown or doubtful, and nothing that the expression does not. */
export function expressionText(read: Expression): string {
  switch (read.kind) {
    case "date":
      return dateText(read.date);
    case "season":
      return seasonText(read.year, read.season);
    case "interval":
      return intervalText(read.start, read.end);
    case "members":
      return membersText(read);
  }
}

function dateText(date: StatedDate): string {
  return qualified(plainText(date), date);
}

/** Without its qualifiers. */
function plainText(date: StatedDate): string {
  const { year } = date;
  const head = dayAndMonth(date);
  const unknown = unknownComponents(date);
  if (year === "XXXX") return head === "" ? "date unknown" : `${head}, ${listed(unknown, "and")} unknown`;
  const said = head === "" ? yearText(year) : withYear(head, date);
  return unknown.length === 0 ? said : `${said} (${listed(unknown, "and")} unknown)`;
}

/** Smallest first: "day and month unknown". */
function unknownComponents({ year, month, day }: StatedDate): readonly Component[] {
  const unknown: Component[] = [];
  if (day === "XX") unknown.push("day");
  // "16 of a month in 2024" says it already.
  const told = isStated(day) && year !== "XXXX";
  if (month === "XX" && !told) unknown.push("month");
  if (year === "XXXX") unknown.push("year");
  return unknown;
}

/** "16 March", "March", "day 16", or "" where neither is stated. */
function dayAndMonth({ year, month, day }: StatedDate): string {
  if (!isStated(month)) return isStated(day) ? `day ${choices(day, 31)}` : "";
  const monthName = choices(month, 12, (number) => MONTHS[number - 1] ?? "");
  // Any leap year will do where the year is not known: no day that may exist is left out.
  const sampleYear = year.includes("X") ? 2024 : Number(year);
  const length = month.includes("X") ? 31 : monthLength(sampleYear, Number(month));
  const text = isStated(day) ? `${choices(day, length)} ${monthName}` : monthName;
  return text.includes("–") ? `one of ${text}` : text;
}

function withYear(head: string, { year, month }: StatedDate): string {
  const within = isStated(month) ? head : `${head} of a month`;
  if (!year.includes("X"))
    return isStated(month) ? `${within} ${yearText(year)}` : `${within} in ${yearText(year)}`;
  return isBlockOfYears(year) ? `${within} in ${yearText(year)}` : `${within}, ${yearText(year)}`;
}

function yearText(year: string): string {
  if (!year.includes("X")) return Number(year) < 1000 ? `AD ${Number(year)}` : year;
  if (/^[1-9]\d\dX$/.test(year)) return `the ${Number(year.replace("X", "0"))}s`;
  // "The 2000s" would be taken for a decade.
  if (isBlockOfYears(year)) {
    const first = year.replaceAll("X", "0");
    return `the years ${first === "0000" ? "0001" : first}–${year.replaceAll("X", "9")}`;
  }
  return `year ${year}`;
}

/** Only last digits are unspecified. */
function isBlockOfYears(year: string): boolean {
  return /^\d+X+$/.test(year);
}

/** The numbers that fit the mask: "16", "9, 19 or 29", "10–19". */
function choices(mask: string, last: number, name: (number: number) => string = String): string {
  if (!mask.includes("X")) return name(Number(mask));
  const numbers = fittingNumbers(mask, last);
  const [first, end] = [numbers.at(0) ?? 0, numbers.at(-1) ?? 0];
  if (numbers.length > 3 && end - first === numbers.length - 1) return `${name(first)}–${name(end)}`;
  return listed(
    numbers.map((number) => name(number)),
    "or",
  );
}

/** Marks on all of a date stand before and behind it, marks on a part of it name the part. */
function qualified(text: string, { month, day, uncertain, approximate }: StatedDate): string {
  const present = day !== null ? 3 : month !== null ? 2 : 1;
  const notes: string[] = [];
  if (isPart(approximate, present)) notes.push(`${listed(approximate.toReversed(), "and")} approximate`);
  if (uncertain.length === present) notes.push("uncertain");
  else if (uncertain.length === 1 && uncertain[0] === "year") notes.push("year inferred");
  else if (uncertain.length > 0) notes.push(`${listed(uncertain.toReversed(), "and")} uncertain`);
  const about = approximate.length === present ? `about ${text}` : text;
  return notes.length === 0 ? about : `${about} (${notes.join(", ")})`;
}

function isPart(marked: readonly Component[], present: number): boolean {
  return marked.length > 0 && marked.length < present;
}

function intervalText(start: IntervalEnd, end: IntervalEnd): string {
  if (typeof start !== "string") {
    if (typeof end !== "string") return rangeText(start, end);
    return `from ${dateText(start)}${end === "unknown" ? ", end unknown" : ""}`;
  }
  if (typeof end !== "string") return `until ${dateText(end)}${start === "unknown" ? ", start unknown" : ""}`;
  if (start === "open") return end === "open" ? "at any time" : "no start, end unknown";
  return end === "open" ? "start unknown, no end" : "start and end unknown";
}

/** "25–31 January 2024": what both ends share is said once. */
function rangeText(from: StatedDate, to: StatedDate): string {
  if (!sameMarks(from, to)) return `${dateText(from)} – ${dateText(to)}`;
  return qualified(plainRange(from, to), from);
}

function sameMarks(a: StatedDate, b: StatedDate): boolean {
  const marks = ({ month, day, uncertain, approximate }: StatedDate) =>
    JSON.stringify([month === null, day === null, uncertain, approximate]);
  return marks(a) === marks(b);
}

function plainRange(from: StatedDate, to: StatedDate): string {
  const apart = `${plainText(from)} – ${plainText(to)}`;
  if (plainText(from) === plainText(to)) return plainText(from);
  const masked = [from, to].some(({ year, month, day }) =>
    [year === "XXXX" ? null : year, month, day].some((component) => component?.includes("X")),
  );
  if (masked) return apart;
  if (from.month === null || to.month === null) return `${plainText(from)}–${plainText(to)}`;
  if (from.year !== to.year) return apart;
  const year = from.year === "XXXX" ? ", year unknown" : ` ${yearText(from.year)}`;
  if (from.day === null || to.day === null) return `${dayAndMonth(from)}–${dayAndMonth(to)}${year}`;
  if (from.month === to.month) return `${Number(from.day)}–${dayAndMonth(to)}${year}`;
  return `${dayAndMonth(from)} – ${dayAndMonth(to)}${year}`;
}

function membersText(read: Extract<Expression, { kind: "members" }>): string {
  const word = read.every ? "and" : "or";
  const texts = read.members.map((member) =>
    isRange(member) ? rangeText(member.from, member.to) : dateText(member),
  );
  if (read.earlier) texts[0] = `${texts.at(0)} ${word} earlier`;
  if (read.later) texts[texts.length - 1] = `${texts.at(-1)} ${word} later`;
  const isChoiceInRange = !read.every && read.members.some(isRange);
  return `${isChoiceInRange ? "one of " : ""}${listed(texts, word)}`;
}

function seasonText(year: number, season: number): string {
  const said = yearText(String(year).padStart(4, "0"));
  if (season >= 33) {
    const [first, kind] = season >= 40 ? [40, "half"] : season >= 37 ? [37, "third"] : [33, "quarter"];
    return `${ORDINALS[season - first]} ${kind} of ${said}`;
  }
  const name = SEASONS[(season - 21) % 4] ?? "";
  const passesNewYear = season === 24 || season === 28 || season === 30;
  const place = season >= 29 ? " (southern hemisphere)" : season >= 25 ? " (northern hemisphere)" : "";
  return `${name} ${said}${passesNewYear ? `–${year + 1}` : ""}${place}`;
}

function listed(items: readonly string[], word: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

const SEASONS = ["spring", "summer", "autumn", "winter"];
const ORDINALS = ["first", "second", "third", "fourth"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
