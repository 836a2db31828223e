import type { Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { fold } from "./words.ts";

export interface SearchRow {
  readonly kind:
    | "STATE"
    | "ORGANIZATION"
    | "PERSON"
    | "OFFICE"
    | "TOPIC"
    | "CONTACT"
    | "AGREEMENT"
    | "OUTLET"
    | "REPORT";
  readonly id: string;
  /** What it is called. */
  readonly title: string;
  /** What else it can be found by. */
  readonly body: string;
}

/** Makes named things findable by these words, in place of those before. */
export async function writeSearchEntries(statements: Statements, rows: readonly SearchRow[]): Promise<void> {
  await insertRows(
    statements,
    "search_entry",
    rows.map(({ kind, id, title, body }) => ({ kind, id, title: fold(title), body: fold(body) })),
    { key: ["kind", "id"], update: ["title", "body"] },
  );
}
