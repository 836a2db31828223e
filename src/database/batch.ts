import DataLoader from "dataloader";
import type { Space } from "../cache/cache.ts";
import type { Dependency } from "../cache/evictions.ts";
import { all, type Loaded } from "../cache/loaded.ts";
import type { Reads } from "../cache/reads.ts";
import type { TextSpace } from "../cache/texts.ts";
import { currentRequest } from "../telemetry/request.ts";

/** Batch functions of the loaders, for the three shapes that there are: one, several, or something for each key. */

/** How values are kept from one request to the next. */
export interface Kept<Value> {
  readonly reads: Reads;
  /** Tells what is loaded from everything else that is kept. */
  readonly name: string;
  /** Where the same name is used for several sorts of values: what tells them apart. */
  sort?(): string;
  /** All that a value was made of; null for one that is not to be kept. */
  on(value: Value, key: string): readonly Dependency[] | null;
  /** What of it a request looks at, where that is less. */
  noted?(key: string): readonly Dependency[] | undefined;
  /** What stands in for a value that is not looked at itself; null for nothing. */
  standIn?(key: string): Value | null;
  /** How values are kept: as they are; as JSON, which takes less; or for requests that go on at the same time alone. */
  readonly as?: "JSON" | "nothing";
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
  /** For what is kept as JSON. */
  readonly #texts: TextSpace | null;
  /** What this request has loaded. */
  readonly #loaded = new Map<string, Value>();

  constructor(fetch: (keys: string[]) => Promise<(Value | Error)[]>, kept: Kept<Value> | Reads) {
    this.#kept = "on" in kept ? kept : null;
    this.#reads = "on" in kept ? kept.reads : kept;
    const { cache } = this.#reads;
    this.#space = this.#kept === null ? null : (cache?.space(this.#kept.name) ?? null);
    this.#texts = this.#kept?.as === "JSON" ? (cache?.texts.space(this.#kept.name) ?? null) : null;
    const name = this.#kept?.name ?? UNKEPT;
    const observed = (keys: string[]) =>
      currentRequest()?.batch(name, keys.length, () => fetch(keys)) ?? fetch(keys);
    this.#loader = new DataLoader(
      async (keys) => {
        const { held } = this.#reads;
        if (held !== null) await held;
        return this.#loadAll([...keys], observed);
      },
      { maxBatchSize: LARGEST_BATCH },
    );
  }

  load(key: string): Loaded<Value> {
    const loaded = this.#loaded.get(key);
    if (loaded !== undefined && !this.#reads.isNoting) return loaded;
    const standIn = loaded === undefined ? (this.#kept?.standIn?.(key) ?? null) : null;
    if (standIn !== null) {
      if (this.#reads.isNoting) this.#reads.note(this.#kept?.noted?.(key) ?? null);
      return standIn;
    }
    const found = this.#find(key);
    if (found !== undefined) return found;
    if (loaded === undefined) {
      this.#reads.isLoading = true;
      return this.#loader.load(key);
    }
    if (this.#reads.isNoting) {
      this.#reads.note(this.#kept?.noted?.(key) ?? this.#kept?.on(loaded, key) ?? null);
    }
    return loaded;
  }

  loadMany(keys: readonly string[]): Loaded<Value[]> {
    return all(keys.map((key) => this.load(key)));
  }

  /** Gives it what was loaded otherwise: for this request, or for others as well, where it is told since when. */
  prime(key: string, value: Value, since: number | null): void {
    this.#loaded.set(key, value);
    if (since !== null) this.#keep(key, value, since);
  }

  /** What is kept for others too, and notes what it was made of. */
  #find(key: string): Value | undefined {
    const [space, kept, texts] = [this.#space, this.#kept, this.#texts];
    if (space === null || kept === null || kept.as === "nothing") return undefined;
    const note = (on: readonly Dependency[]) => this.#reads.note(kept.noted?.(key) ?? on);
    if (texts !== null) {
      const text = texts.text(this.#prefixed(key), this.#reads.isNoting ? note : null);
      return text === null ? undefined : JSON.parse(text);
    }
    const entry = space.get(this.#prefixed(key));
    if (entry !== undefined && this.#reads.isNoting) note(entry.on);
    return entry?.value as Value | undefined;
  }

  #prefixed(key: string): string {
    const sort = this.#kept?.sort?.();
    return sort === undefined ? key : `${sort} ${key}`;
  }

  /** Keeps a value for others, where that is worth it and it may be kept. */
  #keep(key: string, value: Value, since: number): void {
    const [space, kept, texts] = [this.#space, this.#kept, this.#texts];
    if (space === null || kept === null || kept.as === "nothing") return;
    const prefixed = this.#prefixed(key);
    if (!(texts ?? space).wants(prefixed)) return;
    // What is not wanted is not looked for.
    if (texts === null && space.find(prefixed) !== undefined) return;
    const made = kept.on(value, key);
    if (made === null) return;
    if (texts === null) space.store(prefixed, value, made, since);
    else texts.store(prefixed, JSON.stringify(value), made, since);
  }

  async #loadAll(
    keys: string[],
    fetch: (keys: string[]) => Promise<(Value | Error)[]>,
  ): Promise<(Value | Error)[]> {
    const space = this.#space;
    const values = await (space === null ? fetch(keys) : this.#fetchMissing(keys, space, fetch));
    for (const [index, value] of values.entries()) {
      if (!(value instanceof Error)) this.#loaded.set(keys[index] ?? "", value);
    }
    return values;
  }

  async #fetchMissing(
    keys: string[],
    space: Space,
    fetch: (keys: string[]) => Promise<(Value | Error)[]>,
  ): Promise<(Value | Error)[]> {
    const prefixed = keys.map((key) => this.#prefixed(key));
    const loads = prefixed.map((key) => space.underWay(key));
    const missing = keys.filter((_, index) => loads[index] === undefined);
    const since = space.clock;
    let fetched: (Value | Error)[] = [];
    if (missing.length > 0) {
      const fetching = fetch(missing);
      const shared = prefixed.filter((_, index) => loads[index] === undefined);
      space.share(
        shared,
        fetching.then((values) => new Map(values.map((value, index) => [shared[index] ?? "", value]))),
      );
      fetched = await fetching;
      for (const [index, value] of fetched.entries()) {
        if (!(value instanceof Error)) this.#keep(missing[index] ?? "", value, since);
      }
      if (missing.length === keys.length) return fetched;
    }
    const found = new Map(missing.map((key, index) => [key, fetched[index]]));
    // What another request was loading is lost with it, where its client is gone, or it has taken all its time.
    const lost: string[] = [];
    for (const [index, load] of (await Promise.allSettled(loads)).entries()) {
      const key = keys[index] ?? "";
      if (loads[index] === undefined) continue;
      const value = load.status === "fulfilled" ? load.value?.get(prefixed[index] ?? "") : undefined;
      if (load.status === "rejected" || value instanceof Error) lost.push(key);
      else found.set(key, value as Value);
    }
    const again = lost.length === 0 ? [] : await fetch(lost);
    for (const [index, value] of again.entries()) found.set(lost[index] ?? "", value);
    return keys.map((key) => found.get(key) as Value | Error);
  }
}

/** The name of all that is kept for the request alone, as it is told of. */
const UNKEPT = "unkept";
/** PostgreSQL takes 65,535 parameters in a statement, where ids are not one array. */
const LARGEST_BATCH = 10_000;
