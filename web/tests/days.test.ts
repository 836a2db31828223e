import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayFormat } from "../contacts/days.ts";

/** Days as readers type them, in the order and the digits of their language. */

describe("a day that is typed", () => {
  it.each([
    ["en-GB", "16/03/2024"],
    ["en-US", "03/16/2024"],
    ["de-DE", "16.03.2024"],
    ["ja-JP", "2024/03/16"],
    ["ar-EG", "١٦/٣/٢٠٢٤"],
    ["fa-IR", "۲۰۲۴/۳/۱۶"],
    ["th-TH", "16/03/2024"],
    ["en-GB", "2024-03-16"],
    ["de-DE", " 16. 3. 2024 "],
  ])("is read in the order of %s: %s", (language, text) => {
    expect(dayFormat(language).read(text, "first")).toBe("2024-03-16");
  });

  it("may be a year or a month, which begin and end", () => {
    const { read } = dayFormat("en-GB");
    expect([read("2024", "first"), read("2024", "last")]).toEqual(["2024-01-01", "2024-12-31"]);
    expect([read("2024-02", "first"), read("2/2024", "last")]).toEqual(["2024-02-01", "2024-02-29"]);
  });

  it.each([
    "",
    "yesterday",
    "16/03/24",
    "31/02/2024",
    "2024-13",
    "2024-13-01",
    "1/2/3/2024",
    "16",
    "20240316",
  ])("is nothing where it names no day: %j", (text) => {
    expect(dayFormat("en-GB").read(text, "first")).toBeNull();
  });

  it("is read as it is written, in any language", () => {
    const day = fc
      .date({ min: new Date("1000-01-01"), max: new Date("2999-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const language = fc.constantFrom(
      "en-GB",
      "en-US",
      "de",
      "fr-CA",
      "ja",
      "zh-CN",
      "ar-EG",
      "fa",
      "hi",
      "th",
      "sv",
      "hu",
    );
    fc.assert(
      fc.property(language, day, (language, day) => {
        const { write, read } = dayFormat(language);
        expect(read(write(day), "first")).toBe(day);
      }),
    );
  });
});
