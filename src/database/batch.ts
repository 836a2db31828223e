import DataLoader from "dataloader";
import type { CoherentCache } from "../cache/cache.ts";
import { all, type Loaded } from "../cache/loaded.ts";

/** Batch functions of the loaders, for the three shapes that there are: one, several, or something for each key. */

/** How values are kept from one request to the next. */
export interface Kept<Value> {
  readonly cache: CoherentCache | null;
  /** Tells what is loaded from everything else that is kept. */
  readonly name: string;
  /** The tags of all that a value was made of; null for one that is not to be kept. */
  tags(value: Value, key: string): readonly string[] | null;
}

/** One row by its id; null where there is none. */
export function oneById<Row extends { readonly id: string }>(
  fetch: (ids: string[]) => Promise<readonly Row[]>,
  kept?: Kept<Row | null>,
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
  kept?: Kept<Row[]>,
): Batch<Row[]> {
  return new Batch(async (ids) => {
    const rows = Map.groupBy(await fetch(ids), parentOf);
    return ids.map((id) => rows.get(id) ?? []);
  }, kept);
}

/** Whatever a map holds for each key, which must have all of them. */
export function valueByKey<Value>(
  fetch: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
  kept?: Kept<Value>,
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
 * Loads values by key: from the cache at once; the others of a request together, each once; and none that another
 * request is loading just now.
 */
export class Batch<Value> {
  readonly #loader: DataLoader<string, Value>;
  readonly #cache: CoherentCache | null;
  readonly #name: string;

  constructor(fetch: (keys: string[]) => Promise<(Value | Error)[]>, kept?: Kept<Value>) {
    this.#cache = kept?.cache ?? null;
    this.#name = `${kept?.name} `;
    this.#loader = new DataLoader(
      (keys) =>
        this.#cache === null || kept === undefined
          ? fetch([...keys])
          : this.#fetchMissing([...keys], this.#cache, fetch, kept),
      { maxBatchSize: LARGEST_BATCH },
    );
  }

  load(key: string): Loaded<Value> {
    const known = this.#cache?.get(this.#name + key);
    return known === undefined ? this.#loader.load(key) : (known as Value);
  }

  loadMany(keys: readonly string[]): Loaded<Value[]> {
    return all(keys.map((key) => this.load(key)));
  }

  async #fetchMissing(
    keys: string[],
    cache: CoherentCache,
    fetch: (keys: string[]) => Promise<(Value | Error)[]>,
    { tags }: Kept<Value>,
  ): Promise<(Value | Error)[]> {
    const name = this.#name;
    const missing: string[] = [];
    const shared = new Map<string, Promise<unknown>>();
    const others: string[] = [];
    for (const key of keys) {
      const loading = cache.underWay(name + key);
      if (loading === undefined) missing.push(key);
      else {
        shared.set(key, loading);
        others.push(key);
      }
    }
    const since = cache.clock;
    const fetched = missing.length === 0 ? Promise.resolve([]) : fetch(missing);
    for (const [index, key] of missing.entries()) {
      const loading = fetched.then((values) => values[index]);
      shared.set(key, loading);
      cache.share(name + key, loading);
    }
    for (const [index, value] of (await fetched).entries()) {
      const key = missing[index] ?? "";
      const on = value instanceof Error ? null : tags(value, key);
      if (on !== null) cache.store(name + key, value, on, since);
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

/** PostgreSQL takes 65,535 parameters in a statement, where ids are not one array. */
const LARGEST_BATCH = 10_000;
