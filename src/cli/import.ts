import { setImmediate as nextTurn } from "node:timers/promises";
import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { readHistorian } from "../import/historian/historian.ts";
import type { Filing } from "../report/filing.ts";
import { filingSchema } from "../report/filing.ts";
import type { FilingResult } from "../report/write.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import { createProgress, type Progress } from "./progress.ts";

export function importCommand(): Command {
  return new Command("import").description("Import a collection of records.").addCommand(
    new Command("historian")
      .description(
        "Import the travels of US presidents and secretaries of state, and the visits of foreign leaders to the United States, from clones of HistoryAtState/travels and HistoryAtState/visits. Running it again changes nothing; one that was stopped goes on.",
      )
      .argument("<folder...>", "clones of the repositories, folders that hold their files, or single files")
      .option("--dry-run", "only tell what would be done")
      .addOption(
        new Option(
          "--json",
          "print each rejected record as a line of JSON, and at the end one object of the counts",
        ),
      )
      .addHelpText(
        "after",
        `
The record is the one that DATABASE_URL or DATA_DIR names; where a server has the embedded database open, the
import goes through it. Exit code 0 when all records were looked at, also where some were rejected; 130 when it
was interrupted; 1 where it could not go on.`,
      )
      .showHelpAfterError()
      .action(importHistorian),
  );
}

interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  rejected: number;
}

interface Rejected {
  readonly file: string;
  readonly id: string | null;
  readonly reason: string;
}

async function importHistorian(
  folders: string[],
  options: { dryRun?: boolean; json?: boolean },
): Promise<void> {
  const config = readConfig(process.env);
  const isJson = options.json === true;
  const source = await readHistorian(folders);
  const isDryRun = options.dryRun === true;
  const recorder = await openRecorder(config, { dryRun: isDryRun });
  const progress = createProgress(source.total, isJson);
  const interruption = watchInterruption();
  const counts: Counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  const rejected: Rejected[] = [];
  const reject = (record: Rejected) => {
    counts.rejected++;
    rejected.push(record);
    if (isJson) process.stdout.write(`${JSON.stringify({ rejected: record })}\n`);
  };
  try {
    const size = isDryRun ? Number.POSITIVE_INFINITY : BATCH;
    await fileInBatches(source.items, size, {
      file: (filings) => recorder.file(filings, { dryRun: isDryRun }),
      counts,
      reject,
      progress,
      isInterrupted: interruption.isInterrupted,
    });
  } finally {
    progress.stop();
    interruption.stop();
    await recorder.close();
  }
  const { participantsInRemarks, sentencesNotUnderstood, unresolvedPlaces, summits } = source.counts;
  const found = { summits, participantsInRemarks, sentencesNotUnderstood, unresolvedPlaces };
  if (isJson) process.stdout.write(`${JSON.stringify({ ...counts, ...found, dryRun: isDryRun })}\n`);
  else printSummary(recorder, counts, rejected, found, isDryRun);
  if (interruption.isInterrupted()) process.exitCode = 130;
}

/** Filings in one transaction: what a killed import loses at most, and what a reader waits for at most. */
const BATCH = 100;

async function fileInBatches(
  items: Awaited<ReturnType<typeof readHistorian>>["items"],
  size: number,
  work: {
    file(filings: readonly Filing[]): Promise<FilingResult[]>;
    counts: Counts;
    reject(record: Rejected): void;
    progress: Progress;
    isInterrupted(): boolean;
  },
): Promise<void> {
  let batch: { file: string; id: string; filing: Filing }[] = [];
  const flush = async () => {
    const filings = batch;
    batch = [];
    const results = filings.length === 0 ? [] : await work.file(filings.map(({ filing }) => filing));
    for (const [index, result] of results.entries()) {
      const { file, id } = filings[index] ?? { file: "", id: "" };
      if (result.outcome === "rejected") work.reject({ file, id, reason: result.reason.message });
      else if (result.outcome === "unchanged") work.counts.unchanged++;
      else if (result.isMerge) work.counts.merged++;
      else work.counts.created++;
    }
    work.progress.advance(filings.length);
    // The embedded database answers without a turn of the event loop: signals are heard here.
    await nextTurn();
  };
  for (const item of items) {
    if (work.isInterrupted()) break;
    work.counts.rows++;
    if (item.kind === "rejected") {
      work.reject({ file: item.file, id: item.id, reason: item.reason });
      work.progress.advance(1);
      continue;
    }
    batch.push({ file: item.file, id: item.id, filing: filingSchema.parse(item.filing) });
    if (batch.length >= size) await flush();
  }
  await flush();
}

function watchInterruption(): { isInterrupted(): boolean; stop(): void } {
  let interrupted = false;
  const interrupt = () => {
    // The batch that is under way is finished; a second signal does not wait for it.
    if (interrupted) process.exit(130);
    interrupted = true;
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return {
    isInterrupted: () => interrupted,
    stop: () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt),
  };
}

const MOST_REJECTED_SHOWN = 20;

function printSummary(
  { description }: Recorder,
  counts: Counts,
  rejected: readonly Rejected[],
  found: {
    summits: number;
    participantsInRemarks: number;
    sentencesNotUnderstood: number;
    unresolvedPlaces: Readonly<Record<string, number>>;
  },
  isDryRun: boolean,
): void {
  const { green, yellow } = colorsFor(process.stdout);
  const number = (count: number) => count.toLocaleString("en").padStart(8);
  const places = Object.entries(found.unresolvedPlaces).sort(([, a], [, b]) => b - a);
  const lines = [
    isDryRun ? `What an import into the ${description} would do:` : `Imported into the ${description}:`,
    `${number(counts.rows)}  records read`,
    `${green(number(counts.created))}  created: contacts that were not known`,
    `${green(number(counts.merged))}  merged: further reports on known contacts`,
    `${number(counts.unchanged)}  unchanged: imported before`,
    `${counts.rejected > 0 ? yellow(number(counts.rejected)) : number(0)}  rejected`,
    `${number(found.summits)}  of the records tell of a summit`,
    `${number(found.participantsInRemarks)}  participants found in remarks and descriptions`,
    `${number(found.sentencesNotUnderstood)}  sentences not understood, kept in quotes`,
    `${number(places.length)}  places without a party${places.length > 0 ? `: ${places.map(([name, count]) => `${name} (${count})`).join(", ")}` : ""}`,
    ...rejected
      .slice(0, MOST_REJECTED_SHOWN)
      .map(({ file, id, reason }) =>
        yellow(`rejected ${file}${id === null ? "" : `, record ${id}`}: ${reason}`),
      ),
  ];
  if (rejected.length > MOST_REJECTED_SHOWN) {
    lines.push(yellow(`and ${rejected.length - MOST_REJECTED_SHOWN} more: --json prints all`));
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}
