import { hash } from "node:crypto";
import type { Dependency } from "../cache/evictions.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { sqlStateOf } from "../database/errors.ts";
import { type Columns, idAt, loadRows } from "../database/json.ts";
import { InvalidInput } from "../errors/errors.ts";
import type { Page, PageOf, Stretch } from "./page.ts";

/**
 * Keyset paging: a page is found by the position of its neighbour, through an index, so that page 10,000 costs what
 * page 1 costs, and rows that are added meanwhile move nothing.
 */

/** A total order: its columns together are unique. All of them go the same way. */
export interface Ordering {
  /** Part of every cursor. Changes when the columns do. */
  readonly name: string;
  readonly columns: readonly OrderingColumn[];
  readonly descending: boolean;
}

export interface OrderingColumn {
  readonly sql: Prisma.Sql;
  readonly type: "int" | "uuid" | "text" | "timestamptz" | "float8" | "bigint";
}

/** A list of ids: `SELECT id FROM from WHERE where`. For lists of parents, `where` uses `parent.id`. */
export interface List {
  readonly id: Prisma.Sql;
  readonly from: Prisma.Sql;
  readonly where: Prisma.Sql;
  readonly ordering: Ordering;
  /** A stretch of it, or which ones are in it, as what is kept depends on it; not given where nobody can tell. */
  readonly dependency?: (stretch: Stretch | "members") => readonly Dependency[];
}

/** Equal for equal lists. */
export function keyOf({ id, from, where, ordering }: List): string {
  const parts = [id, from, where].map(({ sql, values }) => [sql, values]);
  return hash("sha256", JSON.stringify([parts, ordering.name]), "base64url");
}

/** One page of a list, in one statement. */
export async function pageOf(statements: Statements, list: List, page: Page): Promise<PageOf<string>> {
  const rows = await guardCursor(() => loadRows(statements, KEY_ROW, selectPage(list, page)), page);
  return toPage(rows, list, page);
}

/** The same page of one list each for many parents, in one statement. */
export async function pagesOf(
  statements: Statements,
  parents: readonly string[],
  list: List,
  page: Page,
): Promise<Map<string, PageOf<string>>> {
  const asked = Prisma.sql`unnest(${[...parents]}::uuid[]) WITH ORDINALITY`;
  const rows = await guardCursor(
    () => loadRows(statements, KEY_ROW_OF, selectPages(asked, list, page), parents),
    page,
  );
  return toPages(parents, rows, list, page);
}

/** The statement of `pagesOf`, for the ids of parents that some SQL gives, with their places. */
export function selectPages(parents: Prisma.Sql, list: List, page: Page): Prisma.Sql {
  return Prisma.sql`
    SELECT parent.place, page.*
    FROM ${parents} AS parent(id, place)
    CROSS JOIN LATERAL (${selectPage(list, page)}) AS page`;
}

/** What its rows say, by parent. */
export function toPages(
  parents: readonly string[],
  rows: readonly KeyRowOf[],
  list: List,
  page: Page,
): Map<string, PageOf<string>> {
  const byParent = Map.groupBy(rows, (row) => row.parent);
  return new Map(parents.map((id) => [id, toPage(byParent.get(id) ?? [], list, page)]));
}

/** The lengths of such lists, in one statement. */
export async function countsOf(
  statements: Statements,
  parents: readonly string[],
  list: Pick<List, "from" | "where">,
): Promise<Map<string, number>> {
  const rows = await statements.$queryRaw<{ parent: string; count: number }[]>`
    SELECT parent.id AS parent, counted.count
    FROM unnest(${[...parents]}::uuid[]) AS parent(id)
    CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM ${list.from} WHERE ${list.where}) AS counted`;
  return new Map(rows.map(({ parent, count }) => [parent, count]));
}

/** The length of a list. */
export async function countOf(statements: Statements, list: Pick<List, "from" | "where">): Promise<number> {
  const [row] = await statements.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${list.from} WHERE ${list.where}`;
  return row?.count ?? 0;
}

interface KeyRow {
  id: string;
  /** Values of the ordering's columns, but for the last where that is the id. */
  key: string[];
}

export interface KeyRowOf extends KeyRow {
  parent: string;
}

const KEY_ROW: Columns<KeyRow> = { id: "id", key: "key" };
export const KEY_ROW_OF: Columns<KeyRowOf> = { parent: idAt("place"), ...KEY_ROW };

/** One row more than the page, to tell whether there are more. */
function selectPage({ id, from, where, ordering }: List, page: Page): Prisma.Sql {
  const { columns, descending } = ordering;
  const goesDown = descending !== page.backward;
  const key = Prisma.join(columns.map(({ sql }) => sql));
  const position = (values: readonly string[]) =>
    Prisma.join(columns.map(({ type }, index) => Prisma.sql`${values[index]}::${Prisma.raw(type)}`));
  const bounds = [
    page.after === null
      ? Prisma.empty
      : Prisma.sql`AND (${key}) ${Prisma.raw(descending ? "<" : ">")} (${position(page.after)})`,
    page.before === null
      ? Prisma.empty
      : Prisma.sql`AND (${key}) ${Prisma.raw(descending ? ">" : "<")} (${position(page.before)})`,
  ];
  const direction = Prisma.raw(goesDown ? " DESC" : " ASC");
  const order = Prisma.join(columns.map(({ sql }) => Prisma.sql`${sql}${direction}`));
  const told = endsWithId({ id, ordering }) ? columns.slice(0, -1) : columns;
  const texts = Prisma.join(told.map(({ sql }) => Prisma.sql`(${sql})::text`));
  return Prisma.sql`
    SELECT ${id}::text AS id, ARRAY[${texts}] AS key FROM ${from}
    WHERE ${where} ${bounds[0]} ${bounds[1]}
    ORDER BY ${order} LIMIT ${page.size + 1}`;
}

/** Is the id the last column of the ordering, and not the only one? */
function endsWithId({ id, ordering: { columns } }: Pick<List, "id" | "ordering">): boolean {
  return columns.length > 1 && columns.at(-1)?.sql.sql === id.sql && id.values.length === 0;
}

function toPage(found: readonly KeyRow[], list: List, page: Page): PageOf<string> {
  const { ordering } = list;
  const rows = endsWithId(list) ? found.map(({ id, key }) => ({ id, key: [...key, id] })) : found;
  const within = rows.slice(0, page.size);
  const isMore = rows.length > page.size;
  if (page.backward) within.reverse();
  return {
    rows: within.map(({ id, key }) => ({ row: id, position: key })),
    ordering: ordering.name,
    // Beyond a cursor there is at least the row that it belongs to.
    hasPreviousPage: page.backward ? isMore : page.after !== null,
    hasNextPage: page.backward ? page.before !== null : isMore,
    stretch:
      page.backward || page.before !== null
        ? WHOLE
        : {
            after: page.after,
            last: isMore ? ((rows.at(-2) ?? rows.at(-1))?.key ?? null) : null,
            more: isMore ? (rows.at(-1)?.id ?? null) : null,
          },
  };
}

const WHOLE: Stretch = { after: null, last: null, more: null };

/** A forged cursor can hold text that is not of its column's type. */
async function guardCursor<T>(query: () => Promise<T>, page: Page): Promise<T> {
  try {
    return await query();
  } catch (error) {
    const cursors = (["after", "before"] as const).filter((argument) => page[argument] !== null);
    if (cursors.length > 0 && /^22(P02|003|007|008|009|023)$/.test(sqlStateOf(error) ?? "")) {
      throw new InvalidInput(`"${cursors.join('" or "')}" is no cursor of this list`, {
        // Which of two it is, PostgreSQL does not say.
        path: cursors.length === 1 ? cursors : [],
        expected: "a cursor that this field gave, with the same order",
      });
    }
    throw error;
  }
}
