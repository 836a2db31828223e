import type { CoherentCache } from "../cache/cache.ts";
import type { Loaded } from "../cache/loaded.ts";
import { tag } from "../cache/tags.ts";
import type { ChangeEntity } from "../changes/log.ts";
import { type Batch, type Kept, valueByKey } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { countsOf, type List, pagesOf } from "./keyset.ts";
import type { Page, PageOf } from "./page.ts";

/**
 * Pages of lists that belong to parents. All parents that ask for the same page of the same list are answered by one
 * statement; the same list with other arguments, under an alias, is another statement, for all parents again.
 */
export class PageLoader {
  readonly #statements: Statements;
  readonly #pages = new Map<string, Batch<PageOf<string>>>();
  readonly #counts = new Map<string, Batch<number>>();

  readonly #cache: CoherentCache | null;

  constructor(statements: Statements, cache: CoherentCache | null) {
    this.#statements = statements;
    this.#cache = cache;
  }

  page({ name, list, partOf }: ListOfParent, parentId: string, page: Page): Loaded<PageOf<string>> {
    const key = `${name} ${JSON.stringify(page)}`;
    return entry(this.#pages, key, () =>
      valueByKey<PageOf<string>>(
        (parents) => pagesOf(this.#statements, parents, list, page),
        this.#kept(key, partOf),
      ),
    ).load(parentId);
  }

  count({ name, list, partOf }: ListOfParent, parentId: string): Loaded<number> {
    const key = `count of ${name}`;
    return entry(this.#counts, key, () =>
      valueByKey<number>((parents) => countsOf(this.#statements, parents, list), this.#kept(key, partOf)),
    ).load(parentId);
  }

  #kept(name: string, partOf: ChangeEntity | undefined): Kept<unknown> | undefined {
    if (partOf === undefined) return undefined;
    return { cache: this.#cache, name, tags: (_: unknown, id: string) => [tag(partOf, id)] };
  }
}

/** The list that each of many parents has. */
export interface ListOfParent {
  /** Tells lists apart, with filter and order, but without the page: equal for equal lists. */
  readonly name: string;
  readonly list: List;
  /** Given where the list changes with the parent itself only, which is one of these: then it can be kept. */
  readonly partOf?: ChangeEntity;
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}
