/** How long the periods are that something is counted by: calendar months and years, decades from a year that ends in 0. */
export const PERIODS = ["MONTH", "YEAR", "DECADE"] as const;

export type Period = (typeof PERIODS)[number];

/** Number of the period that an ISO day lies in. */
export function periodOf(day: string, by: Period): number {
  const [year = 0, month = 1] = day.split("-").map(Number);
  if (by === "MONTH") return year * 12 + month - 1;
  return by === "YEAR" ? year : Math.floor(year / 10);
}

/** The first day (ISO) of the period of a number. */
export function startOf(period: number, by: Period): string {
  const year = by === "MONTH" ? Math.floor(period / 12) : by === "YEAR" ? period : period * 10;
  const month = by === "MONTH" ? (period % 12) + 1 : 1;
  // The first decade has no year 0.
  return `${String(Math.max(year, 1)).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
}
