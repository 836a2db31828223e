import { describe, expect, it } from "vitest";
import { readExpiry } from "../../src/cli/keys.ts";
import { InvalidInput } from "../../src/errors/errors.ts";

const NOW = new Date("2026-01-31T12:00:00Z");

describe("the end of a key", () => {
  it.each([
    ["12h", "2026-02-01T00:00:00.000Z"],
    ["90d", "2026-05-01T12:00:00.000Z"],
    ["2030-01-31", "2030-01-31T00:00:00.000Z"],
  ])("is %s from now, or that day", (text, expected) => {
    expect(readExpiry(text, NOW)).toBe(expected);
  });

  it.each(["", "0d", "-1d", "90", "90m", "2030-02-30x", "2020-01-01", "2030-13-01", "tomorrow"])(
    "is not %j",
    (text) => {
      expect(() => readExpiry(text, NOW)).toThrow(InvalidInput);
    },
  );
});
