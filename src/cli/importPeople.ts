import { isUtf8 } from "node:buffer";
import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { DomainError, InvalidInput, rejectionOf } from "../errors/errors.ts";
import { type TableRecord, tableRecords } from "../import/people/files.ts";
import { readRow } from "../import/people/row.ts";
import { wikidataRows } from "../import/people/wikidata.ts";
import type { Linked } from "../person/link.ts";
import type { PersonRow } from "../person/rules.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import { type Reason, watchInterruption } from "./filing.ts";
import { counted, type Input, openInput, readLines } from "./lines.ts";
import { createProgress, type Progress } from "./progress.ts";
import { Rejects } from "./rejects.ts";

export function peopleCommand(): Command {
  return new Command("people")
    .description(
      "Import people, offices, and who held which when, from a table or JSON lines; and link whom reports name by family name only, where office and date leave one. Running it again changes nothing.",
    )
    .argument("<file>", "a table of people, or - for standard input")
    .addOption(
      new Option(
        "--from <form>",
        "comma-separated values, JSON lines, or what Wikidata answers as JSON; without it, csv where the file is named so, else jsonl",
      ).choices(["csv", "jsonl", "wikidata"]),
    )
    .option("--rejects <file>", "where rows that are not taken go, with why", "people.rejects.ndjson")
    .addOption(new Option("--json", "at the end, print one object of the counts"))
    .addHelpText(
      "after",
      `
The shape of the file, and the query for Wikidata, are in docs/people.md. Exit code 0 when all rows were looked at, also
where some were rejected; 130 when it was interrupted; 1 where it could not go on.`,
    )
    .showHelpAfterError()
    .action(importPeople);
}

interface Options {
  readonly from?: "csv" | "jsonl" | "wikidata";
  readonly rejects: string;
  readonly json?: boolean;
}

/** A row of the file; `line` is its number among results, where there are no lines. */
interface Source {
  readonly line: number;
  readonly text: string;
}

async function importPeople(file: string, options: Options): Promise<void> {
  const config = readConfig(process.env);
  const input = await openInput(file);
  try {
    const rejects = new Rejects(options.rejects, input, false);
    const recorder = await openRecorder(config, { isEmptyFine: true });
    try {
      await importFrom(input, recorder, rejects, { ...options, from: options.from ?? formOf(file) });
    } finally {
      rejects.close();
      await recorder.close();
    }
  } finally {
    // A pipe that is left open would hold up the end.
    input.stream.destroy();
  }
}

function formOf(file: string): "csv" | "jsonl" {
  return /\.csv$/i.test(file) ? "csv" : "jsonl";
}

async function importFrom(
  input: Input,
  recorder: Recorder,
  rejects: Rejects,
  options: Options & { from: NonNullable<Options["from"]> },
): Promise<void> {
  const isJson = options.json === true;
  const progress = createProgress({ total: input.size, unit: "bytes", isSilent: isJson });
  const interruption = watchInterruption();
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };
  const reject = ({ line, text }: Source, reason: Reason) => {
    counts.rejected++;
    rejects.write(line, reason, text);
  };
  let batch: { source: Source; row: PersonRow }[] = [];
  const flush = async () => {
    const results = await recorder.run("storePeople", { rows: batch.map(({ row }) => row) });
    for (const [index, { source }] of batch.entries()) {
      const result = results[index];
      if (result === undefined) throw new Error(`${batch.length} rows gave ${results.length} results`);
      if (result.outcome === "rejected") reject(source, result.reason);
      else counts[result.outcome]++;
    }
    batch = [];
  };
  try {
    for await (const { line, text, ...read } of rowsOf(input, options.from, interruption.signal, progress)) {
      if (interruption.signal.aborted) break;
      counts.rows++;
      const source = { line, text };
      try {
        if ("error" in read) throw read.error;
        batch.push({ source, row: readRow(read.value) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        reject(source, rejectionOf(error));
      }
      if (batch.length >= BATCH) await flush();
    }
    if (batch.length > 0) await flush();
  } finally {
    progress.stop();
    interruption.stop();
  }
  const links = await recorder.run("linkTenures", { actor: "import people" });
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ ...counts, ...links })}\n`
      : summary(recorder.description, counts, links, options.rejects),
  );
  if (!interruption.signal.aborted) return;
  if (!isJson) process.stdout.write("Interrupted: run it again.\n");
  process.exitCode = 130;
}

/** Rows in one transaction. */
const BATCH = 500;

async function* rowsOf(
  input: Input,
  from: NonNullable<Options["from"]>,
  signal: AbortSignal,
  { advance }: Progress,
): AsyncGenerator<TableRecord> {
  if (from === "csv") {
    yield* tableRecords(counted(input.stream, advance));
    return;
  }
  if (from === "wikidata") {
    for (const { number, value } of wikidataRows(await wholeText(counted(input.stream, advance)))) {
      yield { line: number, text: JSON.stringify(value), value };
    }
    return;
  }
  for await (const { number, bytes, isTooLong } of readLines(input.stream, signal, advance)) {
    const text = bytes.toString().replace(/^\uFEFF/, "");
    if (text.trim() === "") continue;
    yield { line: number, text, ...readLine(bytes, text, isTooLong) };
  }
}

function readLine(bytes: Buffer, text: string, isTooLong: boolean) {
  if (isTooLong) return { error: new InvalidInput("The line is too long") };
  if (!isUtf8(bytes)) return { error: new InvalidInput("The line is not in UTF-8") };
  try {
    return { value: JSON.parse(text) as Record<string, unknown> };
  } catch (error) {
    return { error: new InvalidInput(`The line is no JSON: ${(error as Error).message}`) };
  }
}

/** Of an answer that is one value. Throws InvalidInput where it is too long to be held. */
async function wholeText(bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LONGEST_ANSWER) {
      throw new InvalidInput("The answer is too long: ask for fewer offices at a time, of at most 16 MiB.");
    }
  }
  return Buffer.concat(chunks).toString();
}

const LONGEST_ANSWER = 16 * 1024 * 1024;

function summary(
  description: string,
  counts: { rows: number; created: number; updated: number; unchanged: number; rejected: number },
  { mentions, links, linked, unlinked }: Linked,
  rejects: string,
): string {
  const { green, yellow } = colorsFor(process.stdout);
  const number = (count: number) => count.toLocaleString("en").padStart(10);
  const isRejected = counts.rejected > 0;
  const lines = [
    `Imported into the ${description}:`,
    `${number(counts.rows)}  rows read`,
    `${green(number(counts.created))}  created: people, offices and tenures that were not known`,
    `${green(number(counts.updated))}  updated: tenures with other dates`,
    `${number(counts.unchanged)}  unchanged: known before`,
    `${isRejected ? yellow(number(counts.rejected)) : number(0)}  rejected${isRejected ? `: see ${rejects}` : ""}`,
    `Participants whom reports name by family name and office only, where who held the office is known: ${mentions.toLocaleString("en")}`,
    `${number(links)}  are linked to the one person that it can be`,
    `${green(number(linked))}    of these now`,
    `${number(unlinked)}  are no longer, as the tenures do not leave one, or somebody says who it was`,
  ];
  return `${lines.join("\n")}\n`;
}
