/** Days as readers type and read them, in the order and the digits of their language, without the page around. */

export interface DayFormat {
  /** An ISO day as the language writes it in numbers: "16/03/2024". */
  write(isoDay: string): string;
  /**
   * The first day that a text can mean, or the last: of a year, a month and year, or a day, ISO or in the language's own
   * order. Null where it means none.
   */
  read(text: string, end: "first" | "last"): string | null;
}

export function dayFormat(languages: string | readonly string[]): DayFormat {
  const format = new Intl.DateTimeFormat(languages, {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    timeZone: "UTC",
    calendar: "gregory",
  });
  const order = format
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type) => type === "day" || type === "month" || type === "year");
  const { numberingSystem } = format.resolvedOptions();
  const plain = new Intl.NumberFormat("en", { numberingSystem, useGrouping: false });
  const digits = new Map(Array.from({ length: 10 }, (_, digit) => [plain.format(digit), String(digit)]));

  return {
    write: (isoDay) => format.format(new Date(isoDay)),
    read(text, end) {
      const numbers =
        [...text]
          .map((sign) => digits.get(sign) ?? sign)
          .join("")
          .match(/\d+/g) ?? [];
      const place = numbers.findIndex(({ length }) => length === 4);
      const years = numbers[place];
      const others = numbers.filter((_, index) => index !== place).map(Number);
      if (years === undefined || others.length > 2) return null;
      const [one, other] = others;
      if (one === undefined) return `${years}-${end === "first" ? "01-01" : "12-31"}`;
      if (other === undefined) {
        if (one < 1 || one > 12) return null;
        return end === "first" ? isoOf(years, one, 1) : isoOf(years, one, daysOf(Number(years), one));
      }
      // A year in front is followed by the month in every order.
      const isMonthFirst = place === 0 || order.indexOf("month") < order.indexOf("day");
      return isMonthFirst ? isoOf(years, one, other) : isoOf(years, other, one);
    },
  };
}

function isoOf(years: string, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysOf(Number(years), month)) return null;
  return `${years}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

const daysOf = (years: number, month: number) => new Date(Date.UTC(years, month, 0)).getUTCDate();
