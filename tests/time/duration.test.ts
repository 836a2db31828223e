import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import { durationSeconds, durationsCompatible, parseDuration } from "../../src/time/duration.ts";

const READ: [notation: string, iso8601: string, seconds: number, text: string][] = [
  ["PT1H", "PT1H", 3600, "1 hour"],
  ["PT1H~", "PT1H", 3600, "about an hour"],
  ["PT60M", "PT1H", 3600, "1 hour"],
  ["PT3600S", "PT1H", 3600, "1 hour"],
  ["PT0.5H", "PT30M", 1800, "30 minutes"],
  ["PT1,5H", "PT1H30M", 5400, "1 hour 30 minutes"],
  ["PT1H20M", "PT1H20M", 4800, "1 hour 20 minutes"],
  ["PT80M", "PT1H20M", 4800, "1 hour 20 minutes"],
  ["PT62M", "PT1H2M", 3720, "62 minutes"],
  ["PT1H2M", "PT1H2M", 3720, "62 minutes"],
  ["PT1H2M5S", "PT1H2M5S", 3725, "1 hour 2 minutes 5 seconds"],
  ["PT2H2M", "PT2H2M", 7320, "2 hours 2 minutes"],
  ["PT40M~", "PT40M", 2400, "about 40 minutes"],
  ["PT1M~", "PT1M", 60, "about a minute"],
  ["PT1H30M~", "PT1H30M", 5400, "about 1 hour 30 minutes"],
  ["PT1.25S", "PT1.25S", 1.25, "1.25 seconds"],
  ["P1D", "P1D", 86_400, "1 day"],
  ["P1D~", "P1D", 86_400, "about a day"],
  ["PT36H", "P1DT12H", 129_600, "1 day 12 hours"],
  ["P2W", "P14D", 1_209_600, "14 days"],
  ["P1W1DT1S", "P8DT1S", 691_201, "8 days 1 second"],
  ["PT0S", "PT0S", 0, "0 seconds"],
  ["PT0H~", "PT0S", 0, "about 0 seconds"],
];

const REFUSED: [notation: string, column: number, reason: string][] = [
  ["", 1, "does not begin with P"],
  ["an hour", 1, "does not begin with P"],
  ["1H", 1, "does not begin with P"],
  ["-PT1H", 1, "does not begin with P"],
  ["P", 2, "lacks a number"],
  ["P~", 2, "lacks a number"],
  ["PT", 3, "lacks a number"],
  ["P1DT", 5, "lacks a number"],
  ["P1DTT1H", 5, "lacks a number"],
  ["PTH", 3, "lacks a number"],
  ["PT-1H", 3, "lacks a number"],
  ["PT1", 4, "lacks a unit"],
  ["PT1~", 4, "lacks a unit"],
  ["PT1.H", 4, 'cannot have "." here'],
  ["P1Y", 3, "years, which have no fixed length"],
  ["P3M", 3, "months, which have no fixed length"],
  ["P1DT2H3M4Y", 10, 'cannot have "Y" here'],
  ["P1H", 3, 'cannot have "H" here'],
  ["PT1D", 4, 'cannot have "D" here'],
  ["PT1M1H", 6, "out of order"],
  ["PT1H1H", 6, "repeats a unit"],
  ["PT1.5H30M", 7, "goes on after a fraction"],
  ["PT1H~~", 5, "lacks a number"],
  ["PT1H ", 5, "lacks a number"],
  [`P${"9".repeat(30)}D`, 2, "too long a time"],
  [`PT${"0".repeat(100)}1H`, 101, "longer than 100 characters"],
];

describe("parseDuration", () => {
  it.each(READ)("reads %s", (notation, iso8601, seconds, text) => {
    const duration = parseDuration(notation);

    expect(duration).toEqual({ iso8601, approximate: notation.endsWith("~"), text });
    expect(durationSeconds(duration)).toBe(seconds);
  });

  it.each(REFUSED)("refuses %j at column %i", (notation, column, reason) => {
    const refusal = refusalOf(notation);

    expect(refusal.message).toContain(reason);
    expect(refusal.message).toContain(`(column ${column})`);
    expect(refusal.expected).toContain("PT1H20M");
    expect(refusal.got).toBe(notation);
  });

  it("writes every length in one way, which reads back as the same", () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.boolean(), (milliseconds, approximate) => {
        const sign = approximate ? "~" : "";
        const duration = parseDuration(`PT${milliseconds / 1000}S${sign}`.replace(/e-\d+/, ""));
        expect(parseDuration(`${duration.iso8601}${sign}`)).toEqual(duration);
      }),
    );
  });

  it("reads any text or refuses it as InvalidInput", () => {
    const grammatical = fc.array(fc.constantFrom(..."PT0123456789.,WDHMSY~"), { maxLength: 105 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          grammatical.map((letters) => `P${letters.join("")}`),
        ),
        (text) => {
          try {
            expect(parseDuration(text).iso8601).toMatch(/^P(?=\d|T\d)/);
          } catch (error) {
            if (!(error instanceof InvalidInput)) throw error;
            expect(error.message).toMatch(/\(column \d+\)$/);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("durationsCompatible", () => {
  it.each([
    ["PT1H~", "PT62M", true],
    ["PT1H~", "PT51M", true],
    ["PT1H~", "PT69M", true],
    ["PT1H~", "PT69M1S", false],
    ["PT1H~", "PT50M", false],
    ["PT1H~", "PT1H20M", false],
    ["PT1H~", "PT1H20M~", false],
    ["PT1H~", "PT1H10M~", true],
    ["PT1H", "PT62M", false],
    ["PT1H", "PT60M", true],
    ["PT40M~", "PT45M", true],
    ["PT0S", "PT1S~", false],
  ])("%s and %s: %s", (a, b, agree) => {
    expect(durationsCompatible(parseDuration(a), parseDuration(b))).toBe(agree);
  });

  it("is reflexive and symmetric", () => {
    const duration = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom("", "~"))
      .map(([minutes, sign]) => parseDuration(`PT${minutes}M${sign}`));
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        expect(durationsCompatible(a, a)).toBe(true);
        expect(durationsCompatible(a, b)).toBe(durationsCompatible(b, a));
      }),
    );
  });
});

function refusalOf(notation: string): InvalidInput {
  try {
    parseDuration(notation);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error(`read ${notation}, which should have been refused`);
}
