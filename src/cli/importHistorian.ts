import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { InvalidInput } from "../errors/errors.ts";
import { readHistorian } from "../import/historian/historian.ts";
import { filingSchema } from "../report/filing.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import { BATCH, type Counts, fileInBatches, type Item, watchInterruption } from "./filing.ts";
import { createProgress } from "./progress.ts";

export function historianCommand(): Command {
  return new Command("historian")
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
    .action(importHistorian);
}

async function importHistorian(
  folders: string[],
  options: { dryRun?: boolean; json?: boolean },
): Promise<void> {
  const config = readConfig(process.env);
  const isJson = options.json === true;
  const source = await readHistorian(folders);
  if (source.total === 0) {
    throw new InvalidInput(
      `There are no records in ${folders.join(", ")}: give clones of HistoryAtState/travels and HistoryAtState/visits.`,
    );
  }
  const isDryRun = options.dryRun === true;
  const recorder = await openRecorder(config, { dryRun: isDryRun });
  const progress = createProgress({ total: source.total, unit: "records", isSilent: isJson });
  const interruption = watchInterruption();
  const counts: Counts = { rows: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  const rejected: Rejected[] = [];
  try {
    await fileInBatches(checked(source.items), isDryRun ? ALL : BATCH, {
      file: (filings) => recorder.run("file", { filings, dryRun: isDryRun, actor: "import historian" }),
      counts,
      reject: ({ file, id }, { message: reason }) => {
        counts.rejected++;
        rejected.push({ file, id, reason });
        if (isJson) process.stdout.write(`${JSON.stringify({ rejected: { file, id, reason } })}\n`);
      },
      advance: progress.advance,
      isInterrupted: () => interruption.signal.aborted,
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
  if (interruption.signal.aborted) process.exitCode = 130;
}

/** The records are all in memory as it is, and a dry run of them together tells exactly what an import does. */
const ALL = { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

interface Source {
  readonly file: string;
  readonly id: string | null;
}

interface Rejected extends Source {
  readonly reason: string;
}

function* checked(items: Awaited<ReturnType<typeof readHistorian>>["items"]): Generator<Item<Source>> {
  for (const item of items) {
    yield item.kind === "filing"
      ? { kind: "filing", source: item, filing: filingSchema.parse(item.filing) }
      : { kind: "rejected", source: item, reason: { message: item.reason } };
  }
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
