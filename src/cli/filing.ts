import { setImmediate as nextTurn } from "node:timers/promises";
import type { Rejection } from "../errors/errors.ts";
import type { Filing } from "../report/filing.ts";
import type { FilingResult } from "../report/write.ts";

/** What became of records, and of the rows that held them. */
export interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  rejected: number;
}

/** Why a record was not taken; beside the sentence what the reader of the record knows. */
export type Reason = Pick<Rejection, "message"> & Partial<Rejection>;

/** A record that is to be filed, or why it cannot be. `source` tells which one it is. */
export type Item<Source> =
  | { readonly kind: "filing"; readonly source: Source; readonly filing: Filing; readonly bytes?: number }
  | { readonly kind: "rejected"; readonly source: Source; readonly reason: Reason };

export interface Limits {
  readonly records: number;
  readonly bytes: number;
}

/** Filings in one transaction: what a killed import loses at most, what a reader waits for, and what is in memory. */
export const BATCH: Limits = { records: 250, bytes: 1024 * 1024 };

export async function fileInBatches<Source>(
  items: Iterable<Item<Source>> | AsyncIterable<Item<Source>>,
  limits: Limits,
  work: {
    file(filings: readonly Filing[]): Promise<FilingResult[]>;
    /** What is counted where, by what the item is of. */
    counts: Counts | ((source: Source) => Counts);
    /** `isFiled`: it was of the right form, and the record did not take it. */
    reject(source: Source, reason: Reason, isFiled: boolean): void;
    advance(records: number): void;
    isInterrupted(): boolean;
  },
): Promise<void> {
  let batch: { source: Source; filing: Filing }[] = [];
  let bytes = 0;
  /** What is being written, while the next is read. */
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  /** What could not be read meanwhile: told after what is being written, which came before. */
  let held: Extract<Item<Source>, { kind: "rejected" }>[] = [];
  const reject = ({ source, reason }: (typeof held)[number]) => {
    work.reject(source, reason, false);
    work.advance(1);
  };
  const { counts } = work;
  const countsOf = typeof counts === "function" ? counts : () => counts;
  const write = async (filed: typeof batch) => {
    const results = filed.length === 0 ? [] : await work.file(filed.map(({ filing }) => filing));
    for (const [index, { source }] of filed.entries()) {
      const result = results[index];
      if (result === undefined) throw new Error(`${filed.length} filings gave ${results.length} results`);
      if (result.outcome === "rejected") work.reject(source, result.reason, true);
      else if (result.outcome === "unchanged") countsOf(source).unchanged++;
      else if (result.isMerge) countsOf(source).merged++;
      else countsOf(source).created++;
    }
    work.advance(filed.length);
    // The embedded database answers without a turn of the event loop: signals are heard here.
    await nextTurn();
  };
  const writeAndTell = async (filed: typeof batch) => {
    isWriting = true;
    try {
      await write(filed);
    } finally {
      isWriting = false;
      held.forEach(reject);
      held = [];
    }
  };
  const flush = async () => {
    await writing;
    writing = writeAndTell(batch);
    // Heard of when it is waited for.
    writing.catch(() => {});
    batch = [];
    bytes = 0;
  };
  try {
    for await (const item of items) {
      if (work.isInterrupted()) break;
      countsOf(item.source).rows++;
      if (item.kind === "rejected") {
        if (isWriting) held.push(item);
        else reject(item);
        if (held.length >= MOST_HELD) await writing;
        continue;
      }
      const { source, filing, bytes: more = 0 } = item;
      if (bytes + more > limits.bytes) await flush();
      batch.push({ source, filing });
      bytes += more;
      if (batch.length >= limits.records || bytes >= limits.bytes) await flush();
    }
    await flush();
    await writing;
  } finally {
    // Where the items break off, what is under way is not left alone.
    await writing.catch(() => {});
  }
}

const MOST_HELD = 10_000;

/** Hears SIGINT and SIGTERM: what is under way is finished; a second one does not wait for it. */
export function watchInterruption(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    stop: () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt),
  };
}
