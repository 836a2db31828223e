import { statSync } from "node:fs";
import { Command, Option } from "commander";
import { readConfig } from "../config/config.ts";
import { InvalidInput } from "../errors/errors.ts";
import { findGdeltFiles, type GdeltFile } from "../import/gdelt/files.ts";
import { ENCOUNTERS, GdeltReader } from "../import/gdelt/gdelt.ts";
import { openRecorder } from "../server/record.ts";
import { colorsFor } from "./colors.ts";
import { BATCH, fileInBatches, type Item, watchInterruption } from "./filing.ts";
import { GdeltCounts, type GdeltSource, type Left, readGdelt, reasonLeft } from "./gdeltItems.ts";
import { counted, openInput } from "./lines.ts";
import { createProgress } from "./progress.ts";

export function gdeltCommand(): Command {
  return new Command("gdelt")
    .description(
      "Import events of diplomatic contact between states and organizations from GDELT 2.0, as claims that are hedged: a machine read them. Running it again changes nothing; one that was stopped goes on.",
    )
    .argument(
      "<file...>",
      "export files, plain or zipped, and mentions files that give their events' confidence; folders of such; or - for standard input",
    )
    .option("--from <file:row>", "begin with this row of this file, as an interrupted run names it")
    .addOption(new Option("--json", "at the end, print one object of the counts"))
    .addHelpText(
      "after",
      `
Files are read in the order of time that their names tell. What is taken, how it is mapped, and why a row is left, is
in docs/sources.md. Exit code 0 when all rows were looked at; 130 when it was interrupted; 1 where it could not go on.`,
    )
    .showHelpAfterError()
    .action(importGdelt);
}

/** Why rows are left, for a person; in the order of the summary. */
const REASONS: Readonly<Record<Left, string>> = {
  otherEvent: "other events than diplomatic contact",
  intent: "intents to meet (036): announced, and no contact yet",
  noActor: "with one actor only",
  noState: "with an actor that is neither a state nor a known organization",
  noGovernment: "with an actor that does not act for its state, as a company or a newspaper",
  oneParty: "within one state or organization",
  noUrl: "whose source has no address",
  malformed: "not in the form of GDELT 2.0",
  repeated: "repeated: the article is a report on that contact already",
  refused: "refused by the record",
};

interface Place {
  file: string | null;
  row: number;
}

async function importGdelt(paths: string[], options: { from?: string; json?: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const isJson = options.json === true;
  const from = readPlace(options.from);
  const files = filesFrom(await findGdeltFiles(paths), from);
  const recorder = await openRecorder(config);
  const progress = createProgress({ total: sizeOf(files), unit: "bytes", isSilent: isJson });
  const interruption = watchInterruption();
  const reader = new GdeltReader(await recorder.run("keptEvents", {}));
  const place: Place = { file: null, row: 0 };
  const counts = new GdeltCounts();
  const left = Object.fromEntries(Object.keys(REASONS).map((reason) => [reason, 0])) as Record<Left, number>;
  const unknown = new Map<string, number>();
  try {
    await fileInBatches(items(), BATCH, {
      file: (filings) => recorder.run("file", { filings, actor: "import gdelt" }),
      counts: ({ of }) => counts[of],
      reject: (source, reason, isFiled) => {
        counts[source.of].rejected++;
        if (source.of === "mention") return;
        left[reasonLeft(source, reason, isFiled)]++;
        for (const name of source.actors) {
          if (unknown.has(name) || unknown.size < MOST_ACTORS)
            unknown.set(name, (unknown.get(name) ?? 0) + 1);
        }
      },
      advance: () => {},
      isInterrupted: () => interruption.signal.aborted,
    });
    await recorder.run("keepEvents", { events: reader.takeEvents(), most: ENCOUNTERS });
  } finally {
    progress.stop();
    interruption.stop();
    await recorder.close();
  }

  async function* items(): AsyncGenerator<Item<GdeltSource>> {
    for (const { file, after } of files) {
      yield* itemsOf(file, after, { reader, place, signal: interruption.signal, advance: progress.advance });
    }
  }

  const { rows, created, merged, unchanged } = counts.event;
  const actors = [...unknown].sort(([, a], [, b]) => b - a).slice(0, MOST_SHOWN);
  if (isJson) {
    const told = { rows, created, merged, unchanged, left, mentions: { ...reader.mentions, ...counts.told } };
    const lastly = { unknownActors: Object.fromEntries(actors), lastFile: place.file, lastRow: place.row };
    process.stdout.write(`${JSON.stringify({ ...told, ...lastly })}\n`);
  } else {
    process.stdout.write(summary(recorder.description, counts, left, reader.mentions.rows, actors));
  }
  if (!interruption.signal.aborted) return;
  if (!isJson && place.file !== null) {
    process.stdout.write(`Interrupted: run it again, or go on with --from ${place.file}:${place.row + 1}.\n`);
  }
  process.exitCode = 130;
}

/** The names of actors that are no party: so many are counted, and so many shown. */
const MOST_ACTORS = 10_000;
const MOST_SHOWN = 20;

async function* itemsOf(
  file: GdeltFile,
  after: number,
  work: { reader: GdeltReader; place: Place; signal: AbortSignal; advance(bytes: number): void },
): AsyncGenerator<Item<GdeltSource>> {
  const input = await openInput(file.path);
  try {
    const bytes = counted(input.stream, work.advance);
    yield* readGdelt(file.name, bytes, {
      ...work,
      after,
      onRow: (row) => {
        work.place.file = file.name;
        work.place.row = row;
      },
    });
  } finally {
    input.stream.destroy();
  }
}

/** "20191024143000.export.CSV:1201" */
function readPlace(text: string | undefined): { name: string; row: number } | null {
  if (text === undefined) return null;
  const [, name, row] = /^(.+):([1-9]\d{0,11})$/.exec(text) ?? [];
  if (name !== undefined && row !== undefined) return { name, row: Number(row) };
  throw new InvalidInput(
    `--from must name a file and a row from 1 on, as "20191024143000.export.CSV:1", and is ${JSON.stringify(text)}.`,
  );
}

/** The files from a place on, each with how many of its rows are passed over. */
function filesFrom(
  files: readonly GdeltFile[],
  from: { name: string; row: number } | null,
): { file: GdeltFile; after: number }[] {
  if (from === null) return files.map((file) => ({ file, after: 0 }));
  const index = files.findIndex(({ name }) => name === from.name);
  if (index === -1) throw new InvalidInput(`--from names ${from.name}, which is none of the files given.`);
  return files.slice(index).map((file, place) => ({ file, after: place === 0 ? from.row - 1 : 0 }));
}

/** In bytes; null where standard input is among them. */
function sizeOf(files: readonly { file: GdeltFile }[]): number | null {
  let size = 0;
  for (const { file } of files) {
    if (file.path === "-") return null;
    size += statSync(file.path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return size;
}

function summary(
  description: string,
  { event: counts, told }: GdeltCounts,
  left: Readonly<Record<Left, number>>,
  mentions: number,
  actors: readonly (readonly [string, number])[],
): string {
  const { green } = colorsFor(process.stdout);
  const number = (count: number) => count.toLocaleString("en").padStart(10);
  const all = Object.values(left).reduce((sum, count) => sum + count, 0);
  const reasons = (Object.keys(REASONS) as Left[]).filter((reason) => left[reason] > 0);
  const lines = [
    `Imported into the ${description}:`,
    `${number(counts.rows)}  events read${mentions > 0 ? `, and ${mentions.toLocaleString("en")} mentions` : ""}`,
    `${green(number(counts.created))}  created: reports on what was not known`,
    `${green(number(counts.merged))}  merged: further reports on what was known`,
    `${number(counts.unchanged)}  unchanged: imported before`,
    `${number(all)}  left:`,
    ...reasons.map((reason) => `${number(left[reason])}    ${REASONS[reason]}`),
    ...(told.articles === 0
      ? []
      : [`${number(told.created + told.merged)}  further articles on these events, of the mentions`]),
  ];
  if (actors.length > 0) {
    lines.push(`Actors that are no party: ${actors.map(([name, count]) => `${name} (${count})`).join(", ")}`);
  }
  return `${lines.join("\n")}\n`;
}
