import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { isCode } from "../database/lock.ts";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import { contactKinds, partyKeySchema } from "../report/filing.ts";
import type { Server } from "../watch/connection.ts";
import { type ChangeFilter, follow } from "../watch/follow.ts";
import { partyNames } from "../watch/parties.ts";
import { watchInterruption } from "./filing.ts";
import { Screen } from "./watchScreen.ts";
import { checkWritable } from "./writable.ts";

export function watchCommand(): Command {
  return new Command("watch")
    .description(
      "Tell what changes in the record of a running server, as it happens. Nothing is missed where the connection or the server breaks in between.",
    )
    .option("--url <url>", "the server", "http://127.0.0.1:4000/graphql")
    .option(
      "--between <keys>",
      "only what all these parties have part in: ISO 3166 codes and organizations' slugs, such as RU,BY",
    )
    .option("--kinds <kinds>", "only contacts of these kinds, and what --types names: CALL, SUMMIT, …")
    .option("--types <types>", "only these types: Contact, Agreement, Report")
    .option("--after <cursor>", "begin after this cursor; without it, now")
    .option("--cursor-file <file>", "keep the last cursor in this file, and begin after it where it is there")
    .option("--key-file <file>", "ask with the key in this file; without it, with READOUT_KEY's, or none")
    .option(
      "--json",
      "print each change as one object, as 12-changes.graphql in schema/operations asks for it",
    )
    .addHelpText("after", HELP)
    .action(watch);
}

const HELP = `
Changes go to standard output, one a line; all else to standard error. Ctrl+C ends it with exit code 0 and tells the
cursor to go on from. While the server is not there it tries again; where that would not help, it ends with exit code 1.
Where the changes after a cursor are no longer kept it goes on from now, and says so: with --json, by {"gap":{…}}.

  What Russia and Belarus have to do with one another:
    npm run readout -- watch --between RU,BY
  Calls and summits of anybody, from wherever it was when it was stopped:
    npm run readout -- watch --kinds CALL,SUMMIT --cursor-file seen
  Titles of new agreements, for a script:
    npm run -s readout -- watch --types Agreement --json | jq -r 'select(.kind == "CREATED").agreement.title'`;

interface Options {
  readonly url: string;
  readonly between?: string;
  readonly kinds?: string;
  readonly types?: string;
  readonly after?: string;
  readonly cursorFile?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

async function watch(options: Options): Promise<void> {
  const server = { url: readUrl(options.url), key: readKey(options.keyFile, process.env.READOUT_KEY) };
  const between = options.between === undefined ? null : readParties(options.between);
  const types = readTypes(options.types, options.kinds);
  const filter = {
    ...(types === null ? {} : { types }),
    ...(between === null ? {} : { parties: { allOf: between } }),
  };
  const file = options.cursorFile === undefined ? null : new CursorFile(options.cursorFile);
  const after = options.after ?? file?.read() ?? null;
  const screen = new Screen(server.url, options.json === true);
  const interruption = watchInterruption();
  let cursor = after;
  try {
    for await (const happening of follow(server, filter, after, interruption.signal)) {
      if (happening.kind === "connected" && !happening.isAgain)
        await greet(screen, server, filter, interruption.signal);
      await screen.show(happening);
      if (happening.kind !== "place" && happening.kind !== "change") continue;
      cursor = happening.kind === "place" ? happening.cursor : happening.change.cursor;
      file?.keep(cursor);
    }
  } catch (error) {
    if (isCode(error, "EPIPE")) return; // Who reads has seen enough: `watch | head`.
    if (cursor !== after) screen.say("dim", `To go on from here: --after ${cursor}`);
    throw error;
  } finally {
    interruption.stop();
  }
  if (process.stderr.isTTY) process.stderr.write("\n"); // After the terminal's "^C".
  screen.say("dim", cursor === null ? "Stopped." : `Stopped. To go on from here: --after ${cursor}`);
}

/** Says what is watched; a party that the server does not know may be a slip of the keyboard. */
async function greet(
  screen: Screen,
  server: Server,
  { types, parties }: ChangeFilter,
  signal: AbortSignal,
): Promise<void> {
  const keys = parties?.allOf ?? [];
  const names = await partyNames(server, keys, signal).catch(() => keys);
  const things = types === undefined ? "everything" : listText(types.map((type) => `${type.toLowerCase()}s`));
  const whose = listText(names.map((name, index) => name ?? keys[index] ?? ""));
  const what = whose === "" ? things : `${things} of ${whose}`;
  screen.say("green", `Connected to ${server.url}: watching ${what}.`);
  for (const [index, name] of names.entries()) {
    if (name !== null) continue;
    const state = keys[index]?.toUpperCase() ?? "";
    const hint =
      state !== keys[index] && /^([A-Z]{2}|[A-Z]{4})$/.test(state) ? ` For a state, write ${state}.` : "";
    screen.say("yellow", `The record knows no party ${keys[index]} yet.${hint}`);
  }
}

/** "contacts, agreements and reports" */
function listText(texts: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(texts);
}

/** Holds the last cursor. */
class CursorFile {
  readonly #path: string;
  #cursor: string | null = null;

  /** Throws Unavailable where it cannot be written. */
  constructor(path: string) {
    this.#path = path;
    try {
      checkWritable(path);
    } catch (error) {
      throw this.#unusable("written", error);
    }
  }

  /** Null where there is none yet. */
  read(): string | null {
    try {
      this.#cursor = readFileSync(this.#path, "utf8").trim();
    } catch (error) {
      if (isCode(error, "ENOENT")) return null;
      throw this.#unusable("read", error);
    }
    if (/^[\w-]+$/.test(this.#cursor)) return this.#cursor;
    throw new InvalidInput(`The file ${this.#path} holds no cursor: remove it to begin now.`);
  }

  /** Whoever reads the file finds the whole of this cursor, or of the one before. */
  keep(cursor: string): void {
    if (cursor === this.#cursor) return;
    const next = `${this.#path}.${process.pid}.tmp`;
    try {
      writeFileSync(next, `${cursor}\n`);
      renameSync(next, this.#path);
    } catch (error) {
      throw this.#unusable("written", error);
    }
    this.#cursor = cursor;
  }

  #unusable(how: string, error: unknown): Unavailable {
    return new Unavailable(`The cursor file ${this.#path} cannot be ${how} (${(error as Error).message}).`);
  }
}

/** Without a path, GraphQL's. Throws InvalidInput for what is no address of a server. */
function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(
      `--url must be an http or https URL such as http://127.0.0.1:4000/graphql, and is ${JSON.stringify(text)}.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidInput(
      "--url must hold no name and password: a key is given by --key-file or READOUT_KEY.",
    );
  }
  if (url.pathname === "/") url.pathname = "/graphql";
  return url.href;
}

/** Throws InvalidInput for what is no key, which it does not repeat. */
function readKey(file: string | undefined, variable: string | undefined): string | null {
  let key = variable ?? "";
  let source = "READOUT_KEY";
  if (file !== undefined) {
    source = `The file ${file}`;
    try {
      key = readFileSync(file, "utf8");
    } catch (error) {
      throw new InvalidInput(`The key file ${file} cannot be read (${(error as Error).message}).`);
    }
  }
  key = key.trim();
  if (key === "" && file === undefined) return null;
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new InvalidInput(`${source} must hold one key and nothing else.`);
}

function readParties(text: string): string[] {
  const keys = listOf(text, "--between");
  for (const key of keys) {
    if (partyKeySchema.safeParse(key).success) continue;
    throw new InvalidInput(
      `--between must name parties by ISO 3166 codes or organizations' slugs, such as RU,BY or RU,union-state; ${JSON.stringify(key)} is neither.`,
    );
  }
  return keys;
}

/** The types of things as the API's filter has them; null for all. */
function readTypes(types: string | undefined, kinds: string | undefined): string[] | null {
  if (types === undefined && kinds === undefined) return null;
  const named = types === undefined ? [] : choicesOf(types, "--types", ["Contact", "Agreement", "Report"]);
  if (kinds === undefined) return named;
  // The type of a contact is named after its kind.
  const contacts = choicesOf(kinds, "--kinds", contactKinds).map(
    (kind) => kind[0] + kind.slice(1).toLowerCase(),
  );
  return [...contacts, ...named.filter((type) => type !== "Contact")];
}

function choicesOf(text: string, option: string, choices: readonly string[]): string[] {
  return listOf(text, option).map((word) => {
    const choice = choices.find((known) => known.toLowerCase() === word.toLowerCase());
    if (choice !== undefined) return choice;
    throw new InvalidInput(
      `${option} must name some of ${choices.join(", ")}; ${JSON.stringify(word)} is none of them.`,
    );
  });
}

function listOf(text: string, option: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  if (!words.includes("")) return [...new Set(words)];
  throw new InvalidInput(`${option} must be a list with commas between, and is ${JSON.stringify(text)}.`);
}
