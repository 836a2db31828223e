import { Prisma, type Statements } from "./database.ts";

/**
 * Rows as PostgreSQL writes them in JSON, an array each: many small results in one statement. The columns of a table by
 * the names of the row's fields; dates and times are told, since JSON has neither.
 */
export type Columns<Row> = { readonly [Field in keyof Row]-?: string | TimeColumn };

interface TimeColumn {
  readonly time: string;
}

/** A column of dates or times, which become `Date`s. */
export function time(column: string): TimeColumn {
  return { time: column };
}

/** The name that it has in the table. */
export function columnOf(column: string | TimeColumn): string {
  return typeof column === "string" ? column : column.time;
}

/** All rows of a query as one JSON array; the query's columns are those of the table. */
export function jsonRows<Row>(columns: Columns<Row>, rows: Prisma.Sql): Prisma.Sql {
  const names = Object.values<string | TimeColumn>(columns).map(columnOf);
  const values = Prisma.raw(names.map((name) => `r.${name}`).join(", "));
  return Prisma.sql`(SELECT json_agg(json_build_array(${values})) FROM (${rows}) AS r)`;
}

/** The rows again, from the JSON; null is for none. */
export function rowsOf<Row>(columns: Columns<Row>, json: unknown): Row[] {
  return ((json ?? []) as unknown[][]).map(readerOf(columns));
}

/** Makes a row of its values. */
function readerOf<Row>(columns: Columns<Row>): (values: readonly unknown[]) => Row {
  const known = readers.get(columns);
  if (known !== undefined) return known as (values: readonly unknown[]) => Row;
  const fields = Object.entries<string | TimeColumn>(columns).map(([field, column], index) => {
    const value = `values[${index}]`;
    return `${JSON.stringify(field)}: ${typeof column === "string" ? value : `${value} && new Date(${value})`}`;
  });
  // One object literal: an object that gets its fields one by one takes four times the memory.
  const reader = new Function("values", `return { ${fields.join(", ")} };`);
  readers.set(columns, reader as (values: readonly unknown[]) => unknown);
  return reader as (values: readonly unknown[]) => Row;
}
/** Cache. */
const readers = new WeakMap<object, (values: readonly unknown[]) => unknown>();

/** The rows of a table with these ids, in no order. */
export function rowsById<Row>(
  statements: Statements,
  table: string,
  columns: Columns<Row>,
  ids: readonly string[],
): Promise<Row[]> {
  const rows = Prisma.sql`SELECT * FROM ${Prisma.raw(table)} WHERE id = ANY(${[...ids]}::uuid[])`;
  return loadRows(statements, columns, rows);
}

/** The rows of a query, whose columns are those of the table, in its order. */
export async function loadRows<Row>(
  statements: Statements,
  columns: Columns<Row>,
  rows: Prisma.Sql,
): Promise<Row[]> {
  const [found] = await statements.$queryRaw<{ rows: unknown }[]>`SELECT ${jsonRows(columns, rows)} AS rows`;
  return rowsOf(columns, found?.rows);
}
