import type { Frame } from "./teller.ts";

/**
 * What operations told of changes last, for those who come a little later to the same. It is bounded by an estimate of the
 * bytes that it holds; of the operation that told nothing for the longest, the oldest go first.
 */
export class Frames {
  readonly #most: number;
  /** By the numbers of operations, whoever told last at the end; by the places of changes, the first that was told first. */
  readonly #byOperation = new Map<number, Map<number, Kept>>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** What is kept of the operation for the change, or else what is made for it; a failure is not kept. */
  get(operation: number, change: number, make: () => Promise<Frame>): Promise<Frame> {
    const ofOperation = this.#byOperation.get(operation) ?? new Map<number, Kept>();
    const known = ofOperation.get(change);
    if (known !== undefined) return known.frame;
    const kept = { frame: make(), bytes: 0 };
    ofOperation.set(change, kept);
    this.#byOperation.delete(operation);
    this.#byOperation.set(operation, ofOperation);
    kept.frame.then(
      ({ json }) => {
        if (this.#byOperation.get(operation)?.get(change) === kept) this.#weigh(kept, json);
      },
      () => ofOperation.delete(change),
    );
    return kept.frame;
  }

  /** To be called for an operation that nobody waits for any more: another one has another number. */
  forget(operation: number): void {
    for (const { bytes } of this.#byOperation.get(operation)?.values() ?? []) this.#bytes -= bytes;
    this.#byOperation.delete(operation);
  }

  #weigh(kept: Kept, json: string): void {
    kept.bytes = OVERHEAD + COPIES * json.length;
    this.#bytes += kept.bytes;
    while (this.#bytes > this.#most) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [operation, ofOperation] of this.#byOperation) {
      for (const [change, { bytes }] of ofOperation) {
        ofOperation.delete(change);
        this.#bytes -= bytes;
        return;
      }
      this.#byOperation.delete(operation);
    }
  }
}

interface Kept {
  readonly frame: Promise<Frame>;
  /** 0 while it is made. */
  bytes: number;
}

const OVERHEAD = 600;
/** As JSON, as the bytes of a transport, and as the result, whose objects take several times as much. */
const COPIES = 6;
