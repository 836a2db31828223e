import { Prisma, type Statements } from "./database.ts";

/** A row by its column names; an array for an array column, an object for a JSON column. */
export type Row = Record<string, string | number | boolean | null | readonly string[] | object>;

/**
 * Inserts any number of rows in one statement, whose text depends on the table and columns only: PostgreSQL itself
 * gives the JSON's values the columns' types. All rows have the columns of the first. Where a row's key exists,
 * it is left as it is, or with `update` gets the new row's values in those columns.
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
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${Prisma.raw(quoted(table))}, ${JSON.stringify(rows)}::jsonb)
    ${conflictClause(onConflict)}`;
}

function conflictClause(
  onConflict: { key: readonly string[]; update: readonly string[] } | "ignore" | "fail",
): Prisma.Sql {
  if (onConflict === "fail") return Prisma.empty;
  if (onConflict === "ignore") return Prisma.sql`ON CONFLICT DO NOTHING`;
  const updates = onConflict.update.map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  return Prisma.raw(
    `ON CONFLICT (${onConflict.key.map(quoted).join(", ")}) DO UPDATE SET ${updates.join(", ")}`,
  );
}

/** Sets columns of existing rows, found by their `id`, in one statement. */
export async function updateRows(statements: Statements, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).filter((column) => column !== "id");
  const name = Prisma.raw(quoted(table));
  const updates = Prisma.raw(columns.map((column) => `${quoted(column)} = new.${quoted(column)}`).join(", "));
  await statements.$executeRaw`
    UPDATE ${name} SET ${updates}
    FROM jsonb_populate_recordset(NULL::${name}, ${JSON.stringify(rows)}::jsonb) AS new
    WHERE ${name}.id = new.id`;
}

/** Table and column names come from this code alone, never from input. */
function quoted(name: string): string {
  return `"${name}"`;
}
