import { expect, it } from "vitest";
import { formatFuzzy } from "../parts/format.ts";

/** Dates of the record, as this language writes them, and no more exactly than they are known. */

const [day, month, year] = [
  { dateStyle: "long" },
  { month: "long", year: "numeric" },
  { year: "numeric" },
] as const;
const written = (isoDay: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(navigator.languages, { ...options, timeZone: "UTC", calendar: "gregory" }).format(
    new Date(isoDay),
  );

it.each([
  ["2024-03-16", "16 March 2024", written("2024-03-16", day)],
  ["2024?-03-16", "16 March 2024 (year inferred)", written("2024-03-16", day)],
  ["2024-12-13~", "about 13 December 2024", `about ${written("2024-12-13", day)}`],
  ["2024-03", "March 2024", written("2024-03-01", month)],
  ["2024~", "about 2024", `about ${written("2024-01-01", year)}`],
])("%s is written in the reader's language", (edtf, text, expected) => {
  expect(formatFuzzy({ edtf, text, approximate: edtf.includes("~") })).toBe(expected);
});

it.each([
  ["2025-03-1X", "one of 10–19 March 2025", "one of 10–19 March 2025"],
  ["2024-21", "spring 2024", "spring 2024"],
  ["XXXX-03-16", "16 March (year unknown)", "16 March"],
  ["../1960", "until 1960", "until 1960"],
  ["2024-03~-16", "16 March 2024 (month approximate)", "16 March 2024"],
])("%s is written in the server's words", (edtf, text, expected) => {
  expect(formatFuzzy({ edtf, text, approximate: edtf.includes("~") })).toBe(expected);
});
