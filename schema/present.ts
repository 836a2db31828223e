import { type Loaded, use } from "../src/cache/loaded.ts";

/** A row that another row refers to by foreign key, and that therefore exists. */
export function existing<T>(row: T | null | undefined): T {
  if (row === null || row === undefined) throw new Error("A row that is referred to was not found");
  return row;
}

/** The same for one that may have to be loaded. */
export function exists<T>(loaded: Loaded<T | null>): Loaded<T> {
  return use(loaded, existing);
}

/** The rows that were found. */
export function present<T>(loaded: Loaded<readonly (T | null)[]>): Loaded<T[]> {
  return use(loaded, (rows) => rows.filter((row) => row !== null));
}

/** The rows that others link to, by their ids. */
export function linked<T>(
  links: Loaded<readonly { readonly id: string }[]>,
  loader: { loadMany(ids: readonly string[]): Loaded<(T | null)[]> },
): Loaded<T[]> {
  return use(links, (found) => present(loader.loadMany(found.map(({ id }) => id))));
}

/**
 * An item of a list that can fail apart from the others: its error is its value, which GraphQL takes for a failure.
 * Compiled, a list would lose the places after a promise that is rejected.
 */
export function apart<T>(item: Loaded<T>): Loaded<T> {
  return item instanceof Promise ? item.catch((error) => error as T) : item;
}
