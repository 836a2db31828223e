import { Readable } from "node:stream";
import {
  COLUMNS,
  type ContactPlace,
  type ContactRow,
  contactTable,
  TABLE_START,
  tableCsv,
} from "../../contact/table.ts";
import { endOfMillisecond } from "../../history/asOf.ts";
import type { Asked } from "./asked.ts";
import type { Working } from "./graph.ts";

/** The table of contacts as comma-separated values, as `readout export --format csv` writes it. */
export async function* tableValues(asked: Asked, working: Working): AsyncGenerator<Buffer> {
  yield* Readable.from(rowsOf(asked, working)).compose(tableCsv()) as AsyncIterable<Buffer>;
}

async function* rowsOf(asked: Asked, working: Working): AsyncGenerator<ContactRow> {
  for await (const rows of pagesOf(asked, working)) yield* rows;
}

/** The same rows as JSON, one a line, with lists for what has several values. */
export async function* tableLines(asked: Asked, working: Working): AsyncGenerator<string> {
  for await (const rows of pagesOf(asked, working)) {
    if (rows.length > 0) yield `${rows.map((row) => JSON.stringify(row, COLUMNS)).join("\n")}\n`;
  }
}

async function* pagesOf({ filter, asOf }: Asked, working: Working): AsyncGenerator<readonly ContactRow[]> {
  const of = { filter, asOf: asOf === null ? null : endOfMillisecond(asOf) };
  let after: ContactPlace | null = TABLE_START;
  while (after !== null) {
    const place: ContactPlace = after;
    const page: Awaited<ReturnType<typeof contactTable>> = await working(({ statements }) =>
      contactTable(statements, place, of),
    );
    yield page.rows;
    after = page.next;
  }
}
