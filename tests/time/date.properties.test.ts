import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import {
  compareNarrowness,
  datesCompatible,
  dayNumber,
  type FuzzyDate,
  isoDay,
  parseFuzzyDate,
  sortDay,
} from "../../src/time/date.ts";

const FIRST_DAY = -719162;
const LAST_DAY = 2932896;

const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY }).map(isoDay);
const nearDay = fc.integer({ min: dayNumber("2019-01-01"), max: dayNumber("2026-12-31") }).map(isoDay);
const mark = fc.constantFrom("", "?", "~", "%");

/** A day with any of its digits masked by X, or cut to its month or year. */
const masked = fc
  .tuple(
    nearDay,
    fc.constantFrom("2024-01-16", "XXXX-xx-xx", "xxxX-xx-xx", "xxxx-XX-xx", "xxxx-xx-XX", "XXXX-xx-XX"),
  )
  .map(([day, mask]) => [...day].map((digit, index) => (mask.charAt(index) === "X" ? "X" : digit)).join(""));
const cut = fc.tuple(nearDay, fc.constantFrom(4, 7, 10)).map(([day, length]) => day.slice(0, length));
const interval = fc.tuple(nearDay, nearDay).map(([a, b]) => (a < b ? `${a}/${b}` : `${b}/${a}`));
const halfOpen = fc.tuple(nearDay, fc.constantFrom("../", "/"), fc.boolean()).map(([day, open, ends]) => {
  const side = open.slice(0, -1);
  return ends ? `${side}/${day}` : `${day}/${side}`;
});
const season = fc
  .tuple(fc.integer({ min: 2019, max: 2026 }), fc.integer({ min: 21, max: 41 }))
  .map(([year, code]) => `${year}-${code}`);
const members = fc
  .tuple(fc.array(fc.oneof(cut, masked), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([dates, every]) => (every ? `{${dates.join(",")}}` : `[${dates.join(",")}]`));
const qualified = fc.tuple(cut, mark).map(([date, sign]) => date + sign);
const fuzzyDate: fc.Arbitrary<FuzzyDate> = fc
  .oneof(qualified, masked, interval, halfOpen, season, members)
  .map(parseFuzzyDate);

describe("day numbers", () => {
  it("agree with Date.UTC and come back as they went", () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_DAY, max: LAST_DAY }), (number) => {
        const day = new Date(number * 86_400_000).toISOString().slice(0, 10);
        expect(isoDay(number)).toBe(day);
        expect(dayNumber(day)).toBe(number);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a fuzzy date", () => {
  it("has its bounds in order", () => {
    fc.assert(
      fc.property(fuzzyDate, ({ earliest, latest }) => {
        if (earliest !== null && latest !== null) expect(earliest <= latest).toBe(true);
      }),
    );
  });

  it("has every day inside its month, its year, its decade and its century", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const concrete = parseFuzzyDate(day);
        const wider = [day.slice(0, 7), day.slice(0, 4), `${day.slice(0, 3)}X`, `${day.slice(0, 2)}XX`];
        for (const date of wider.filter((edtf) => !edtf.startsWith("XX")).map(parseFuzzyDate)) {
          expect((date.earliest ?? "9") <= day && day <= (date.latest ?? "0"), date.edtf).toBe(true);
          expect(datesCompatible(concrete, date), date.edtf).toBe(true);
          expect(compareNarrowness(concrete, date), date.edtf).toBeLessThan(0);
        }
      }),
    );
  });

  it("fits a day exactly when the day's digits fit its mask", () => {
    fc.assert(
      fc.property(masked, nearDay, (mask, day) => {
        const fits = [...mask].every((character, index) => character === "X" || character === day[index]);
        expect(datesCompatible(parseFuzzyDate(mask), parseFuzzyDate(day))).toBe(fits);
      }),
    );
  });

  it("can hold together with its own bounds, and with no day beyond them", () => {
    fc.assert(
      fc.property(fuzzyDate, (date) => {
        for (const [bound, step] of [
          [date.earliest, -1],
          [date.latest, 1],
        ] as const) {
          if (bound === null) continue;
          expect(datesCompatible(date, parseFuzzyDate(bound))).toBe(true);
          expect(datesCompatible(date, parseFuzzyDate(isoDay(dayNumber(bound) + step)))).toBe(false);
        }
      }),
    );
  });

  it("sorts by its first bound", () => {
    fc.assert(
      fc.property(fuzzyDate, fuzzyDate, (a, b) => {
        if (a.earliest === null || b.earliest === null) return;
        expect(Math.sign(sortDay(a) - sortDay(b))).toBe(
          a.earliest < b.earliest ? -1 : a.earliest > b.earliest ? 1 : 0,
        );
      }),
    );
  });

  it("is compatible with itself, and with another as the other is with it", () => {
    fc.assert(
      fc.property(fuzzyDate, fuzzyDate, (a, b) => {
        expect(datesCompatible(a, parseFuzzyDate(a.edtf))).toBe(true);
        expect(datesCompatible(a, b)).toBe(datesCompatible(b, a));
      }),
    );
  });

  it("is ordered by narrowness without contradiction", () => {
    fc.assert(
      fc.property(fuzzyDate, fuzzyDate, fuzzyDate, (a, b, c) => {
        expect(Math.sign(compareNarrowness(a, b)) + Math.sign(compareNarrowness(b, a))).toBe(0);
        if (compareNarrowness(a, b) <= 0 && compareNarrowness(b, c) <= 0) {
          expect(compareNarrowness(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it("says something, and nothing of X or undefined", () => {
    fc.assert(
      fc.property(fuzzyDate, ({ text }) => {
        expect(text).not.toMatch(/undefined|null|NaN|X|^$/);
      }),
    );
  });
});

describe("any text at all", () => {
  const letters = fc.constantFrom(..."0123456789X-/.?~%[]{}, TYS:Z+");
  const grammatical = fc.array(letters, { maxLength: 110 }).map((characters) => characters.join(""));
  const nearMiss = fc
    .tuple(fuzzyDate, fc.nat(), fc.oneof(letters, fc.string({ maxLength: 2, unit: "binary" })))
    .map(([{ edtf }, at, change]) => {
      const index = at % (edtf.length + 1);
      return edtf.slice(0, index) + change + edtf.slice(index + (at % 2));
    });

  it("is read or refused as InvalidInput", () => {
    fc.assert(
      fc.property(fc.oneof(nearMiss, grammatical, fc.string({ unit: "binary" })), (text) => {
        try {
          expect(parseFuzzyDate(text).edtf).toBe(text);
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          expect(error.message).toMatch(/\(column \d+\)$/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["the widest range", "[0001..9999]"],
    ["the widest range of days", "{0001-01-01..9999-12-31}"],
    ["many members", `[${Array.from({ length: 19 }, () => "2024").join(",")}]`],
    ["many masks", `[${Array.from({ length: 16 }, () => "X0XX").join(",")}]`],
    ["many spaces", `[2024,${" ".repeat(45)}2025,${" ".repeat(40)}2026]`],
    ["a pattern that rarely has a day", "XX01-02-2X/XX03-02-2X"],
    ["very much text", "2024-".repeat(200_000)],
  ])("is judged quickly: %s", (_, expression) => {
    const start = performance.now();
    try {
      const date = parseFuzzyDate(expression);
      compareNarrowness(date, date);
      datesCompatible(date, parseFuzzyDate("XXXX-02-29"));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
    expect(performance.now() - start).toBeLessThan(250);
  });
});
