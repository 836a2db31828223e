import { Prisma, type Statements } from "./database.ts";

/**
 * Rows as PostgreSQL writes them in JSON, an array for each column, which it writes twice as fast as one for each row: many small
 * results in one statement. The columns of a table by the names of the row's fields; what is no JSON is told.
 */
export type Columns<Row> = { readonly [Field in keyof Row]-?: Column };

type Column = string | TimeColumn | PlaceColumn;

interface TimeColumn {
  readonly time: string;
}

interface PlaceColumn {
  readonly place: string;
}

/** A column of dates or times, which become `Date`s. */
export function time(column: string): TimeColumn {
  return { time: column };
}

/** A column of places among the ids that were asked for, from 1 on, as `WITH ORDINALITY` tells them: it becomes the ids. */
export function idAt(column: string): PlaceColumn {
  return { place: column };
}

/** The name that it has in the table. */
export function columnOf(column: Column): string {
  if (typeof column === "string") return column;
  return "time" in column ? column.time : column.place;
}

/** All rows of a query as JSON; the query's columns are those of the table. */
export function jsonRows<Row>(columns: Columns<Row>, rows: Prisma.Sql): Prisma.Sql {
  const names = Object.values<Column>(columns).map(columnOf);
  const values = Prisma.raw(names.map((name) => `json_agg(r.${name})`).join(", "));
  return Prisma.sql`(SELECT json_build_array(${values}) FROM (${rows}) AS r)`;
}

/** The rows again, from the JSON; null is for none. `ids` are those that were asked for. */
export function rowsOf<Row>(columns: Columns<Row>, json: unknown, ids: readonly string[] = []): Row[] {
  return readerOf(columns)((json ?? []) as Values, ids);
}

/** Of each column; null for no rows. */
type Values = readonly (readonly unknown[] | null)[];
type Reader<Row> = (values: Values, ids: readonly string[]) => Row[];

/** Makes rows of the values of their columns. */
function readerOf<Row>(columns: Columns<Row>): Reader<Row> {
  const known = readers.get(columns);
  if (known !== undefined) return known as Reader<Row>;
  const fields = Object.entries<Column>(columns).map(([field, column], index) => {
    const value = `values[${index}][row]`;
    return `${JSON.stringify(field)}: ${readingOf(column, value)}`;
  });
  // One object literal: an object that gets its fields one by one takes four times the memory.
  const reader = new Function(
    "values",
    "ids",
    `const rows = [], count = values[0]?.length ?? 0;
     for (let row = 0; row < count; row++) rows.push({ ${fields.join(", ")} });
     return rows;`,
  ) as Reader<Row>;
  readers.set(columns, reader as Reader<unknown>);
  return reader;
}
/** Cache. */
const readers = new WeakMap<object, Reader<unknown>>();

/** What becomes of a value, in JavaScript. */
function readingOf(column: Column, value: string): string {
  if (typeof column === "string") return value;
  return "time" in column ? `${value} && new Date(${value})` : `ids[${value} - 1]`;
}

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
  /** Those that were asked for. */
  asked: readonly string[] = [],
): Promise<Row[]> {
  const [found] = await statements.$queryRaw<{ rows: unknown }[]>`SELECT ${jsonRows(columns, rows)} AS rows`;
  return rowsOf(columns, found?.rows, asked);
}
