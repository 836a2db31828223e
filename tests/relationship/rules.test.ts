import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import { fillPeriods, type TimelinePoint } from "../../src/relationship/rules.ts";
import { isoDay } from "../../src/time/date.ts";
import type { Period } from "../../src/time/period.ts";

function point(start: string, contacts = 1): TimelinePoint {
  return { start, contacts, calls: 0, summits: 0, visits: 0, agreements: 0, reports: 0 };
}

const starts = (points: readonly TimelinePoint[]) => points.map(({ start }) => start);

describe("a timeline", () => {
  test.each<[string, TimelinePoint[], Period, Parameters<typeof fillPeriods>[2], string[]]>([
    ["nothing without points and bounds", [], "YEAR", {}, []],
    ["the one period of one point", [point("2024-01-01")], "YEAR", {}, ["2024-01-01"]],
    [
      "every month from the first point to the last",
      [point("2023-11-01"), point("2024-02-01")],
      "MONTH",
      {},
      ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"],
    ],
    [
      "every decade",
      [point("1990-01-01"), point("2020-01-01")],
      "DECADE",
      {},
      ["1990-01-01", "2000-01-01", "2010-01-01", "2020-01-01"],
    ],
    [
      "the periods that the bounds lie in, without any point",
      [],
      "YEAR",
      { from: "2022-06-01", to: "2024-01-01" },
      ["2022-01-01", "2023-01-01", "2024-01-01"],
    ],
    [
      "more than the points where the bounds reach further",
      [point("2023-01-01")],
      "YEAR",
      { from: "2022-12-31", to: "2024-01-01" },
      ["2022-01-01", "2023-01-01", "2024-01-01"],
    ],
    [
      "points outside of the bounds: dates that lie within possibly",
      [point("2021-01-01"), point("2025-01-01")],
      "YEAR",
      { from: "2023-01-01", to: "2024-01-01" },
      ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"],
    ],
    ["one period where there is one bound only", [], "MONTH", { from: "2024-03-16" }, ["2024-03-01"]],
    ["one period where there is the last bound only", [], "MONTH", { to: "2024-03-16" }, ["2024-03-01"]],
    [
      "from the one bound to the last point",
      [point("2024-05-01")],
      "MONTH",
      { from: "2024-03-16", to: null },
      ["2024-03-01", "2024-04-01", "2024-05-01"],
    ],
    ["the first decade, which has no year 0", [point("0001-01-01")], "DECADE", {}, ["0001-01-01"]],
    [
      "years before 1000",
      [point("0988-01-01"), point("0989-01-01")],
      "YEAR",
      {},
      ["0988-01-01", "0989-01-01"],
    ],
  ])("has %s", (_, points, by, bounds, expected) => {
    expect(starts(fillPeriods(points, by, bounds))).toEqual(expected);
  });

  it("has zeros where nothing happened, and the points' own counts where something did", () => {
    const full = {
      start: "2024-03-01",
      contacts: 6,
      calls: 5,
      summits: 4,
      visits: 3,
      agreements: 2,
      reports: 1,
    };

    const filled = fillPeriods([full], "MONTH", { from: "2024-02-01", to: "2024-03-31" });

    expect(filled).toEqual([
      { start: "2024-02-01", contacts: 0, calls: 0, summits: 0, visits: 0, agreements: 0, reports: 0 },
      full,
    ]);
  });

  it("of 3,000 periods is given, of one more refused with the interval", () => {
    const bounds = { from: "0001-01-01", to: "3000-12-31" };

    expect(fillPeriods([], "YEAR", bounds)).toHaveLength(3000);
    expect(() => fillPeriods([], "YEAR", { ...bounds, to: "3001-01-01" })).toThrow(InvalidInput);
    expect(() => fillPeriods([], "YEAR", { ...bounds, to: "3001-01-01" })).toThrow(
      "The timeline would have 3001 points",
    );
  });

  it("of points that lie too far apart is refused as well", () => {
    expect(() => fillPeriods([point("0001-01-01"), point("2024-01-01")], "MONTH", {})).toThrow(InvalidInput);
  });
});

describe("a timeline of any points", () => {
  const anyDay = fc.integer({ min: 0, max: 40_000 }).map(isoDay);
  const anyPeriod = fc.constantFrom<Period>("MONTH", "YEAR", "DECADE");
  const cases = fc
    .record({
      by: anyPeriod,
      days: fc.array(anyDay, { maxLength: 8 }),
      from: fc.option(anyDay),
      to: fc.option(anyDay),
    })
    .map(({ by, days, from, to }) => ({
      by,
      points: [...new Set(days.map((day) => startOf(day, by)))].map((start, index) =>
        point(start, index + 1),
      ),
      bounds: from !== null && to !== null && from > to ? { from: to, to: from } : { from, to },
    }));

  it("has every point once, with its counts, and counts nothing else", () => {
    fc.assert(
      fc.property(cases, ({ by, points, bounds }) => {
        const filled = fillPeriods(points, by, bounds);

        expect(filled.filter(({ contacts }) => contacts > 0)).toEqual(
          points.toSorted((a, b) => (a.start < b.start ? -1 : 1)),
        );
      }),
    );
  });

  it("goes on without a gap, and begins and ends at the outermost of points and bounds", () => {
    fc.assert(
      fc.property(cases, ({ by, points, bounds }) => {
        const given = [...starts(points), bounds.from, bounds.to].flatMap((day) =>
          typeof day === "string" ? [startOf(day, by)] : [],
        );
        fc.pre(given.length > 0);

        const filled = starts(fillPeriods(points, by, bounds));

        expect(filled[0]).toBe(given.toSorted()[0]);
        expect(filled.at(-1)).toBe(given.toSorted().at(-1));
        for (const [index, start] of filled.entries()) {
          if (index > 0) expect(start).toBe(after(filled[index - 1] ?? "", by));
        }
      }),
    );
  });

  /** First day of the period of a day of this century or the last. */
  function startOf(day: string, by: Period): string {
    if (by === "MONTH") return `${day.slice(0, 7)}-01`;
    return by === "YEAR" ? `${day.slice(0, 4)}-01-01` : `${day.slice(0, 3)}0-01-01`;
  }

  /** First day of the next period, by the calendar of JavaScript. */
  function after(start: string, by: Period): string {
    const date = new Date(start);
    if (by === "MONTH") date.setUTCMonth(date.getUTCMonth() + 1);
    else date.setUTCFullYear(date.getUTCFullYear() + (by === "YEAR" ? 1 : 10));
    return date.toISOString().slice(0, 10);
  }
});
