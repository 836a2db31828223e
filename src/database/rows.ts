import { Prisma, type Statements } from "./database.ts";
import { together } from "./together.ts";

/** A row by its column names; an array for an array column, an object for a JSON column. */
export type Row = Record<string, string | number | boolean | null | readonly string[] | object>;

/**
 * Inserts any number of rows in one statement, whose text depends on the table and columns only: PostgreSQL itself
 * gives the JSON's values the columns' types. All rows have the columns of the first. Where a row's key exists,
 * it is left as it is, or with `update` gets the new row's values in those columns, where they differ.
 */
export async function insertRows(
  statements: Statements,
  table: string,
  rows: readonly Row[],
  onConflict: { key: readonly string[]; update: readonly string[] } | "ignore" | "fail" = "fail",
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Prisma.raw(Object.keys(first).map(quoted).join(", "));
  await statements.$executeRaw`
    INSERT INTO ${Prisma.raw(quoted(table))} (${columns})
    SELECT ${columns} FROM json_populate_recordset(NULL::${Prisma.raw(quoted(table))}, ${JSON.stringify(rows)}::json)
    ${conflictClause(table, onConflict)}`;
}

function conflictClause(
  table: string,
  onConflict: { key: readonly string[]; update: readonly string[] } | "ignore" | "fail",
): Prisma.Sql {
  if (onConflict === "fail") return Prisma.empty;
  if (onConflict === "ignore") return Prisma.sql`ON CONFLICT DO NOTHING`;
  if (onConflict.update.length === 0) return Prisma.sql`ON CONFLICT DO NOTHING`;
  const own = onConflict.update.map((column) => `${quoted(table)}.${quoted(column)}`);
  const excluded = onConflict.update.map((column) => `excluded.${quoted(column)}`);
  const updates = onConflict.update.map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  return Prisma.raw(
    `ON CONFLICT (${onConflict.key.map(quoted).join(", ")}) DO UPDATE SET ${updates.join(", ")} WHERE ROW(${own.join(", ")}) IS DISTINCT FROM ROW(${excluded.join(", ")})`,
  );
}

/** Sets columns of existing rows, found by their `id`, in one statement; those that are so already are not touched. */
export async function updateRows(statements: Statements, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).filter((column) => column !== "id");
  const name = Prisma.raw(quoted(table));
  const updates = Prisma.raw(columns.map((column) => `${quoted(column)} = new.${quoted(column)}`).join(", "));
  await statements.$executeRaw`
    UPDATE ${name} SET ${updates}
    FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(rows)}::json) AS new
    WHERE ${name}.id = new.id AND ROW(${columnsOf(table, columns)}) IS DISTINCT FROM ROW(${columnsOf("new", columns)})`;
}

/** The rows that belong to some things in one table. */
export interface Part {
  readonly table: string;
  /** The columns of its primary key; the first is the id of what the rows belong to. */
  readonly key: readonly string[];
  /** Whole rows: their columns are the table's. */
  readonly rows: readonly Row[];
}

/**
 * Makes these rows all that belongs to the owners, and touches only what is otherwise: nothing is logged as changed
 * that is as it was. Owners that are new, and can have no rows yet, may be left out. Parts of one list need nothing of one
 * another; those that refer to another, or are logged with what it says, are in a later list.
 */
export async function replaceParts(
  statements: Statements,
  owners: readonly string[],
  lists: readonly (readonly Part[])[],
): Promise<void> {
  const owned = new Set<unknown>(owners);
  for (const parts of owners.length === 0 ? [] : lists.toReversed()) {
    await together(...parts.map((part) => () => deleteOthers(statements, owned, part)));
  }
  for (const parts of lists) {
    await together(
      ...parts.map(({ table, key, rows }) => () => {
        const update = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column));
        return insertRows(statements, table, rows, { key, update });
      }),
    );
  }
}

/** Deletes what the owners have beside these rows. */
async function deleteOthers(
  statements: Statements,
  owners: ReadonlySet<unknown>,
  { table, key, rows }: Part,
): Promise<void> {
  const [owner = ""] = key;
  const gone = key.map((column) => `gone.${quoted(column)} = ${quoted(table)}.${quoted(column)}`);
  const kept = JSON.stringify(rows.filter((row) => owners.has(row[owner])));
  await statements.$executeRaw`
    DELETE FROM ${Prisma.raw(quoted(table))} USING (
      SELECT ${columnsOf(table, key)} FROM ${Prisma.raw(quoted(table))}
      WHERE ${columnsOf(table, [owner])} = ANY(${[...owners]}::uuid[])
      EXCEPT SELECT ${columnsOf("kept", key)}
      FROM json_populate_recordset(NULL::${Prisma.raw(quoted(table))}, ${kept}::json) AS kept
    ) AS gone WHERE ${Prisma.raw(gone.join(" AND "))}`;
}

function columnsOf(table: string, columns: readonly string[]): Prisma.Sql {
  return Prisma.raw(columns.map((column) => `${quoted(table)}.${quoted(column)}`).join(", "));
}

/** Table and column names come from this code alone, never from input. */
function quoted(name: string): string {
  return `"${name}"`;
}
