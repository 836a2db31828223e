import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { InvalidInput } from "../../errors/errors.ts";
import { COLUMNS } from "./row.ts";

/** A record of a table: its cells by the columns' names, or what is wrong with it. */
export type TableRecord = {
  /** The line on which it begins, from 1 on. */
  readonly line: number;
  readonly text: string;
} & ({ readonly value: Readonly<Record<string, unknown>> } | { readonly error: InvalidInput });

/**
 * The records of comma-separated values (RFC 4180) whose first line names the columns, in any order. Throws InvalidInput
 * where it names others, or a quote is never closed.
 */
export async function* tableRecords(bytes: AsyncIterable<Buffer>): AsyncGenerator<TableRecord> {
  const parser = Readable.from(bytes).compose(
    parse({
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      // Else what comes after one bad quote would be lost with it.
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
    }),
  ) as AsyncIterable<{ record: string[]; raw: string; info: { lines: number } }>;
  let header: readonly string[] | null = null;
  try {
    for await (const { record, raw, info } of parser) {
      const text = raw.trim();
      if (header === null) header = readHeader(record);
      else yield recordOf(header, record, info.lines - linesIn(text), text);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))) throw error;
    throw new InvalidInput(`The table cannot be read on: ${error.message}.`);
  }
}

/** In characters: a quote that is never closed is not to take all the memory. */
const LONGEST_RECORD = 100_000;

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

function readHeader(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !COLUMNS.some((column) => column === name));
  if (unknown === undefined && new Set(names).size === names.length) return names;
  throw new InvalidInput(
    unknown === undefined
      ? "The first line of the table names a column twice."
      : `The first line of the table names the column "${unknown}", which is none of ${COLUMNS.join(", ")}.`,
  );
}

function recordOf(
  header: readonly string[],
  record: readonly string[],
  line: number,
  text: string,
): TableRecord {
  if (record.length !== header.length) {
    const error = new InvalidInput("The row has another number of cells than the first line", {
      expected: `${header.length} cells`,
      got: record.length,
    });
    return { line, text, error };
  }
  const unquoted = record.find((cell) => cell.startsWith('"'));
  if (unquoted !== undefined) {
    const error = new InvalidInput("The row has a quote in the wrong place", {
      expected: 'cells as RFC 4180 has them: "a ""quoted"" word"',
      got: unquoted,
    });
    return { line, text, error };
  }
  const value = Object.fromEntries(header.map((column, index) => [column, record[index]]));
  try {
    return { line, text, value: { ...value, names: readNames(value.names) } };
  } catch (error) {
    if (error instanceof InvalidInput) return { line, text, error };
    throw error;
  }
}

/** "ru=Стивен Харпер; uk=Стівен Гарпер" */
function readNames(cell: string | undefined): Record<string, string> | undefined {
  if (cell === undefined || cell.trim() === "") return undefined;
  return Object.fromEntries(
    cell.split(";").map((part) => {
      const [language, ...name] = part.split("=");
      if (name.length === 0) {
        throw new InvalidInput("The names in other languages cannot be read", {
          path: ["names"],
          expected: '"ru=Стивен Харпер; uk=Стівен Гарпер"',
          got: cell,
        });
      }
      return [language?.trim() ?? "", name.join("=").trim()];
    }),
  );
}
