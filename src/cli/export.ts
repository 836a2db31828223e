import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { readConfig } from "../config/config.ts";
import { exportFilings } from "../report/export.ts";
import { openRecorder } from "../server/record.ts";

export function exportCommand(): Command {
  return new Command("export")
    .description(
      "Write the whole record as filings, one a line, in the shape that `import reports` reads: imported into an empty database, they make the same record. What was retracted and the history are not in it.",
    )
    .option("--out <file>", "write to a file instead of standard output")
    .action(async ({ out }: { out?: string }) => {
      const recorder = await openRecorder(readConfig(process.env));
      try {
        const filings = exportFilings({
          page: (after) => recorder.run("exportPage", after),
          unmentioned: () => recorder.run("exportUnmentioned", {}),
          describe: (mentions) => recorder.run("exportDescriptions", mentions),
        });
        const target = out === undefined ? process.stdout : createWriteStream(out);
        await pipeline(Readable.from(lines(filings)), target, { end: out !== undefined });
      } finally {
        await recorder.close();
      }
    });
}

async function* lines(filings: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const filing of filings) yield `${JSON.stringify(filing)}\n`;
}
