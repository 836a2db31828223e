import { randomInt } from "node:crypto";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { BoundedMap } from "./bounded.ts";
import { CacheCounts } from "./counts.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import type { Dependency, Evictions } from "./evictions.ts";
import { hashOf } from "./hash.ts";
import { FORM, type Form, isLatin1, type Ref, Segments } from "./segments.ts";
import { inProcess, sizeOf } from "./sizes.ts";
import { packed, type Tag, unpacked } from "./tags.ts";

/**
 * Texts that are never behind what the cache was told of, outside V8's heap: what an answer consists of, and whole answers. It is
 * bounded by the bytes that it takes; what was not asked for lately goes first.
 */
export class TextCache {
  readonly evictions: Evictions;
  readonly counts = new CacheCounts();
  readonly #segments: Segments;
  /** Lists that values were made of: few among parts, so that they may be objects. Room is left for them where the value lies. */
  readonly #lists = new Map<Ref, readonly Dependency[]>();
  /** Of what is asked for most. To unpack bytes takes as long as all else that is done to give an answer that is kept. */
  readonly #unpacked: BoundedMap<Buffer, Ref>;
  #unpackings = 0;
  readonly #spaces = new BoundedMap<TextSpace>(MOST_SPACES);
  readonly #doorkeeper = new Doorkeeper();
  #numbered = 0;

  /** Of so many bytes, some are for what is unpacked and asked for most. */
  constructor(bytes: number, evictions: Evictions, unpackedBytes = 0) {
    this.evictions = evictions;
    this.#unpacked = new BoundedMap(unpackedBytes);
    this.#segments = new Segments((bytes - inProcess(unpackedBytes)) * OF_SEGMENTS, {
      onGone: (ref, isDisplaced) => {
        if (isDisplaced) this.counts.displaced++;
        this.#lists.delete(ref);
        this.#unpacked.delete(ref);
      },
      onMoved: (ref, to) => {
        this.#unpacked.delete(ref);
        const lists = this.#lists.get(ref);
        if (lists === undefined) return;
        this.#lists.delete(ref);
        this.#lists.set(to, lists);
      },
    });
  }

  /** A part of it, with keys of its own. What is in those that were not asked for lately, of more than a thousand, is not found again. */
  space(name: string): TextSpace {
    const space = this.#spaces.get(name) ?? new TextSpace(this, ++this.#numbered);
    this.#spaces.set(name, space, 1);
    return space;
  }

  get bytes(): number {
    return this.#segments.bytes;
  }

  /** For spaces: is a value worth keeping? As `CoherentCache.wants` has it. */
  wants(hash: number): boolean {
    return !this.#segments.isFull || this.#doorkeeper.knows(hash);
  }

  /** For spaces: where a value lies of which nothing was evicted; 0 for nothing. */
  find(hash: number, space: number, key: string): Ref {
    const segments = this.#segments;
    const ref = segments.find(hash, space, key);
    if (ref === 0) return 0;
    const at = segments.atOf(ref);
    const { clock } = this.evictions;
    if (at !== clock) {
      if (!this.evictions.isCurrent(this.onOf(ref), at)) {
        segments.remove(ref, hash);
        this.counts.evicted++;
        return 0;
      }
      segments.setAt(ref, clock);
    }
    return ref;
  }

  onOf(ref: Ref): Dependency[] {
    const lists = this.#lists.get(ref);
    const tags = unpacked(this.#segments.wordsOf(ref));
    return lists === undefined ? tags : [...tags, ...lists];
  }

  use(ref: Ref): void {
    this.counts.hits++;
    this.#segments.use(ref);
  }

  textOf(ref: Ref): string {
    return this.#segments.textOf(ref);
  }

  bytesOf(ref: Ref): Lent {
    const known = this.#unpacked.get(ref);
    if (known !== undefined) return lentToMany(known);
    const bytes = this.#segments.bytesOf(ref);
    if (this.#segments.formOf(ref) === FORM.bytes) return lentToMany(Buffer.from(bytes));
    // With one byte more than it comes to, all of it is one piece; of memory of its own, not of Node's pool.
    const chunkSize = Math.max(this.#segments.unpackedOf(ref), Buffer.poolSize) + 1;
    const whole = zstdDecompressSync(bytes, { chunkSize });
    // Only some: what is asked for often comes to be among them soon, and few come for what is asked for once.
    if (++this.#unpackings % UNPACKINGS === 0) {
      const kept = Buffer.allocUnsafeSlow(whole.byteLength);
      whole.copy(kept);
      this.#unpacked.set(ref, kept, kept.byteLength);
    }
    return lentAlone(whole, chunkSize);
  }

  put(
    hash: number,
    space: number,
    key: string,
    value: string | Buffer,
    on: readonly Dependency[],
    at: number,
  ): void {
    const tags: Tag[] = [];
    const lists: Dependency[] = [];
    let beside = 0;
    for (const dependency of on) {
      if (typeof dependency === "number") tags.push(dependency);
      else {
        lists.push(dependency);
        beside += inProcess(LIST_OVERHEAD + sizeOf(dependency.toJSON()));
      }
    }
    const words = packed(tags);
    const ref = this.#segments.put({
      hash,
      space,
      key,
      unpacked: value.length,
      words,
      at,
      beside,
      ...formed(value),
    });
    if (ref !== 0 && lists.length > 0) this.#lists.set(ref, lists);
  }
}

/** Texts of one sort, by key. */
export class TextSpace {
  readonly #cache: TextCache;
  readonly #number: number;
  /** Tells its keys from those of others. */
  readonly #seed: number;
  #lastKey = "";
  #lastHash: number;

  constructor(cache: TextCache, number: number) {
    this.#cache = cache;
    this.#number = number;
    this.#seed = hashOf(String(number), SEED);
    this.#lastHash = hashOf("", this.#seed);
  }

  /** To be asked once for each value that was not kept, before it is: is it worth that? */
  wants(key: string): boolean {
    return this.#cache.wants(this.#hashOf(key));
  }

  /** As the evictions' clock tells it. */
  get clock(): number {
    return this.#cache.evictions.clock;
  }

  /** The text under the key; whoever notes that is told what it was made of. Null for none. */
  text(key: string, note: Note | null): string | null {
    return this.find(key, note) ?? this.#missed();
  }

  /** The same for whoever only looks whether there is something: where not, it is not counted as asked for. */
  find(key: string, note: Note | null): string | null {
    const ref = this.#find(key);
    if (ref === 0) return null;
    note?.(this.#cache.onOf(ref));
    return this.#cache.textOf(ref);
  }

  /** The bytes under the key; null for none. */
  bytes(key: string): Lent | null {
    const ref = this.#find(key);
    return ref === 0 ? this.#missed() : this.#cache.bytesOf(ref);
  }

  /** Keeps a text, or bytes, which began to be made at `since`, as the evictions' clock told it. */
  store(key: string, value: string | Buffer, on: readonly Dependency[], since: number): void {
    this.#cache.put(this.#hashOf(key), this.#number, key, value, on, since);
  }

  #find(key: string): Ref {
    const ref = this.#cache.find(this.#hashOf(key), this.#number, key);
    if (ref !== 0) this.#cache.use(ref);
    return ref;
  }

  #missed(): null {
    this.#cache.counts.misses++;
    return null;
  }

  /** What is missing is asked about twice, one after the other. */
  #hashOf(key: string): number {
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#lastHash = hashOf(key, this.#seed);
    }
    return this.#lastHash;
  }
}

/** Bytes that are not to be changed. */
export interface Lent {
  readonly bytes: Buffer;
  /**
   * To be called when nobody will look at them any more: their memory is used again at once, where it would lie idle until V8 sweeps,
   * and whatever came next would be written where no cache of the processor has it. Null where others have the bytes as well.
   */
  readonly giveBack: (() => void) | null;
}

/** Lends bytes that nobody else has; where they lie in memory that is not as large as told, as that of Node's pool, it stays. */
export function lentAlone(bytes: Buffer, memoryBytes = bytes.byteLength): Lent {
  const memory = bytes.buffer as ArrayBuffer;
  return { bytes, giveBack: memory.byteLength === memoryBytes ? () => void memory.transfer(0) : null };
}

/** Lends bytes that others have as well. */
export function lentToMany(bytes: Buffer): Lent {
  return { bytes, giveBack: null };
}

/** Hears what something was made of. */
export type Note = (on: readonly Dependency[]) => void;

/** How a value lies: bytes of some size packed, since to unpack them costs less than to have them fetched again for want of room. */
function formed(value: string | Buffer): { value: string | Uint8Array; form: Form } {
  if (typeof value === "string") {
    return { value, form: isLatin1(value) ? FORM.latin1 : FORM.utf16 };
  }
  if (value.length < FEWEST_PACKED) return { value, form: FORM.bytes };
  return { value: zstdCompressSync(value, PACKING), form: FORM.packed };
}

/** Another in each process, so that nobody can ask for many keys with one hash. */
const SEED = randomInt(2 ** 32) | 0;
/** What of the bytes is for segments: the rest goes to the table, to what is unpacked, and to what a process takes around it. */
const OF_SEGMENTS = 0.55;
/** Of so many unpackings, what one gives is kept. */
const UNPACKINGS = 16;
/** What a list takes beside what it says of itself: its functions, and its entry in a map. */
const LIST_OVERHEAD = 250;
const FEWEST_PACKED = 1000;
/** A seventh smaller than by the third level, for a tenth of a millisecond more of 54 kB; as fast to unpack. */
const PACKING = { params: { [constants.ZSTD_c_compressionLevel]: 5 } };
const MOST_SPACES = 1000;
