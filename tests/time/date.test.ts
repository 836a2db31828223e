import { describe, expect, it } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import {
  compareNarrowness,
  type DatePrecision,
  datesCompatible,
  dayNumber,
  isoDay,
  parseFuzzyDate,
  sortDay,
  UNDATED,
} from "../../src/time/date.ts";

type Row = [
  edtf: string,
  earliest: string | null,
  latest: string | null,
  precision: DatePrecision,
  marks: "" | "~" | "?" | "~?",
  text: string,
];

const READ: Row[] = [
  // Whole and shortened dates
  ["2024-03-16", "2024-03-16", "2024-03-16", "DAY", "", "16 March 2024"],
  ["2024-02-29", "2024-02-29", "2024-02-29", "DAY", "", "29 February 2024"],
  ["2024-03", "2024-03-01", "2024-03-31", "MONTH", "", "March 2024"],
  ["2023-02", "2023-02-01", "2023-02-28", "MONTH", "", "February 2023"],
  ["2024", "2024-01-01", "2024-12-31", "YEAR", "", "2024"],
  ["0001", "0001-01-01", "0001-12-31", "YEAR", "", "AD 1"],
  ["9999-12-31", "9999-12-31", "9999-12-31", "DAY", "", "31 December 9999"],
  // Qualifiers on the whole
  ["2024-03-16?", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (uncertain)"],
  ["2024-01~", "2024-01-01", "2024-01-31", "MONTH", "~", "about January 2024"],
  ["2024-03-16%", "2024-03-16", "2024-03-16", "DAY", "~?", "about 16 March 2024 (uncertain)"],
  ["2024?", "2024-01-01", "2024-12-31", "YEAR", "?", "2024 (uncertain)"],
  ["?2024", "2024-01-01", "2024-12-31", "YEAR", "?", "2024 (uncertain)"],
  // Qualifiers on a part
  ["2024?-03-16", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (year inferred)"],
  ["?2024-03-16", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (year inferred)"],
  ["2024?-03", "2024-03-01", "2024-03-31", "MONTH", "?", "March 2024 (year inferred)"],
  ["2024-03-?16", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (day uncertain)"],
  ["2024-?03-16", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (month uncertain)"],
  ["2024-03?-16", "2024-03-16", "2024-03-16", "DAY", "?", "16 March 2024 (month and year uncertain)"],
  ["~2024-01", "2024-01-01", "2024-01-31", "MONTH", "~", "January 2024 (year approximate)"],
  ["2024?-03~", "2024-03-01", "2024-03-31", "MONTH", "~?", "about March 2024 (year inferred)"],
  [
    "2024~-03-?16",
    "2024-03-16",
    "2024-03-16",
    "DAY",
    "~?",
    "16 March 2024 (year approximate, day uncertain)",
  ],
  // Unspecified
  ["XXXX-03-16", null, null, "DAY", "", "16 March, year unknown"],
  ["XXXX-02-29", null, null, "DAY", "", "29 February, year unknown"],
  ["XXXX-03", null, null, "MONTH", "", "March, year unknown"],
  ["XXXX-12-XX", null, null, "MONTH", "", "December, day and year unknown"],
  ["XXXX", null, null, "UNKNOWN", "", "date unknown"],
  ["XXXX-XX", null, null, "UNKNOWN", "", "date unknown"],
  ["XXXX-XX-XX", null, null, "UNKNOWN", "", "date unknown"],
  ["XXXX-XX-16", null, null, "DAY", "", "day 16, month and year unknown"],
  ["X024", null, null, "DECADE", "", "year X024"],
  ["2024-01-XX", "2024-01-01", "2024-01-31", "MONTH", "", "January 2024 (day unknown)"],
  ["2024-XX", "2024-01-01", "2024-12-31", "YEAR", "", "2024 (month unknown)"],
  ["2024-XX-XX", "2024-01-01", "2024-12-31", "YEAR", "", "2024 (day and month unknown)"],
  ["2024-XX-16", "2024-01-16", "2024-12-16", "DAY", "", "day 16 of a month in 2024"],
  ["2024-XX-31", "2024-01-31", "2024-12-31", "DAY", "", "day 31 of a month in 2024"],
  ["2024-1X", "2024-10-01", "2024-12-31", "YEAR", "", "October, November or December 2024"],
  ["2024-X1", "2024-01-01", "2024-11-30", "YEAR", "", "January or November 2024"],
  ["2024-03-1X", "2024-03-10", "2024-03-19", "MONTH", "", "one of 10–19 March 2024"],
  ["2023-02-X9", "2023-02-09", "2023-02-19", "MONTH", "", "9 or 19 February 2023"],
  ["XXXX-02-X9", null, null, "MONTH", "", "9, 19 or 29 February, year unknown"],
  ["202X-03-16", "2020-03-16", "2029-03-16", "DAY", "", "16 March in the 2020s"],
  ["202X-02-29", "2020-02-29", "2028-02-29", "DAY", "", "29 February in the 2020s"],
  ["2X24", "2024-01-01", "2924-12-31", "DECADE", "", "year 2X24"],
  // Decades and centuries
  ["202X", "2020-01-01", "2029-12-31", "DECADE", "", "the 2020s"],
  ["202", "2020-01-01", "2029-12-31", "DECADE", "", "the 2020s"],
  ["202?", "2020-01-01", "2029-12-31", "DECADE", "?", "the 2020s (uncertain)"],
  ["20XX", "2000-01-01", "2099-12-31", "DECADE", "", "the years 2000–2099"],
  ["20~", "2000-01-01", "2099-12-31", "DECADE", "~", "about the years 2000–2099"],
  ["2XXX", "2000-01-01", "2999-12-31", "DECADE", "", "the years 2000–2999"],
  ["00XX", "0001-01-01", "0099-12-31", "DECADE", "", "the years 0001–0099"],
  // Seasons
  ["2024-21", "2024-03-01", "2024-05-31", "INTERVAL", "", "spring 2024"],
  ["2024-22", "2024-06-01", "2024-08-31", "INTERVAL", "", "summer 2024"],
  ["2024-24", "2024-12-01", "2025-02-28", "INTERVAL", "", "winter 2024–2025"],
  ["9999-24", "9999-12-01", "9999-12-31", "INTERVAL", "", "winter 9999–10000"],
  ["2024-27", "2024-09-01", "2024-11-30", "INTERVAL", "", "autumn 2024 (northern hemisphere)"],
  ["2023-30", "2023-12-01", "2024-02-29", "INTERVAL", "", "summer 2023–2024 (southern hemisphere)"],
  ["2024-34", "2024-04-01", "2024-06-30", "INTERVAL", "", "second quarter of 2024"],
  ["2024-39", "2024-09-01", "2024-12-31", "INTERVAL", "", "third third of 2024"],
  ["2024-40", "2024-01-01", "2024-06-30", "INTERVAL", "", "first half of 2024"],
  // Intervals
  ["2024-01-25/2024-01-31", "2024-01-25", "2024-01-31", "INTERVAL", "", "25–31 January 2024"],
  ["2024-01-25/2024-02-02", "2024-01-25", "2024-02-02", "INTERVAL", "", "25 January – 2 February 2024"],
  ["2023-12-25/2024-01-05", "2023-12-25", "2024-01-05", "INTERVAL", "", "25 December 2023 – 5 January 2024"],
  ["2024-01/2024-03", "2024-01-01", "2024-03-31", "INTERVAL", "", "January–March 2024"],
  ["2023/2024", "2023-01-01", "2024-12-31", "INTERVAL", "", "2023–2024"],
  ["2024-03-16/2024-03-16", "2024-03-16", "2024-03-16", "INTERVAL", "", "16 March 2024"],
  ["2024-03-20/2024-03", "2024-03-20", "2024-03-31", "INTERVAL", "", "20 March 2024 – March 2024"],
  ["2024-01-01/..", "2024-01-01", null, "INTERVAL", "", "from 1 January 2024"],
  ["../2024", null, "2024-12-31", "INTERVAL", "", "until 2024"],
  ["2024/", "2024-01-01", null, "INTERVAL", "", "from 2024, end unknown"],
  ["/2024", null, "2024-12-31", "INTERVAL", "", "until 2024, start unknown"],
  ["../..", null, null, "UNKNOWN", "", "at any time"],
  ["/", null, null, "UNKNOWN", "", "start and end unknown"],
  [
    "2024?-03-16/2024?-03-20",
    "2024-03-16",
    "2024-03-20",
    "INTERVAL",
    "?",
    "16–20 March 2024 (year inferred)",
  ],
  [
    "2024-01-25?/2024-02-02~",
    "2024-01-25",
    "2024-02-02",
    "INTERVAL",
    "~?",
    "25 January 2024 (uncertain) – about 2 February 2024",
  ],
  ["XXXX-03-10/XXXX-03-20", null, null, "INTERVAL", "", "10–20 March, year unknown"],
  ["2024-XX/2025", "2024-01-01", "2025-12-31", "INTERVAL", "", "2024 (month unknown) – 2025"],
  // Sets and lists
  ["[2024-01,2024-03]", "2024-01-01", "2024-03-31", "INTERVAL", "", "January 2024 or March 2024"],
  ["[2024-03, 2024-01]", "2024-01-01", "2024-03-31", "INTERVAL", "", "March 2024 or January 2024"],
  ["[2024-01..2024-03]", "2024-01-01", "2024-03-31", "INTERVAL", "", "one of January–March 2024"],
  ["{2024,2026..2027}", "2024-01-01", "2027-12-31", "INTERVAL", "", "2024 and 2026–2027"],
  ["[..2024]", null, "2024-12-31", "INTERVAL", "", "2024 or earlier"],
  ["{2024..}", "2024-01-01", null, "INTERVAL", "", "2024 and later"],
  ["[?2024,202X]", "2020-01-01", "2029-12-31", "INTERVAL", "?", "2024 (uncertain) or the 2020s"],
  ["[2024,XXXX]", null, null, "INTERVAL", "", "2024 or date unknown"],
];

const REFUSED: [expression: string, column: number, reason: string][] = [
  ["", 1, "a complete EDTF date"],
  ["March", 1, 'cannot have "M" here'],
  [" 2024", 1, 'cannot have " " here'],
  ["2024-", 6, "a complete EDTF date"],
  ["2024-3-16", 7, 'cannot have "-" here'],
  ["2024-13", 7, 'cannot have "3" here'],
  ["2024-02-30", 9, "does not exist"],
  ["2024-04-31", 9, "does not exist"],
  ["2023-02-29", 9, "does not exist"],
  ["1900-02-29", 9, "does not exist"],
  ["2023-02-29?", 9, "does not exist"],
  ["20X3-02-29", 9, "does not exist"],
  ["2023-02-01/2023-02-29", 20, "does not exist"],
  ["[2024,2023-02-29]", 15, "does not exist"],
  ["0000", 1, "outside 0001 to 9999"],
  ["0000-21", 1, "outside 0001 to 9999"],
  ["2024/-0001", 6, "outside 0001 to 9999"],
  ["-2024-01", 1, "outside 0001 to 9999"],
  ["-20XX", 1, "outside 0001 to 9999"],
  ["-20", 1, "outside 0001 to 9999"],
  ["?-2024", 1, "outside 0001 to 9999"],
  ["Y170000002", 1, "outside 0001 to 9999"],
  ["1950S2", 5, "significant digits"],
  ["2024-03-16T10:00:00Z", 11, "time of day"],
  ["2024-03-16T10:00:00Z/..", 11, "time of day"],
  ["2024-03-31/2024-03-01", 12, "ends before it begins"],
  ["2025/2024-XX", 6, "ends before it begins"],
  ["[2025..2024]", 8, "ends before it begins"],
  ["2024-21?", 9, "a complete EDTF date"],
  ["2024/2025/2026", 10, 'cannot have "/" here'],
  ["[2024", 6, "a complete EDTF date"],
  ["2024😀", 5, 'cannot have "😀" here'],
  [`[${"2024,".repeat(25)}2024]`, 101, "longer than 100 characters"],
];

describe("parseFuzzyDate", () => {
  it.each(READ)("reads %s", (edtf, earliest, latest, precision, marks, text) => {
    expect(parseFuzzyDate(edtf)).toEqual({
      edtf,
      earliest,
      latest,
      precision,
      approximate: marks.includes("~"),
      uncertain: marks.includes("?"),
      text,
    });
  });

  it.each(REFUSED)("refuses %j at column %i", (expression, column, reason) => {
    const refusal = refusalOf(expression);

    expect(refusal.message).toContain(reason);
    expect(refusal.message).toContain(`(column ${column})`);
    expect(refusal.message).toContain(JSON.stringify(expression.slice(0, 100)).slice(0, -1));
    expect(refusal.expected).toContain("XXXX-03-16");
    expect(refusal.got).toBe(expression);
  });
});

describe("dayNumber and isoDay", () => {
  it.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-03-01", 11017],
    ["0001-01-01", -719162],
    ["9999-12-31", 2932896],
  ])("number %s as %i, both ways", (day, number) => {
    expect(dayNumber(day)).toBe(number);
    expect(isoDay(number)).toBe(day);
  });

  it.each(["2023-02-29", "2024-00-10", "2024-13-01", "2024-01-00", "0000-12-31", "2024-1-1", "2024", ""])(
    "refuse the day %j",
    (day) => {
      expect(() => dayNumber(day)).toThrow(InvalidInput);
    },
  );

  it.each([-719163, 2932897, 0.5, Number.NaN, UNDATED])("refuse the number %d", (number) => {
    expect(() => isoDay(number)).toThrow(InvalidInput);
  });
});

describe("sortDay", () => {
  it.each([
    ["2024-03-16", dayNumber("2024-03-16")],
    ["2024-03", dayNumber("2024-03-01")],
    ["../2024", dayNumber("2024-12-31")],
    ["2024/..", dayNumber("2024-01-01")],
    ["XXXX-03-16", UNDATED],
    ["../..", UNDATED],
  ])("places %s", (edtf, day) => {
    expect(sortDay(parseFuzzyDate(edtf))).toBe(day);
  });

  it("places no date as it places one without bounds", () => {
    expect(sortDay(null)).toBe(UNDATED);
  });
});

const FITTING = [
  ["XXXX-03-16", "2024?-03-16"],
  ["XXXX-03-16", "2023-03-16"],
  ["XXXX-03-16", "2024-03"],
  ["XXXX-03-16", "2024"],
  ["XXXX-03-16", "2024-03-10/2024-03-20"],
  ["XXXX-03-16", "2023-03-17/2024-03-16"],
  ["XXXX-03-16", "2024-03-1X"],
  ["XXXX-03-16", "XXXX-03"],
  ["XXXX-03-16", "XXXX-XX-16"],
  ["XXXX-03-16", "XXXX"],
  ["XXXX-03-16", "2024-21"],
  ["XXXX-03-16", "../2024"],
  ["XXXX-02-29", "202X"],
  ["XXXX-02-29", "2021/2024"],
  ["XXXX-03-10/XXXX-03-20", "XXXX-03-16"],
  ["XXXX-03-10/XXXX-03-20", "2024-03-20"],
  ["XXXX-12-25/XXXX-01-05", "2024-01-03"],
  ["XXXX-12-25/XXXX-01-05", "2024-12-31"],
  ["2024-XX-16", "2024-07-16"],
  ["2024-XX-16", "2024-07"],
  ["20X4", "202X"],
  ["2024-03-16", "2024-03-16~"],
  ["2024-01-01/..", "2031"],
  ["2024/", "2031"],
  ["../2024", "1900"],
  ["[2024-01,2024-03]", "2024-03-16"],
  ["[2023..2025]", "2024-06"],
  ["[..2023,2025]", "1999"],
  ["{2023,2025..}", "2031"],
  ["[0001..9999]", "XXXX-03-16"],
] as const;

const CLASHING = [
  ["XXXX-03-16", "2024-03-17"],
  ["XXXX-03-16", "2024-04"],
  ["XXXX-03-16", "XXXX-03-17"],
  ["XXXX-03-16", "2024-03-17/2025-03-15"],
  ["XXXX-03-16", "2024-22"],
  ["XXXX-02-29", "2023"],
  ["XXXX-02-29", "2021/2023"],
  ["XXXX-02-29", "20X3"],
  ["XXXX-03-10/XXXX-03-20", "2024-03-21"],
  ["XXXX-12-25/XXXX-01-05", "2024-01-06"],
  ["XXXX-12-25/XXXX-01-05", "2024-06"],
  ["2024-XX-16", "2024-07-17"],
  ["2024-XX-31", "2024-04"],
  ["20X4", "2025"],
  ["201X-03-16", "202X-03-16"],
  ["2024?-03-16", "2023-03-16"],
  ["2024~", "2023-12-31"],
  ["2024-01-01/..", "2023"],
  ["../2024", "2025-01-01"],
  ["[2024-01,2024-03]", "2024-02"],
  ["[2024..]", "2023"],
  ["[..2023,2025]", "2024"],
] as const;

describe("datesCompatible", () => {
  it.each(FITTING)("%s and %s can both hold", (a, b) => {
    expect(datesCompatible(parseFuzzyDate(a), parseFuzzyDate(b))).toBe(true);
  });

  it.each(CLASHING)("%s and %s cannot both hold", (a, b) => {
    expect(datesCompatible(parseFuzzyDate(a), parseFuzzyDate(b))).toBe(false);
  });

  it("judges a copy of a date as it judges the date", () => {
    const copy = structuredClone(parseFuzzyDate("XXXX-03-16"));

    expect(datesCompatible(copy, parseFuzzyDate("2024-03-16"))).toBe(true);
    expect(datesCompatible(copy, parseFuzzyDate("2024-03-17"))).toBe(false);
  });
});

describe("compareNarrowness", () => {
  it("orders from the day to the unknown", () => {
    const narrowToWide = [
      "2024-03-16",
      "[2024-03-16,2024-03-20]",
      "2024-03-1X",
      "2024-XX-16",
      "2024-03",
      "2024-21",
      "2024",
      "202X",
      "XXXX-03-16",
      "20XX",
      "XXXX-03",
      "2024/..",
      "XXXX",
    ].map(parseFuzzyDate);

    for (const [index, narrow] of narrowToWide.entries()) {
      for (const wide of narrowToWide.slice(index + 1)) {
        expect(compareNarrowness(narrow, wide), `${narrow.edtf} < ${wide.edtf}`).toBeLessThan(0);
      }
    }
  });

  it.each([
    ["2024-03-16", "2024?-03-16~"],
    ["2024-03", "2024-03-XX"],
    ["2024", "[2024,2024-03]"],
    ["202X", "[2020..2029]"],
    ["XXXX", "../.."],
  ])("finds %s and %s alike", (a, b) => {
    expect(compareNarrowness(parseFuzzyDate(a), parseFuzzyDate(b))).toBe(0);
  });
});

function refusalOf(expression: string): InvalidInput {
  try {
    parseFuzzyDate(expression);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error(`read ${expression}, which should have been refused`);
}
