import { expect, it } from "vitest";
import { BATCH, fileInBatches, type Item } from "../../src/cli/filing.ts";
import { type Filing, filingSchema } from "../../src/report/filing.ts";
import type { FilingResult } from "../../src/report/write.ts";

const filing: Filing = filingSchema.parse({
  outlet: { slug: "agency" },
  report: { title: "A report", kind: "ARTICLE" },
  claims: [],
});
const results = (filings: readonly Filing[]): FilingResult[] =>
  filings.map(() => ({ outcome: "unchanged", reportId: "" }));

/** Files so many items in batches of two, and tells what happened in which order. */
async function filed(items: number, { breaksOff = false, unreadable = 0 } = {}) {
  const happened: string[] = [];
  let underWay = 0;
  async function* read(): AsyncGenerator<Item<number>> {
    for (let source = 1; source <= items; source++) {
      happened.push(`read ${source}`);
      if (source === unreadable) yield { kind: "rejected", source, reason: { message: "unreadable" } };
      else yield { kind: "filing", source, filing };
    }
    if (breaksOff) throw new Error("damaged");
  }
  const counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  const error = await fileInBatches(
    read(),
    { ...BATCH, records: 2 },
    {
      file: async (filings) => {
        happened.push("write");
        expect(++underWay).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 50));
        underWay--;
        happened.push("written");
        return results(filings);
      },
      counts,
      reject: (source) => happened.push(`rejected ${source}`),
      advance: () => {},
      isInterrupted: () => false,
    },
  ).catch((thrown: Error) => thrown.message);
  return { happened, counts, error };
}

it("reads the next batch while one is written, and writes one at a time", async () => {
  const { happened, counts } = await filed(5);
  expect(happened.indexOf("read 4")).toBeLessThan(happened.indexOf("written"));
  expect(happened.indexOf("read 5")).toBeGreaterThan(happened.indexOf("written"));
  expect(happened.filter((what) => what === "written")).toHaveLength(3);
  expect(counts).toMatchObject({ rows: 5, unchanged: 5 });
});

it("waits for what is being written where the items break off", async () => {
  const { happened, counts, error } = await filed(3, { breaksOff: true });
  expect(error).toBe("damaged");
  expect(happened.at(-1)).toBe("written");
  expect(counts).toMatchObject({ rows: 3, unchanged: 2 });
});

it("tells of what cannot be read after what came before it", async () => {
  const { happened, counts } = await filed(4, { unreadable: 3 });
  expect(happened.indexOf("read 4")).toBeLessThan(happened.indexOf("written"));
  expect(happened.indexOf("rejected 3")).toBeGreaterThan(happened.indexOf("written"));
  expect(counts).toMatchObject({ rows: 4, unchanged: 3 });
});
