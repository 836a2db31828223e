import type DataLoader from "dataloader";
import { valueByKey } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { countsOf, type List, pagesOf } from "./keyset.ts";
import type { Page, PageOf } from "./page.ts";

/**
 * Pages of lists that belong to parents. All parents that ask for the same page of the same list are answered by one
 * statement; the same list with other arguments, under an alias, is another statement, for all parents again.
 */
export class PageLoader {
  readonly #statements: Statements;
  readonly #pages = new Map<string, DataLoader<string, PageOf<string>>>();
  readonly #counts = new Map<string, DataLoader<string, number>>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** `name` tells lists apart: equal for equal lists. */
  page(name: string, list: List, parentId: string, page: Page): Promise<PageOf<string>> {
    return entry(this.#pages, `${name} ${JSON.stringify(page)}`, () =>
      valueByKey((parents) => pagesOf(this.#statements, parents, list, page)),
    ).load(parentId);
  }

  count(name: string, list: List, parentId: string): Promise<number> {
    return entry(this.#counts, name, () =>
      valueByKey((parents) => countsOf(this.#statements, parents, list)),
    ).load(parentId);
  }
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}
