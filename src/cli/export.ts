import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { stringify } from "csv-stringify";
import { readConfig } from "../config/config.ts";
import { type ContactPlace, type ContactRow, TABLE_START } from "../contact/table.ts";
import { globalId } from "../identity/globalId.ts";
import { exportFilings } from "../report/export.ts";
import { openRecorder, type Recorder } from "../server/record.ts";

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
    .action(async ({ format, out }: { format: "ndjson" | "csv"; out?: string }) => {
      const recorder = await openRecorder(readConfig(process.env));
      try {
        const target = out === undefined ? process.stdout : createWriteStream(out);
        const end = { end: out !== undefined };
        if (format === "ndjson") await pipeline(Readable.from(lines(recorder)), target, end);
        else
          await pipeline(
            Readable.from(rows(recorder)),
            stringify({ header: true, columns: [...COLUMNS], escape_formulas: true }),
            target,
            end,
          );
      } finally {
        await recorder.close();
      }
    });
}

async function* lines(recorder: Recorder): AsyncGenerator<string> {
  const filings = exportFilings({
    page: (after) => recorder.run("exportPage", after),
    unmentioned: () => recorder.run("exportUnmentioned", {}),
    describe: (mentions) => recorder.run("exportDescriptions", mentions),
  });
  for await (const filing of filings) yield `${JSON.stringify(filing)}\n`;
}

async function* rows(recorder: Recorder): AsyncGenerator<Record<keyof ContactRow, string | number | null>> {
  let after: ContactPlace | null = TABLE_START;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof recorder.run<"contactTable">>> = await recorder.run(
      "contactTable",
      after,
    );
    for (const row of page.rows)
      yield { ...row, id: globalId("Contact", row.id), disputed: String(row.disputed) };
    after = page.next;
  }
}

const COLUMNS = [
  "id",
  "kind",
  "title",
  "date",
  "earliest",
  "latest",
  "duration",
  "place",
  "event",
  "parties",
  "people",
  "topics",
  "agreements",
  "independentOutlets",
  "reports",
  "disputed",
] as const satisfies (keyof ContactRow)[];
