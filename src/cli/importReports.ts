import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, statSync, type WriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { isCode } from "../database/lock.ts";
import { DomainError, InvalidInput } from "../errors/errors.ts";
import { readFilingInput } from "../report/filing.ts";
import { openRecorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import { BATCH, type Counts, fileInBatches, type Item, watchInterruption } from "./filing.ts";
import { createProgress } from "./progress.ts";

export function reportsCommand(): Command {
  return new Command("reports")
    .description(
      "Import reports: one filing a line, in the shape of the API's FileReportInput, as `export` writes them. Running it again changes nothing; one that was stopped goes on. Into an empty database it brings nothing else.",
    )
    .argument("<file>", "a file of JSON lines, or - for standard input")
    .option("--from-line <line>", "begin with this line, from 1 on", "1")
    .option("--rejects <file>", "where rejected lines go, with their reasons", "rejects.ndjson")
    .option("--dry-run", "only tell what would be done")
    .addOption(new Option("--json", "at the end, print one object of the counts"))
    .addHelpText(
      "after",
      `
A line without an idempotency key gets one from its content, so that it is filed once. Exit code 0 when all lines were
looked at, also where some were rejected; 130 when it was interrupted; 1 where it could not go on.`,
    )
    .showHelpAfterError()
    .action(importReports);
}

async function importReports(
  file: string,
  options: { fromLine: string; rejects: string; dryRun?: boolean; json?: boolean },
): Promise<void> {
  const fromLine = readLineNumber(options.fromLine);
  const isDryRun = options.dryRun === true;
  const size = sizeOf(file);
  const recorder = await openRecorder(readConfig(process.env), { dryRun: isDryRun, isEmptyFine: true });
  const progress = createProgress(size, options.json === true, "bytes");
  const interruption = watchInterruption();
  const rejects = new Rejects(options.rejects);
  const counts: Counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  const texts = new Map<string, string>();
  try {
    await fileInBatches(
      readLines(file, fromLine, texts, (bytes) => progress.advance(bytes)),
      isDryRun ? Number.POSITIVE_INFINITY : BATCH,
      {
        file: (filings) => recorder.run("file", { filings, dryRun: isDryRun, actor: "import reports" }),
        counts,
        reject: ({ id, reason }) => {
          counts.rejected++;
          rejects.write({ line: Number(id), reason, text: texts.get(id ?? "") ?? "" });
        },
        progress: { advance: () => texts.clear(), stop: () => {} },
        isInterrupted: interruption.isInterrupted,
      },
    );
  } finally {
    progress.stop();
    interruption.stop();
    await rejects.close();
    await recorder.close();
  }
  const { green, yellow } = colorsFor(process.stdout);
  const number = (count: number) => count.toLocaleString("en").padStart(10);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ...counts, dryRun: isDryRun })}\n`
      : `${[
          isDryRun
            ? `What an import into the ${recorder.description} would do:`
            : `Imported into the ${recorder.description}:`,
          `${number(counts.rows)}  lines read`,
          `${green(number(counts.created))}  created: reports on what was not known`,
          `${green(number(counts.merged))}  merged: further reports on what was known`,
          `${number(counts.unchanged)}  unchanged: filed before`,
          `${counts.rejected > 0 ? yellow(number(counts.rejected)) : number(0)}  rejected${counts.rejected > 0 ? `: see ${options.rejects}` : ""}`,
        ].join("\n")}\n`,
  );
  if (interruption.isInterrupted()) process.exitCode = 130;
}

/** Lines of filings, one at a time; blank ones are passed over. Keeps the text of those that are under way. */
async function* readLines(
  file: string,
  fromLine: number,
  texts: Map<string, string>,
  advance: (bytes: number) => void,
): AsyncGenerator<Item> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    advance(Buffer.byteLength(text) + 1);
    if (line < fromLine || text.trim() === "") continue;
    const id = String(line);
    texts.set(id, text);
    yield readLine(text, id, file);
  }
}

function readLine(text: string, id: string, file: string): Item {
  try {
    const filing = readFilingInput(JSON.parse(text));
    const idempotencyKey = filing.idempotencyKey ?? `line:${createHash("sha256").update(text).digest("hex")}`;
    return { kind: "filing", file, id, filing: { ...filing, idempotencyKey } };
  } catch (error) {
    if (error instanceof DomainError) {
      const place = error.inputPath.length === 0 ? "" : ` (at ${error.inputPath.join(".")})`;
      return { kind: "rejected", file, id, reason: `${error.message}${place}` };
    }
    if (error instanceof SyntaxError)
      return { kind: "rejected", file, id, reason: `No JSON: ${error.message}` };
    throw error;
  }
}

/** The rejected lines, with their reasons; the file is made when there is a first. */
class Rejects {
  readonly #path: string;
  #stream: WriteStream | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  write(reject: { line: number; reason: string; text: string }): void {
    this.#stream ??= createWriteStream(this.#path);
    this.#stream.write(`${JSON.stringify(reject)}\n`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => (this.#stream === null ? resolve() : this.#stream.end(() => resolve())));
  }
}

function readLineNumber(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidInput(`--from-line must be a whole number from 1 on, and is ${JSON.stringify(text)}.`);
}

/** In bytes; 0 for standard input, whose size nobody knows. */
function sizeOf(file: string): number {
  if (file === "-") return 0;
  try {
    return statSync(file).size;
  } catch (error) {
    if (isCode(error, "ENOENT")) throw new InvalidInput(`There is no file ${file}.`);
    throw error;
  }
}
