import { setImmediate as nextTurn } from "node:timers/promises";
import type { Filing } from "../report/filing.ts";
import type { FilingResult } from "../report/write.ts";
import type { Progress } from "./progress.ts";

/** What became of records, and of the rows that held them. */
export interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  rejected: number;
}

export interface Rejected {
  readonly file: string;
  readonly id: string | null;
  readonly reason: string;
}

/** A record that is to be filed, or why it cannot be. */
export type Item =
  | { readonly kind: "filing"; readonly file: string; readonly id: string; readonly filing: Filing }
  | { readonly kind: "rejected"; readonly file: string; readonly id: string | null; readonly reason: string };

/** Filings in one transaction: what a killed import loses at most, and what a reader waits for at most. */
export const BATCH = 250;

export async function fileInBatches(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
  work: {
    file(filings: readonly Filing[]): Promise<FilingResult[]>;
    counts: Counts;
    reject(record: Rejected): void;
    progress: Progress;
    isInterrupted(): boolean;
  },
): Promise<void> {
  let batch: { file: string; id: string; filing: Filing }[] = [];
  const flush = async () => {
    const filings = batch;
    batch = [];
    const results = filings.length === 0 ? [] : await work.file(filings.map(({ filing }) => filing));
    for (const [index, result] of results.entries()) {
      const { file, id } = filings[index] ?? { file: "", id: "" };
      if (result.outcome === "rejected") work.reject({ file, id, reason: result.reason.message });
      else if (result.outcome === "unchanged") work.counts.unchanged++;
      else if (result.isMerge) work.counts.merged++;
      else work.counts.created++;
    }
    work.progress.advance(filings.length);
    // The embedded database answers without a turn of the event loop: signals are heard here.
    await nextTurn();
  };
  for await (const item of items) {
    if (work.isInterrupted()) break;
    work.counts.rows++;
    if (item.kind === "rejected") {
      work.reject({ file: item.file, id: item.id, reason: item.reason });
      work.progress.advance(1);
      continue;
    }
    batch.push({ file: item.file, id: item.id, filing: item.filing });
    if (batch.length >= size) await flush();
  }
  await flush();
}

export function watchInterruption(): { isInterrupted(): boolean; stop(): void } {
  let interrupted = false;
  const interrupt = () => {
    // The batch that is under way is finished; a second signal does not wait for it.
    if (interrupted) process.exit(130);
    interrupted = true;
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return {
    isInterrupted: () => interrupted,
    stop: () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt),
  };
}
