import { Readable } from "node:stream";
import { InvalidInput } from "../errors/errors.ts";
import type { GdeltItem, GdeltReader } from "../import/gdelt/gdelt.ts";
import { unzipped } from "../import/gdelt/zip.ts";
import type { Counts, Item, Reason } from "./filing.ts";
import { readLines } from "./lines.ts";

/** Why a row is left. */
export type Left = Extract<GdeltItem, { kind: "left" }>["reason"] | "repeated";

/** What is known of a row that is left. */
export interface GdeltSource {
  /** A row of events, or a further article on one, which a row of mentions names. */
  readonly of: GdeltItem["of"];
  readonly reason: Left;
  readonly actors: readonly string[];
}

/**
 * The items of a file of GDELT's, plain or zipped, from the row after `after` on; of a mentions
 * file the further articles on events. Throws InvalidInput, with the file's name, for what is no such file or is damaged.
 */
export async function* readGdelt(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  work: { reader: GdeltReader; after?: number; signal: AbortSignal; onRow?: (row: number) => void },
): AsyncGenerator<Item<GdeltSource>> {
  const { reader, after = 0, signal, onRow } = work;
  const stream = Readable.from(unzipped(bytes), { objectMode: true });
  let read: ReturnType<GdeltReader["begin"]> | null = null;
  try {
    for await (const line of readLines(stream, signal, () => {})) {
      const row = line.bytes.toString();
      read ??= reader.begin(row);
      if (line.number <= after) continue;
      onRow?.(line.number);
      for (const item of read(line.isTooLong ? "" : row)) {
        if (item.kind === "left") yield { kind: "rejected", source: item, reason: { message: item.reason } };
        else {
          const source: GdeltSource = { of: item.of, reason: "refused", actors: [] };
          yield { kind: "filing", source, filing: item.filing };
        }
      }
    }
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidInput(`${name}: ${error.message}`);
    throw error;
  }
}

/** Why a row is left, as it was read or as the record refused it. */
export function reasonLeft(source: GdeltSource, { code }: Reason, isFiled: boolean): Left {
  if (!isFiled) return source.reason;
  // What is another content under a key is another event that GDELT found in the same article.
  return code === "CONFLICT" ? "repeated" : "refused";
}

/** What became of rows of events, and of further articles on them. */
export class GdeltCounts {
  readonly event: Counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  readonly mention: Counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };

  /** Of further articles, as they are told: `articles` is the sum of the others. */
  get told() {
    const { rows: articles, created, merged, unchanged, rejected: left } = this.mention;
    return { articles, created, merged, unchanged, left };
  }
}
