import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { Command, Option } from "commander";
import { type Config, readConfig } from "../config/config.ts";
import { DomainError, InvalidInput, rejectionOf } from "../errors/errors.ts";
import { readFilingInput } from "../report/filing.ts";
import { openRecorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import {
  BATCH,
  type Counts,
  fileInBatches,
  type Item,
  type Limits,
  type Reason,
  watchInterruption,
} from "./filing.ts";

import { type Input, type Line, LONGEST_LINE, openInput, readLines } from "./lines.ts";

import { createProgress } from "./progress.ts";
import { isReject, Rejects } from "./rejects.ts";

/** What a dry run looks at together: as much as is in memory at a time. */
const WINDOW: Limits = { records: 2000, bytes: 4 * 1024 * 1024 };

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
A line without an idempotency key gets one from its content, so that it is filed once. A line of more than ${mebibytes(LONGEST_LINE)} is
rejected; with more memory (node --max-old-space-size=1024) longer ones are taken. Exit code 0 when all lines were
looked at, also where some were rejected; 130 when it was interrupted; 1 where it could not go on.

The file of rejects has a line for each: its number, the reason (with path, expected and got) and its text. It can be
imported itself, once the texts are corrected, or what they lacked is there. A run begins it anew with its first
reject; one with --from-line adds to it.

A dry run looks at ${WINDOW.records.toLocaleString("en")} lines together (of ${mebibytes(WINDOW.bytes)} at most), each with what the record and the lines before it
hold, and then forgets them: of a file of up to so many it tells exactly what an import does. In a longer one, a line
that names what neither the record nor the lines looked at with it hold counts as undecided, as lines further up may
bring it; and a further report on what lines further up bring counts as created, where an import merges it.`,
    )
    .showHelpAfterError()
    .action(importReports);
}

interface Options {
  readonly fromLine: string;
  readonly rejects: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** A line under way; not as text, which would be in memory twice. */
interface Source {
  readonly line: number;
  readonly bytes: Buffer;
}

async function importReports(file: string, options: Options): Promise<void> {
  const fromLine = readLineNumber(options.fromLine);
  const config = readConfig(process.env);
  const input = await openInput(file);
  try {
    await importFrom(input, fromLine, config, options);
  } finally {
    // A pipe that is left open would hold up the end.
    input.stream.destroy();
  }
}

async function importFrom(input: Input, fromLine: number, config: Config, options: Options): Promise<void> {
  const isDryRun = options.dryRun === true;
  const isJson = options.json === true;
  const rejects = new Rejects(options.rejects, input, fromLine > 1);
  const recorder = await openRecorder(config, { dryRun: isDryRun, isEmptyFine: true });
  const progress = createProgress({ total: input.size, unit: "bytes", isSilent: isJson });
  const interruption = watchInterruption();
  const counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0, undecided: 0 };
  const place = { lastLine: 0 };
  let windows = 0;
  try {
    const lines = readLines(input.stream, interruption.signal, progress.advance);
    await fileInBatches(itemsOf(lines, fromLine, place), isDryRun ? WINDOW : BATCH, {
      file: (filings) => {
        windows++;
        return recorder.run("file", { filings, dryRun: isDryRun, actor: "import reports" });
      },
      counts,
      reject: ({ line, bytes }, reason, isFiled) => {
        if (isDryRun && isFiled && windows > 1 && isLacking(reason)) {
          counts.undecided++;
          return;
        }
        counts.rejected++;
        rejects.write(line, reason, ownText(textOf(bytes)));
      },
      advance: () => {},
      isInterrupted: () => interruption.signal.aborted,
    });
  } finally {
    progress.stop();
    interruption.stop();
    rejects.close();
    await recorder.close();
  }
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ ...counts, ...place, dryRun: isDryRun })}\n`
      : summary(recorder.description, counts, options),
  );
  if (!interruption.signal.aborted) return;
  if (!isJson) {
    process.stdout.write(
      `Interrupted after line ${place.lastLine}: run it again, or go on with --from-line ${place.lastLine + 1}.\n`,
    );
  }
  process.exitCode = 130;
}

function summary(
  description: string,
  counts: Counts & { undecided: number },
  { dryRun = false, rejects }: Options,
): string {
  const { green, yellow } = colorsFor(process.stdout);
  const number = (count: number) => count.toLocaleString("en").padStart(10);
  const lines = [
    dryRun ? `What an import into the ${description} would do:` : `Imported into the ${description}:`,
    `${number(counts.rows)}  lines read`,
    `${green(number(counts.created))}  created: reports on what was not known`,
    `${green(number(counts.merged))}  merged: further reports on what was known`,
    `${number(counts.unchanged)}  unchanged: filed before`,
    `${counts.rejected > 0 ? yellow(number(counts.rejected)) : number(0)}  rejected${counts.rejected > 0 ? `: see ${rejects}` : ""}`,
  ];
  if (counts.undecided > 0) {
    lines.push(
      `${yellow(number(counts.undecided))}  undecided: they name what lines further up may bring, see --help`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** What lines hold, blank ones passed over. `place` follows: the last line whose turn is over. */
async function* itemsOf(
  lines: AsyncIterable<Line>,
  fromLine: number,
  place: { lastLine: number },
): AsyncGenerator<Item<Source>> {
  for await (const line of lines) {
    const item = line.number < fromLine ? null : itemOf(line);
    if (item !== null) yield item;
    place.lastLine = line.number;
  }
}

/** Null for a blank line. */
function itemOf({ number: line, bytes, isTooLong }: Line): Item<Source> | null {
  const source = { line, bytes };
  try {
    const text = readText(bytes, isTooLong);
    if (text.trim() === "") return null;
    const { value, text: own } = readValue(text);
    const filing = readFilingInput(value);
    const idempotencyKey = filing.idempotencyKey ?? `line:${createHash("sha256").update(own).digest("hex")}`;
    return { kind: "filing", source, filing: { ...filing, idempotencyKey }, bytes: bytes.length };
  } catch (error) {
    return { kind: "rejected", source, reason: reasonOf(error) };
  }
}

/** Throws InvalidInput for what is no text. */
function readText(bytes: Buffer, isTooLong: boolean): string {
  const got = textOf(bytes);
  if (isTooLong) {
    throw new InvalidInput("The line is too long", { expected: `at most ${mebibytes(LONGEST_LINE)}`, got });
  }
  if (!isUtf8(bytes)) throw new InvalidInput("The line is not in UTF-8", { expected: "text in UTF-8", got });
  return got;
}

/** A byte order mark is none of the text: some tools write one at the start, and files are put together. */
function textOf(bytes: Buffer): string {
  return bytes.toString().replace(/^\uFEFF/, "");
}

/** What a line says; one of a file of rejects, what its text says. */
function readValue(text: string): { value: unknown; text: string } {
  const value = parse(text);
  return isReject(value) ? { value: parse(value.text), text: value.text } : { value, text };
}

/** The text to correct: of a line of a file of rejects, the one that it holds. */
function ownText(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return isReject(value) ? value.text : text;
  } catch {
    return text;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const problem = error.message.replace(/ \(line 1 column \d+\)$/, "");
    throw new InvalidInput(`The line is no JSON: ${problem}`, {
      expected: "one filing as a JSON object",
      got: text,
    });
  }
}

function reasonOf(error: unknown): Reason {
  if (error instanceof DomainError) return rejectionOf(error);
  // Only recursion through what the line holds gets so deep.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return rejectionOf(new InvalidInput("The filing is nested too deeply"));
  throw error;
}

/** May a line further up bring what this one lacks: what it names, or the outlet that it does not describe? */
function isLacking({ code, path = [] }: Reason): boolean {
  return code === "NOT_FOUND" || (path[0] === "outlet" && (path[1] === "name" || path[1] === "kind"));
}

function readLineNumber(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidInput(`--from-line must be a whole number from 1 on, and is ${JSON.stringify(text)}.`);
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MiB`;
}
