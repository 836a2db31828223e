import type { Dependency } from "../cache/evictions.ts";
import type { Loaded } from "../cache/loaded.ts";
import type { Reads } from "../cache/reads.ts";
import { Batch, valueByKey } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { countOf, countsOf, keyOf, type List, pageOf, pagesOf } from "./keyset.ts";
import type { Page, PageOf, Stretch } from "./page.ts";

/**
 * Pages of lists, and their lengths. All parents that ask for the same page of the same list are answered by one
 * statement; the same list with other arguments, under an alias, is another statement, for all parents again.
 */
export class PageLoader {
  readonly #statements: Statements;
  readonly #reads: Reads;
  readonly #pages = new Map<string, Batch<PageOf<string>>>();
  readonly #counts = new Map<string, Batch<number>>();
  readonly #answers: Batch<unknown>;
  readonly #asked = new Map<string, Asked<unknown>>();

  constructor(statements: Statements, reads: Reads) {
    this.#statements = statements;
    this.#reads = reads;
    this.#answers = new Batch((keys) => Promise.all(keys.map((key) => this.#answer(key))), {
      reads,
      name: "answers",
      as: "JSON",
      on: (value, key) => this.#asked.get(key)?.on(value) ?? null,
      noted: (key) => this.#asked.get(key)?.noted?.(),
    });
  }

  page(list: List, page: Page): Loaded<PageOf<string>> {
    return this.once(`page ${JSON.stringify(page)} ${keyOf(list)}`, {
      fetch: () => pageOf(this.#statements, list, page),
      on: ({ stretch }) => list.dependency?.(stretch) ?? null,
    });
  }

  count(list: List): Loaded<number> {
    return this.once(`count ${keyOf(list)}`, {
      fetch: () => countOf(this.#statements, list),
      on: () => list.dependency?.("members") ?? null,
    });
  }

  /** Whatever one statement answers, as JSON has it; the key is to be equal for equal questions. */
  once<Value>(key: string, asked: Asked<Value>): Loaded<Value> {
    this.#asked.set(key, asked as Asked<unknown>);
    return this.#answers.load(key) as Loaded<Value>;
  }

  pageOfParent(list: ListOfParent, parentId: string, page: Page): Loaded<PageOf<string>> {
    return this.#pagesOf(list, page).load(parentId);
  }

  /** Gives it pages that were loaded otherwise, by parent. */
  primeParents(
    list: ListOfParent,
    page: Page,
    pages: ReadonlyMap<string, PageOf<string>>,
    since: number | null,
  ): void {
    const batch = this.#pagesOf(list, page);
    for (const [id, loaded] of pages) batch.prime(id, loaded, since);
  }

  #pagesOf({ name, list, on }: ListOfParent, page: Page): Batch<PageOf<string>> {
    const key = `${name} ${JSON.stringify(page)}`;
    return entry(this.#pages, key, () =>
      valueByKey<PageOf<string>>(
        (parents) => pagesOf(this.#statements, parents, list, page),
        on === undefined
          ? this.#reads
          : {
              reads: this.#reads,
              name: "pages of parents",
              sort: () => key,
              on: ({ stretch }, id) => on(id, stretch),
            },
      ),
    );
  }

  countOfParent({ name, list, on }: ListOfParent, parentId: string): Loaded<number> {
    const key = `count of ${name}`;
    return entry(this.#counts, key, () =>
      valueByKey<number>(
        (parents) => countsOf(this.#statements, parents, list),
        on === undefined
          ? this.#reads
          : {
              reads: this.#reads,
              name: "counts of parents",
              sort: () => key,
              on: (_, id) => on(id, "members"),
            },
      ),
    ).load(parentId);
  }

  async #answer(key: string): Promise<unknown> {
    try {
      return await this.#asked.get(key)?.fetch();
    } catch (error) {
      // An answer as another: the others of the batch have theirs.
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** A question that one statement answers. */
export interface Asked<Value> {
  fetch(): Promise<Value>;
  /** What the answer was made of; null for one that is not to be kept. */
  on(value: Value): readonly Dependency[] | null;
  /** What of it the request looks at, where that is less. */
  noted?(): readonly Dependency[];
}

/** The list that each of many parents has. */
export interface ListOfParent {
  /** Tells lists apart, with filter and order, but without the page: equal for equal lists. */
  readonly name: string;
  readonly list: List;
  /** A stretch of a parent's list, or which ones are in it, as what is kept depends on it; as in `List`. */
  readonly on?: (parentId: string, stretch: Stretch | "members") => readonly Dependency[];
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}
