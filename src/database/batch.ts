import DataLoader from "dataloader";

/** Batch functions of the loaders, for the three shapes that there are: one, several, or something for each key. */

/** One row by its id; null where there is none. */
export function oneById<Row extends { readonly id: string }>(
  fetch: (ids: string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(
    async (ids) => {
      const rows = new Map((await fetch([...ids])).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    },
    { maxBatchSize: LARGEST_BATCH },
  );
}

/** The rows of each parent, in the order in which they were fetched. */
export function manyByParent<Row>(
  parentOf: (row: Row) => string,
  fetch: (parentIds: string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader(
    async (ids) => {
      const rows = Map.groupBy(await fetch([...ids]), parentOf);
      return ids.map((id) => rows.get(id) ?? []);
    },
    { maxBatchSize: LARGEST_BATCH },
  );
}

/** Whatever a map holds for each key, which must have all of them. */
export function valueByKey<Value>(
  fetch: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
): DataLoader<string, Value> {
  return new DataLoader(
    async (keys) => {
      const values = await fetch([...keys]);
      return keys.map((key) => {
        const value = values.get(key);
        return value === undefined ? new Error(`Nothing was loaded for ${key}`) : value;
      });
    },
    { maxBatchSize: LARGEST_BATCH },
  );
}

/** PostgreSQL takes 65,535 parameters in a statement, where ids are not one array. */
const LARGEST_BATCH = 10_000;
