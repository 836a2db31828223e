/** A row that another row refers to by foreign key, and that therefore exists. */
export function existing<T>(row: T | null | undefined): T {
  if (row === null || row === undefined) throw new Error("A row that is referred to was not found");
  return row;
}

/** The rows that were found; what failed to load is thrown. */
export async function present<T>(loading: Promise<readonly (T | null | Error)[]>): Promise<T[]> {
  return (await loading).flatMap((row) => {
    if (row instanceof Error) throw row;
    return row === null ? [] : [row];
  });
}
