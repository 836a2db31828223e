import DataLoader from "dataloader";
import type { CoherentCache, Space } from "../cache/cache.ts";
import type { Dependency } from "../cache/evictions.ts";
import { all, type Loaded } from "../cache/loaded.ts";
import type { Reads } from "../cache/reads.ts";
import { currentRequest } from "../telemetry/request.ts";

/** Batch functions of the loaders, for the three shapes that there are: one, several, or something for each key. */

/** How values are kept from one request to the next. */
export interface Kept<Value> {
  readonly reads: Reads;
  /** Tells what is loaded from everything else that is kept. */
  readonly name: string;
  /** Where the same name is used for several sorts of values: what tells them apart. */
  readonly sort?: string;
  /** All that a value was made of; null for one that is not to be kept. */
  on(value: Value, key: string): readonly Dependency[] | null;
  /** What of it a request looks at, where that is less. */
  noted?(key: string): readonly Dependency[] | undefined;
}

/** One row by its id; null where there is none. */
export function oneById<Row extends { readonly id: string }>(
  fetch: (ids: string[]) => Promise<readonly Row[]>,
  kept: Kept<Row | null> | Reads,
): Batch<Row | null> {
  return new Batch(async (ids) => {
    const rows = new Map((await fetch(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  }, kept);
}

/** The rows of each parent, in the order in which they were fetched. */
export function manyByParent<Row>(
  parentOf: (row: Row) => string,
  fetch: (parentIds: string[]) => Promise<readonly Row[]>,
  kept: Kept<Row[]> | Reads,
): Batch<Row[]> {
  return new Batch(async (ids) => {
    const rows = Map.groupBy(await fetch(ids), parentOf);
    return ids.map((id) => rows.get(id) ?? []);
  }, kept);
}

/** Whatever a map holds for each key, which must have all of them. */
export function valueByKey<Value>(
  fetch: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
  kept: Kept<Value> | Reads,
): Batch<Value> {
  return new Batch(async (keys) => {
    const values = await fetch(keys);
    return keys.map((key) => {
      const value = values.get(key);
      return value === undefined ? new Error(`Nothing was loaded for ${key}`) : value;
    });
  }, kept);
}

/**
 * Loads values by key: what was loaded before, at once; the others of a request together, each once; and none that
 * another request is loading just now. Given reads only, nothing is kept beyond the request.
 */
export class Batch<Value> {
  readonly #loader: DataLoader<string, Value>;
  readonly #reads: Reads;
  readonly #kept: Kept<Value> | null;
  readonly #space: Space | null;
  readonly #prefix: string;
  /** What this request has loaded. */
  readonly #loaded = new Map<string, Value>();

  constructor(fetch: (keys: string[]) => Promise<(Value | Error)[]>, kept: Kept<Value> | Reads) {
    this.#kept = "on" in kept ? kept : null;
    this.#reads = "on" in kept ? kept.reads : kept;
    const { cache } = this.#reads;
    this.#prefix = this.#kept?.sort === undefined ? "" : `${this.#kept.sort} `;
    this.#space = this.#kept === null ? null : (cache?.space(this.#kept.name) ?? null);
    const name = this.#kept?.name ?? UNKEPT;
    const observed = (keys: string[]) =>
      currentRequest()?.batch(name, keys.length, () => fetch(keys)) ?? fetch(keys);
    const load = (keys: readonly string[]) =>
      cache === null || this.#kept === null || this.#space === null
        ? observed([...keys])
        : this.#fetchMissing([...keys], cache, this.#space, this.#kept, observed);
    this.#loader = new DataLoader(
      (keys) => {
        const { held } = this.#reads;
        return held === null ? load(keys) : held.then(() => load(keys));
      },
      { maxBatchSize: LARGEST_BATCH },
    );
  }

  load(key: string): Loaded<Value> {
    const entry = this.#space?.get(this.#prefix + key);
    if (entry !== undefined) {
      this.#reads.note(this.#kept?.noted?.(key) ?? entry.on);
      return entry.value as Value;
    }
    const loaded = this.#loaded.get(key);
    if (loaded !== undefined) {
      this.#reads.note(this.#kept?.noted?.(key) ?? this.#kept?.on(loaded, key) ?? null);
      return loaded;
    }
    this.#reads.isLoading = true;
    return this.#loader.load(key).then((value) => {
      this.#loaded.set(key, value);
      return value;
    });
  }

  loadMany(keys: readonly string[]): Loaded<Value[]> {
    return all(keys.map((key) => this.load(key)));
  }

  /** Gives it what was loaded otherwise: for this request, or for others as well, where it is told since when. */
  prime(key: string, value: Value, since: number | null): void {
    this.#loaded.set(key, value);
    if (this.#space === null || since === null || this.#space.find(this.#prefix + key) !== undefined) return;
    const on = this.#kept?.on(value, key) ?? null;
    if (on !== null) this.#space.store(this.#prefix + key, value, on, since);
  }

  async #fetchMissing(
    keys: string[],
    cache: CoherentCache,
    space: Space,
    { name, on }: Kept<Value>,
    fetch: (keys: string[]) => Promise<(Value | Error)[]>,
  ): Promise<(Value | Error)[]> {
    const prefix = this.#prefix;
    const missing: string[] = [];
    const shared = new Map<string, Promise<unknown>>();
    const others: string[] = [];
    for (const key of keys) {
      const loading = cache.underWay(`${name} ${prefix}${key}`);
      if (loading === undefined) missing.push(key);
      else {
        shared.set(key, loading);
        others.push(key);
      }
    }
    const since = cache.evictions.clock;
    const fetched = missing.length === 0 ? Promise.resolve([]) : fetch(missing);
    for (const [index, key] of missing.entries()) {
      const loading = fetched.then((values) => values[index]);
      shared.set(key, loading);
      cache.share(`${name} ${prefix}${key}`, loading);
    }
    for (const [index, value] of (await fetched).entries()) {
      const key = missing[index] ?? "";
      const made = value instanceof Error ? null : on(value, key);
      if (made !== null) space.store(prefix + key, value, made, since);
    }
    // What another request was loading is lost with it, where its client is gone.
    const loaded = await Promise.allSettled(others.map((key) => shared.get(key)));
    const lost = others.filter((_, index) => loaded[index]?.status === "rejected");
    for (const [index, value] of (lost.length === 0 ? [] : await fetch(lost)).entries()) {
      shared.set(lost[index] ?? "", Promise.resolve(value));
    }
    return Promise.all(keys.map((key) => shared.get(key) as Promise<Value | Error>));
  }
}

/** The name of all that is kept for the request alone, as it is told of. */
const UNKEPT = "unkept";
/** PostgreSQL takes 65,535 parameters in a statement, where ids are not one array. */
const LARGEST_BATCH = 10_000;
