import { join } from "node:path";
import { expect, it } from "vitest";
import { type Historian, readHistorian } from "../../../src/import/historian/historian.ts";
import { filingSchema } from "../../../src/report/filing.ts";
import { parseFuzzyDate } from "../../../src/time/date.ts";

// Real data is no part of the project: the folder named holds office-of-the-historian/ with clones of the two
// repositories.
const samples = process.env.READOUT_SAMPLES;

it.skipIf(samples === undefined)(
  `accounts for all 6,258 records of the real collections${samples === undefined ? ", skipped: READOUT_SAMPLES is not set" : ""}`,
  async () => {
    const folder = join(samples ?? "", "office-of-the-historian");
    const historian = await readHistorian([folder]);
    const { total, items, counts } = historian;
    expect(total).toBe(6258);
    let filings = 0;
    let rejected = 0;
    for (const item of items) {
      if (item.kind === "rejected") {
        rejected++;
        continue;
      }
      filings++;
      filingSchema.parse(item.filing);
      parseFuzzyDate(String(item.filing.claims.find(({ field }) => field === "DATE")?.value));
    }
    expect(filings + rejected).toBe(6258);
    expect(filings).toBeGreaterThanOrEqual(6250);
    expect(counts.participantsInRemarks).toBeGreaterThanOrEqual(4300);
    expect(counts.sentencesNotUnderstood).toBeLessThanOrEqual(1800);
    expect(counts.sameTrips).toBeGreaterThanOrEqual(300);
    expect(counts.summits).toBeGreaterThanOrEqual(1350);
    expect(counts.unresolvedPlaces).toEqual({});
    expect(textOf(await readHistorian([folder]))).toBe(textOf(historian));
  },
  60_000,
);

function textOf({ items, counts }: Historian): string {
  return JSON.stringify([[...items], counts]);
}
