import { Readable } from "node:stream";
import { InvalidInput } from "../errors/errors.ts";
import type { GdeltItem, GdeltReader } from "../import/gdelt/gdelt.ts";
import { unzipped } from "../import/gdelt/zip.ts";
import type { Item, Reason } from "./filing.ts";
import { readLines } from "./lines.ts";

/** Why a row is left. */
export type Left = Extract<GdeltItem, { kind: "left" }>["reason"] | "repeated";

/** What is known of a row that is left. */
export interface GdeltSource {
  readonly reason: Left;
  readonly actors: readonly string[];
}

const FILED: GdeltSource = { reason: "refused", actors: [] };

/**
 * The items of a file of GDELT's, plain or zipped, from the row after `after` on; of a mentions file none, as it only
 * tells the reader of the confidence. Throws InvalidInput, with the file's name, for what is no such file or is damaged.
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
      const item = read(line.isTooLong ? "" : row);
      if (item === null) continue;
      if (item.kind === "filing") yield { kind: "filing", source: FILED, filing: item.filing };
      else yield { kind: "rejected", source: item, reason: { message: item.reason } };
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
