import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { type ContactPlace, type ContactRow, TABLE_START, tableCsv } from "../contact/table.ts";
import { isCode } from "../database/lock.ts";
import { Unavailable } from "../errors/errors.ts";
import { exportFilings } from "../report/export.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { createProgress, type Progress } from "./progress.ts";
import { checkWritable } from "./writable.ts";

export function exportCommand(): Command {
  return new Command("export")
    .description(
      "Write the whole record as filings, one a line, in the shape that `import reports` reads: imported into an empty database, they make the same record. What was retracted and the history are not in it. With --format csv, write a table of the contacts.",
    )
    .addOption(
      new Option(
        "--format <format>",
        "filings as JSON lines, or contacts as comma-separated values (RFC 4180)",
      )
        .choices(["ndjson", "csv"])
        .default("ndjson"),
    )
    .option("--out <file>", "write to a file instead of standard output")
    .action(writeExport);
}

async function writeExport({ format, out }: { format: "ndjson" | "csv"; out?: string }): Promise<void> {
  const config = readConfig(process.env);
  // Before anything is opened, and without emptying what an earlier export wrote.
  try {
    if (out !== undefined) checkWritable(out);
  } catch (error) {
    throw unwritable(error, out);
  }
  const recorder = await openRecorder(config);
  const progress = createProgress({
    total: null,
    unit: format === "ndjson" ? "reports" : "contacts",
    // What goes by on the terminal itself is progress enough, and a file of messages is no place for it.
    isSilent: process.stderr.isTTY !== true || (out === undefined && process.stdout.isTTY === true),
  });
  try {
    const target = out === undefined ? process.stdout : createWriteStream(out);
    const end = { end: out !== undefined };
    if (format === "ndjson") await pipeline(counted(lines(recorder), progress), target, end);
    else await pipeline(counted(rows(recorder), progress), tableCsv(), target, end);
  } catch (error) {
    // Who reads has seen enough: `export | head`.
    if (isCode(error, "EPIPE")) return;
    throw isWriting(error) ? unwritable(error, out) : error;
  } finally {
    progress.stop();
    await recorder.close();
  }
}

function isWriting(error: unknown): boolean {
  return (
    error instanceof Error && "syscall" in error && (error.syscall === "open" || error.syscall === "write")
  );
}

function unwritable(error: unknown, out = "standard output"): Unavailable {
  return new Unavailable(`The export cannot be written to ${out} (${(error as Error).message}).`);
}

async function* counted<Row>(all: AsyncIterable<Row>, progress: Progress): AsyncGenerator<Row> {
  for await (const row of all) {
    yield row;
    progress.advance(1);
  }
}

async function* lines(recorder: Recorder): AsyncGenerator<string> {
  const filings = exportFilings({
    page: (after) => recorder.run("exportPage", after),
    unmentioned: () => recorder.run("exportUnmentioned", {}),
    describe: (mentions) => recorder.run("exportDescriptions", mentions),
  });
  for await (const filing of filings) yield `${JSON.stringify(filing)}\n`;
}

async function* rows(recorder: Recorder): AsyncGenerator<ContactRow> {
  let after: ContactPlace | null = TABLE_START;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof recorder.run<"contactTable">>> = await recorder.run(
      "contactTable",
      after,
    );
    yield* page.rows;
    after = page.next;
  }
}
