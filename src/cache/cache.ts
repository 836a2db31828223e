import { CacheCounts } from "./counts.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import type { Dependency, Evictions } from "./evictions.ts";
import { hashOf } from "./hash.ts";
import { inProcess, sizeOf } from "./sizes.ts";
import { TextCache } from "./texts.ts";

/** A value, and what it was made of. */
export interface Entry {
  readonly value: unknown;
  readonly on: readonly Dependency[];
  readonly bytes: number;
  /** Nothing that it was made of was evicted up to this time. */
  currentAt: number;
}

/**
 * A cache that is never behind what it was told of. It is bounded by an estimate of the bytes that it holds; what was
 * not asked for since half of them came in goes first.
 */
export class CoherentCache {
  readonly evictions: Evictions;
  /** Parts of answers, and lists: what is kept as text. */
  readonly texts: TextCache;
  readonly #half: number;
  readonly #spaces = new Map<string, Space>();
  readonly #doorkeeper = new Doorkeeper();
  #youngBytes = 0;
  #oldBytes = 0;

  constructor(bytes: number, evictions: Evictions) {
    const ofTexts = bytes * OF_TEXTS;
    this.texts = new TextCache(ofTexts, evictions);
    this.#half = (bytes - ofTexts) / 2;
    this.evictions = evictions;
    // Whoever asks from now on is not to be given what began to be loaded before.
    evictions.listen(() => {
      for (const space of this.#spaces.values()) space.forgetLoads();
    });
  }

  /** A part of it, with keys of its own. */
  space(name: string): Space {
    const known = this.#spaces.get(name);
    if (known !== undefined) return known;
    const space = new Space(this, name);
    this.#spaces.set(name, space);
    return space;
  }

  /**
   * For spaces: is a value worth keeping? Each is while there is room; then those that were wanted before, not long ago:
   * what is read once, as by whoever walks through everything, costs nothing and drives nothing out.
   */
  wants(key: string, seed: number): boolean {
    return this.#oldBytes === 0 || this.#doorkeeper.knows(hashOf(key, seed));
  }

  readonly counts = new CacheCounts();

  /** About as many bytes as it holds. */
  get bytes(): number {
    return this.#youngBytes + this.#oldBytes;
  }

  /** For spaces: so many bytes came in. */
  grow(bytes: number): void {
    this.#youngBytes += bytes;
    if (this.#youngBytes <= this.#half) return;
    this.#oldBytes = this.#youngBytes;
    this.#youngBytes = 0;
    for (const space of this.#spaces.values()) this.counts.displaced += space.age();
  }
}

/** Values of one sort, by key. */
export class Space {
  readonly #cache: CoherentCache;
  /** Tells its keys from those of others. */
  readonly #seed: number;
  /** What came in, or was asked for, within one stretch of time; forgotten as a whole. */
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();
  /**
   * Loads that others may wait for: few. A map by key, which grows and shrinks, would leave tables behind that V8 takes for alive until
   * it marks, with all that was loaded.
   */
  readonly #underWay: { readonly keys: ReadonlySet<string>; readonly loading: Loading }[] = [];

  constructor(cache: CoherentCache, name: string) {
    this.#cache = cache;
    this.#seed = hashOf(name);
  }

  /** As the evictions' clock tells it, to be taken before something is loaded. */
  get clock(): number {
    return this.#cache.evictions.clock;
  }

  /** To be asked once for each value that was not kept, before it is: is it worth that? */
  wants(key: string): boolean {
    return this.#cache.wants(key, this.#seed);
  }

  /** A load of this key that is under way, and began after the last eviction. */
  underWay(key: string): Loading | undefined {
    return this.#underWay.find(({ keys }) => keys.has(key))?.loading;
  }

  /** Lets others wait for a load of these keys. */
  share(keys: readonly string[], loading: Loading): void {
    const load = { keys: new Set(keys), loading };
    this.#underWay.push(load);
    const end = () => {
      const index = this.#underWay.indexOf(load);
      if (index !== -1) this.#underWay.splice(index, 1);
    };
    loading.then(end, end);
  }

  forgetLoads(): void {
    this.#underWay.length = 0;
  }

  /** What is kept under the key; its value is never to be changed by whoever gets it. */
  get(key: string): Entry | undefined {
    const { counts } = this.#cache;
    const entry = this.find(key);
    if (entry === undefined) counts.misses++;
    else counts.hits++;
    return entry;
  }

  /** The same for whoever only looks whether there is something: it is not counted as asked for. */
  find(key: string): Entry | undefined {
    let entry = this.#young.get(key);
    if (entry === undefined) {
      entry = this.#old.get(key);
      if (entry === undefined) return undefined;
      this.#old.delete(key);
      this.#young.set(key, entry);
      this.#cache.grow(entry.bytes);
    }
    const { evictions } = this.#cache;
    if (entry.currentAt !== evictions.clock) {
      if (!evictions.isCurrent(entry.on, entry.currentAt)) {
        this.#young.delete(key);
        this.#cache.counts.evicted++;
        return undefined;
      }
      entry.currentAt = evictions.clock;
    }
    return entry;
  }

  /** Keeps a value, which began to be loaded at `since`, as the evictions' clock told it. */
  store(key: string, value: unknown, on: readonly Dependency[], since: number): void {
    const bytes = inProcess(OVERHEAD + sizeOf(key) + sizeOf(value) + DEPENDENCY_BYTES * on.length);
    this.#young.set(key, { value, on, bytes, currentAt: since });
    this.#cache.grow(bytes);
  }

  /** How many it lets go. */
  age(): number {
    const displaced = this.#old.size;
    this.#old = this.#young;
    this.#young = new Map();
    return displaced;
  }
}

/** What a load gives, by key. */
type Loading = Promise<ReadonlyMap<string, unknown>>;

/** What of the bytes is for texts: a part of an answer spares the thing, and all that hangs on it. */
const OF_TEXTS = 0.8;
const OVERHEAD = 150;
const DEPENDENCY_BYTES = 16;
