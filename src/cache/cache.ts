/**
 * A cache that is never behind what it was told of: values are kept with the tags of all that they were made of, and a
 * tag that changed evicts them. It is bounded by an estimate of the bytes that it holds; what was not asked for since
 * half of them came in goes first.
 */
export class CoherentCache {
  readonly #half: number;
  #young = new Generation();
  #old = new Generation();
  #clock = 0;
  /** When tags were evicted last; what was loading before `#knownSince` is not known about. */
  readonly #evictedAt = new Map<string, number>();
  #knownSince = 0;
  /** Loads that others may wait for. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(bytes: number) {
    this.#half = bytes / 2;
  }

  /** What is kept under the key; undefined for nothing. Never to be changed by whoever gets it. */
  get(key: string): unknown {
    const young = this.#young.values.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.values.get(key);
    if (old === undefined) return undefined;
    this.#keep(key, old);
    this.#old.values.delete(key);
    return old.value;
  }

  /** To be taken before a value is loaded, and given back when it is stored. */
  get clock(): number {
    return this.#clock;
  }

  /** Keeps a value that is not undefined, unless one of its tags was evicted since it began to be loaded. */
  store(key: string, value: unknown, tags: readonly string[], since: number): void {
    if (since < this.#knownSince || tags.some((tag) => (this.#evictedAt.get(tag) ?? 0) > since)) return;
    this.#keep(key, { value, tags, bytes: OVERHEAD + sizeOf(key) + sizeOf(value) + 60 * tags.length });
  }

  /** Forgets all that these tags are on. */
  evict(tags: Iterable<string>): void {
    this.#clock++;
    // Whoever asks from now on is not to be given what began to be loaded before.
    this.#underWay.clear();
    if (this.#evictedAt.size > MOST_EVICTED) {
      this.#evictedAt.clear();
      this.#knownSince = this.#clock;
    }
    for (const tag of tags) {
      this.#evictedAt.set(tag, this.#clock);
      this.#young.evict(tag);
      this.#old.evict(tag);
    }
  }

  /** Forgets everything. */
  empty(): void {
    this.#knownSince = ++this.#clock;
    this.#underWay.clear();
    this.#evictedAt.clear();
    this.#young = new Generation();
    this.#old = new Generation();
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

  /** About as many bytes as it holds. */
  get bytes(): number {
    return this.#young.bytes + this.#old.bytes;
  }

  #keep(key: string, entry: Entry): void {
    this.#young.add(key, entry);
    if (this.#young.bytes <= this.#half) return;
    this.#old = this.#young;
    this.#young = new Generation();
  }
}

interface Entry {
  readonly value: unknown;
  readonly tags: readonly string[];
  readonly bytes: number;
}

/** What came in, or was asked for, within one stretch of time; forgotten as a whole. */
class Generation {
  readonly values = new Map<string, Entry>();
  readonly #keys = new Map<string, Set<string>>();
  bytes = 0;

  add(key: string, entry: Entry): void {
    this.values.set(key, entry);
    this.bytes += entry.bytes;
    for (const tag of entry.tags) {
      const keys = this.#keys.get(tag);
      if (keys === undefined) this.#keys.set(tag, new Set([key]));
      else keys.add(key);
    }
  }

  evict(tag: string): void {
    for (const key of this.#keys.get(tag) ?? []) this.values.delete(key);
    this.#keys.delete(tag);
  }
}

/** About as many bytes as a value of plain data takes. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 20 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Date) return 60;
  let size = 40;
  for (const member of Array.isArray(value) ? value : Object.values(value)) size += 8 + sizeOf(member);
  return size;
}

const OVERHEAD = 150;
const MOST_EVICTED = 100_000;
