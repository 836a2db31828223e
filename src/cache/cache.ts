import type { Dependency, Evictions } from "./evictions.ts";

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
  /** What one dependency of a value takes. */
  readonly dependencyBytes: number;
  readonly #half: number;
  readonly #spaces = new Map<string, Space>();
  #youngBytes = 0;
  #oldBytes = 0;
  /** Loads that others may wait for. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(bytes: number, evictions: Evictions, { dependencyBytes = 60 } = {}) {
    this.#half = bytes / 2;
    this.evictions = evictions;
    this.dependencyBytes = dependencyBytes;
    // Whoever asks from now on is not to be given what began to be loaded before.
    evictions.listen(() => this.#underWay.clear());
  }

  /** A part of it, with keys of its own. */
  space(name: string): Space {
    const known = this.#spaces.get(name);
    if (known !== undefined) return known;
    const space = new Space(this);
    this.#spaces.set(name, space);
    return space;
  }

  /** A load of this key that is under way, and began after the last eviction. */
  underWay(key: string): Promise<unknown> | undefined {
    return this.#underWay.get(key);
  }

  /** Lets others wait for a load. */
  share(key: string, loading: Promise<unknown>): void {
    this.#underWay.set(key, loading);
    const end = () => {
      if (this.#underWay.get(key) === loading) this.#underWay.delete(key);
    };
    loading.then(end, end);
  }

  /** What was asked for until now, and what became of what it held. */
  readonly counts = {
    hits: 0,
    misses: 0,
    /** Let go since something that it was made of changed. */
    evicted: 0,
    /** Let go since there was no room for it. */
    displaced: 0,
  };

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
  /** What came in, or was asked for, within one stretch of time; forgotten as a whole. */
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  constructor(cache: CoherentCache) {
    this.#cache = cache;
  }

  /** What is kept under the key; its value is never to be changed by whoever gets it. */
  get(key: string): Entry | undefined {
    const { counts } = this.#cache;
    const entry = this.find(key);
    if (entry === undefined) counts.misses++;
    else counts.hits++;
    return entry;
  }

  /** The same for whoever only looks whether to keep something: it is not counted as asked for. */
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
    const bytes = OVERHEAD + sizeOf(key) + sizeOf(value) + this.#cache.dependencyBytes * on.length;
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

/** About as many bytes as a value of plain data takes. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 20 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Uint8Array) return 100 + value.byteLength;
  if (value instanceof Date) return 60;
  let size = 40;
  for (const member of Array.isArray(value) ? value : Object.values(value)) size += 8 + sizeOf(member);
  return size;
}

const OVERHEAD = 250;
