import { Command } from "commander";
import { InvalidInput } from "../errors/errors.ts";
import type { FetchLimits } from "../fetch/fetch.ts";
import { download, NotAsListed, readList } from "../import/gdelt/download.ts";
import { ENCOUNTERS, GdeltReader } from "../import/gdelt/gdelt.ts";
import { areNext, byQuarter, type ListedFile } from "../import/gdelt/list.ts";
import type { Recorder } from "../server/record.ts";
import { BATCH, fileInBatches } from "./filing.ts";
import { ATTEMPTS, follow, readSpan } from "./following.ts";
import { GdeltCounts, readGdelt, reasonLeft } from "./gdeltItems.ts";

const SOURCE = "gdelt";

export function followGdeltCommand(): Command {
  return new Command(SOURCE)
    .description(
      "Follow GDELT 2.0: import the events of each quarter of an hour as they come, as `import gdelt` does. Begins with the latest; after an outage, or a stop, with the first that was missed. One process at a time does, beside a server or alone.",
    )
    .option("--from <url>", "the folder of lastupdate.txt, masterfilelist.txt and the files", GDELT)
    .option("--every <span>", 'how often it looks for what is new, such as "15m" or "30s"', "15m")
    .option(
      "--once",
      "catch up, and end: for a scheduler; exit code 1 where it could not, after three attempts",
    )
    .addHelpText(
      "after",
      `
Each quarter of an hour that was imported is a line of JSON. Where the source cannot be read, it is asked again after 1, 2,
4… seconds, at most after --every; a file that is not there, or not as the list gives it (size and MD5), is passed over
at the third attempt, and told. Exit code 130 when it was interrupted.`,
    )
    .showHelpAfterError()
    .action(followGdelt);
}

const GDELT = "http://data.gdeltproject.org/gdeltv2/";
const PATIENCE_MS = 30_000;

interface Options {
  readonly from: string;
  readonly every: string;
  readonly once?: boolean;
}

async function followGdelt({ from, every, once = false }: Options): Promise<void> {
  const source = readFolder(from);
  // Whoever names a mirror may name one of their own network; GDELT itself, and what it redirects to, is public.
  const privateHosts = from === GDELT ? [] : "all";
  await follow(SOURCE, { everyMs: readSpan(every), once }, (_, recorder, signal) => {
    const follower = new GdeltFollower(recorder, source, { signal, patience: PATIENCE_MS, privateHosts });
    return () => follower.catchUp();
  });
}

class GdeltFollower {
  readonly #recorder: Recorder;
  readonly #source: URL;
  readonly #limits: FetchLimits;
  /** Made when it is first needed, with what earlier runs have kept. */
  #reader: GdeltReader | null = null;
  /** How often a file was not as listed. */
  readonly #attempts = new Map<string, number>();

  constructor(recorder: Recorder, source: URL, limits: FetchLimits) {
    this.#recorder = recorder;
    this.#source = source;
    this.#limits = limits;
  }

  /** Imports what is new, a quarter of an hour at a time, and remembers each. Throws Unavailable where it cannot go on now. */
  async catchUp(): Promise<void> {
    const after = await this.#recorder.run("feedPosition", { name: SOURCE });
    for (const { time, files } of byQuarter(await this.#listed(after))) {
      this.#reader ??= new GdeltReader(await this.#recorder.run("keptEvents", {}));
      if (!(await this.#import(time, files, this.#reader))) return;
      await this.#recorder.run("keepEvents", { events: this.#reader.takeEvents(), most: ENCOUNTERS });
      await this.#recorder.run("storeFeedPosition", { name: SOURCE, position: time });
      this.#attempts.clear();
    }
  }

  /** The latest files, or all later ones where there are others between. */
  async #listed(after: string | null): Promise<ListedFile[]> {
    const latest = await readList(new URL("lastupdate.txt", this.#source), after, this.#limits);
    const [first] = byQuarter(latest);
    if (after === null || first === undefined || areNext(after, first.time)) return latest;
    return readList(new URL("masterfilelist.txt", this.#source), after, this.#limits);
  }

  /** False where it was interrupted before the end. */
  async #import(time: string, files: readonly ListedFile[], reader: GdeltReader): Promise<boolean> {
    const counts = new GdeltCounts();
    const left: Record<string, number> = {};
    const passedOver: string[] = [];
    for (const file of files) {
      try {
        const bytes = await this.#download(file);
        if (bytes === null) passedOver.push(file.name);
        else await this.#file(reader, file.name, bytes, counts, left);
      } catch (error) {
        // As listed, and yet no file of GDELT's: it will not become one.
        if (!(error instanceof InvalidInput)) throw error;
        process.stderr.write(`Passed over: ${error.message}\n`);
        passedOver.push(file.name);
      }
    }
    if (this.#limits.signal.aborted) return false;
    const { rows, created, merged, unchanged } = counts.event;
    const told = { time, rows, created, merged, unchanged, left, mentions: counts.told, passedOver };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return true;
  }

  /** Null where it was not as listed too often. */
  async #download(file: ListedFile): Promise<Buffer | null> {
    try {
      return await download(this.#source, file, this.#limits);
    } catch (error) {
      if (!(error instanceof NotAsListed)) throw error;
      const attempts = (this.#attempts.get(file.name) ?? 0) + 1;
      this.#attempts.set(file.name, attempts);
      if (attempts < ATTEMPTS) throw error;
      process.stderr.write(`Passed over at attempt ${attempts}: ${error.message}\n`);
      return null;
    }
  }

  async #file(
    reader: GdeltReader,
    name: string,
    bytes: Buffer,
    counts: GdeltCounts,
    left: Record<string, number>,
  ): Promise<void> {
    const { signal } = this.#limits;
    await fileInBatches(readGdelt(name, piecesOf(bytes), { reader, signal }), BATCH, {
      file: (filings) => this.#recorder.run("file", { filings, actor: "follow gdelt" }),
      counts: ({ of }) => counts[of],
      reject: (source, reason, isFiled) => {
        counts[source.of].rejected++;
        if (source.of === "mention") return;
        const why = reasonLeft(source, reason, isFiled);
        left[why] = (left[why] ?? 0) + 1;
      },
      advance: () => {},
      isInterrupted: () => signal.aborted,
    });
  }
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function readFolder(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidInput(`--from must be an address such as ${GDELT}, and is ${JSON.stringify(text)}.`);
}
