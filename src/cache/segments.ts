import { SlotTable } from "./slotTable.ts";

/** Where something lies; 0 for nothing. It holds until something is put. */
export type Ref = number;

/** How the bytes of a value are to be read. */
export const FORM = { latin1: 0, utf16: 1, bytes: 2, packed: 3 } as const;
export type Form = (typeof FORM)[keyof typeof FORM];

/** A value to be put. */
export interface Item {
  /** A hash of 32 bits of `space` and `key`. */
  readonly hash: number;
  readonly space: number;
  readonly key: string;
  readonly form: Form;
  /** A text, for the two forms of texts; else bytes. */
  readonly value: string | Uint8Array;
  /** How many bytes it has when it is unpacked. */
  readonly unpacked: number;
  /** What is told of it beside, integers of 32 bits. */
  readonly words: Int32Array;
  readonly at: number;
  /** How many bytes are kept for it elsewhere: as many are left free here, so that all is bounded. */
  readonly beside: number;
}

/**
 * Values by key in segments of memory outside V8's heap, which it neither marks nor moves: each lies there as bytes, after
 * its key and some words. They fill one segment after another, and then the first again, where what was asked for
 * since stays (the CLOCK of Corbató 1968, with a count to 3; segments as in Segcache, Yang et al. 2021). Nothing else is known of
 * values here: neither what they mean nor whether they are still right.
 */
export class Segments {
  readonly #table = new SlotTable();
  readonly #segments: Segment[] = [];
  readonly #size: number;
  readonly #most: number;
  readonly #onGone: (ref: Ref, isDisplaced: boolean) => void;
  readonly #onMoved: (ref: Ref, to: Ref) => void;
  /** Which segment is being filled. */
  #filling = 0;
  #isFull = false;

  /** Takes at most so many bytes, a multiple of what is taken at once; is told of what goes, and of what is elsewhere. */
  constructor(
    bytes: number,
    { onGone, onMoved }: { onGone(ref: Ref, isDisplaced: boolean): void; onMoved(ref: Ref, to: Ref): void },
  ) {
    this.#size = Math.min(LARGEST_SEGMENT, Math.floor(bytes / FEWEST_SEGMENTS / UNIT) * UNIT);
    this.#most = this.#size === 0 ? 0 : Math.floor(bytes / this.#size);
    this.#onGone = onGone;
    this.#onMoved = onMoved;
  }

  /** Did something have to go? */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Of memory that is taken. */
  get bytes(): number {
    return this.#segments.length * this.#size;
  }

  find(hash: number, space: number, key: string): Ref {
    for (let slot = this.#table.first(hash); slot !== -1; slot = this.#table.next(hash, slot)) {
      const ref = this.#table.refAt(slot);
      if (this.#is(ref, space, key)) return ref;
    }
    return 0;
  }

  /** Puts a value, in place of one with its key; what is too large to be one of many is left out. */
  put(item: Item): Ref {
    this.remove(this.find(item.hash, item.space, item.key), item.hash);
    const isWide = !isLatin1(item.key);
    const keyBytes = item.key.length * (isWide ? 2 : 1);
    const valueBytes = item.form === FORM.utf16 ? item.value.length * 2 : item.value.length;
    const keyAt = HEAD_BYTES + item.words.byteLength;
    const valueAt = keyAt + keyBytes;
    const length = Math.ceil((valueAt + valueBytes + item.beside) / UNIT) * UNIT;
    if (length > this.#size) return 0;
    const index = this.#room(length);
    const segment = this.#segments[index] as Segment;
    const from = segment.end;
    segment.end += length;
    const { ints, floats, bytes } = segment;
    const head = from / 4;
    ints[head + LENGTH] = length;
    ints[head + HASH] = item.hash;
    ints[head + SPACE] = item.space;
    ints[head + KEY_LENGTH] = isWide ? ~item.key.length : item.key.length;
    ints[head + VALUE_BYTES] = valueBytes;
    ints[head + UNPACKED] = item.unpacked;
    ints[head + FORM_OF] = item.form;
    ints[head + USES] = 0;
    ints[head + WORDS] = item.words.length;
    ints.set(item.words, head + HEAD_BYTES / 4);
    floats[from / 8 + AT] = item.at;
    bytes.write(item.key, from + keyAt, isWide ? "utf16le" : "latin1");
    if (typeof item.value === "string") {
      bytes.write(item.value, from + valueAt, item.form === FORM.utf16 ? "utf16le" : "latin1");
    } else bytes.set(item.value, from + valueAt);
    const ref = this.#refOf(index, from);
    this.#table.add(item.hash, ref);
    return ref;
  }

  remove(ref: Ref, hash: number): void {
    if (ref !== 0 && this.#table.remove(hash, ref)) this.#onGone(ref, false);
  }

  /** It was asked for. */
  use(ref: Ref): void {
    const { ints, head } = this.#headOf(ref);
    const uses = ints[head + USES] ?? 0;
    if (uses < MOST_USES) ints[head + USES] = uses + 1;
  }

  formOf(ref: Ref): Form {
    const { ints, head } = this.#headOf(ref);
    return ints[head + FORM_OF] as Form;
  }

  unpackedOf(ref: Ref): number {
    const { ints, head } = this.#headOf(ref);
    return ints[head + UNPACKED] ?? 0;
  }

  atOf(ref: Ref): number {
    const { segment, head } = this.#headOf(ref);
    return segment.floats[head / 2 + AT] ?? 0;
  }

  setAt(ref: Ref, at: number): void {
    const { segment, head } = this.#headOf(ref);
    segment.floats[head / 2 + AT] = at;
  }

  /** Where they lie: to be read at once. */
  wordsOf(ref: Ref): Int32Array {
    const { ints, head } = this.#headOf(ref);
    const first = head + HEAD_BYTES / 4;
    return ints.subarray(first, first + (ints[head + WORDS] ?? 0));
  }

  textOf(ref: Ref): string {
    const { segment, ints, head } = this.#headOf(ref);
    const from = valueFrom(ints, head);
    const end = from + (ints[head + VALUE_BYTES] ?? 0);
    return segment.bytes.toString(ints[head + FORM_OF] === FORM.utf16 ? "utf16le" : "latin1", from, end);
  }

  /** The bytes where they lie: to be copied by whoever keeps them. */
  bytesOf(ref: Ref): Buffer {
    const { segment, ints, head } = this.#headOf(ref);
    const from = valueFrom(ints, head);
    return segment.bytes.subarray(from, from + (ints[head + VALUE_BYTES] ?? 0));
  }

  #is(ref: Ref, space: number, key: string): boolean {
    const { segment, ints, head } = this.#headOf(ref);
    if (ints[head + SPACE] !== space) return false;
    const length = ints[head + KEY_LENGTH] ?? 0;
    const from = head * 4 + HEAD_BYTES + (ints[head + WORDS] ?? 0) * 4;
    if (length < 0) return segment.bytes.toString("utf16le", from, from + 2 * ~length) === key;
    if (length !== key.length) return false;
    const { bytes } = segment;
    for (let index = 0; index < length; index++) {
      if (bytes[from + index] !== key.charCodeAt(index)) return false;
    }
    return true;
  }

  #headOf(ref: Ref): { segment: Segment; ints: Int32Array; head: number } {
    const unit = ref - 1;
    const units = this.#size / UNIT;
    const index = Math.floor(unit / units);
    const segment = this.#segments[index] as Segment;
    return { segment, ints: segment.ints, head: (unit - index * units) * (UNIT / 4) };
  }

  #refOf(index: number, from: number): Ref {
    return (index * this.#size + from) / UNIT + 1;
  }

  /** The segment that has room for so many bytes. */
  #room(length: number): number {
    for (let tries = 0; ; tries++) {
      const segment = this.#segments[this.#filling];
      if (segment !== undefined && segment.end + length <= this.#size) return this.#filling;
      if (segment !== undefined) this.#filling = (this.#filling + 1) % this.#most;
      const next = this.#segments[this.#filling];
      if (next === undefined) this.#segments.push(new Segment(this.#size));
      else this.#sweep(this.#filling, next, tries > this.#most);
    }
  }

  /** Lets go what was not asked for since the last time, or all of it, and moves the rest together. */
  #sweep(index: number, { ints, bytes, end }: Segment, isAll: boolean): void {
    this.#isFull = true;
    let to = 0;
    for (let from = 0; from < end; ) {
      const head = from / 4;
      const [length = UNIT, hash = 0, uses = 0] = [ints[head + LENGTH], ints[head + HASH], ints[head + USES]];
      const ref = this.#refOf(index, from);
      if (uses === 0 || isAll) {
        // What another was put in place of is no longer in the table.
        if (this.#table.remove(hash, ref)) this.#onGone(ref, true);
      } else if (this.#table.has(hash, ref)) {
        ints[head + USES] = uses - 1;
        if (to !== from) {
          bytes.copyWithin(to, from, from + length);
          const moved = this.#refOf(index, to);
          this.#table.replace(hash, ref, moved);
          this.#onMoved(ref, moved);
        }
        to += length;
      }
      from += length;
    }
    (this.#segments[index] as Segment).end = to;
  }
}

class Segment {
  readonly bytes: Buffer;
  readonly ints: Int32Array;
  readonly floats: Float64Array;
  end = 0;

  constructor(size: number) {
    const memory = new ArrayBuffer(size);
    this.bytes = Buffer.from(memory);
    this.ints = new Int32Array(memory);
    this.floats = new Float64Array(memory);
  }
}

function valueFrom(ints: Int32Array, head: number): number {
  const length = ints[head + KEY_LENGTH] ?? 0;
  const keyBytes = length < 0 ? 2 * ~length : length;
  return head * 4 + HEAD_BYTES + (ints[head + WORDS] ?? 0) * 4 + keyBytes;
}

/** What values lie at multiples of, in bytes. */
const UNIT = 8;
/** As much as is swept at once: some milliseconds. */
const LARGEST_SEGMENT = 2 ** 20;
const FEWEST_SEGMENTS = 8;
/** What is asked for often stays for so many rounds. */
const MOST_USES = 3;

/** Before each value: integers of 32 bits, by their places. */
const [LENGTH, HASH, SPACE, KEY_LENGTH, VALUE_BYTES, UNPACKED, FORM_OF, USES, WORDS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const;
/** And a number of 64 bits, by its place among those. */
const AT = 5;
const HEAD_BYTES = 48;

/** Has it no character that takes more than one byte? */
export function isLatin1(text: string): boolean {
  return LATIN1.test(text);
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of one byte.
const LATIN1 = /^[\x00-\xff]*$/;
