import type { WatchedChange } from "../watch/change.ts";
import type { Happening } from "../watch/follow.ts";
import { colorsFor } from "./colors.ts";

type Colors = ReturnType<typeof colorsFor>;

/** Shows what becomes of a watch: changes on standard output, all else on standard error. */
export class Screen {
  readonly #isJson: boolean;
  readonly #url: string;
  readonly #out = colorsFor(process.stdout);
  readonly #error = colorsFor(process.stderr);
  /** The day of the last line. */
  #day = dayOf(new Date());
  #isGap = false;
  #outage: { readonly since: number; saidAt: number; reason: string } | null = null;

  constructor(url: string, isJson: boolean) {
    this.#url = url;
    this.#isJson = isJson;
    // Where nobody reads any more: a write tells.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  }

  /** Resolves when it was written. Throws the system's error where it cannot be. */
  async show(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case "connected":
        if (happening.isAgain) {
          const outage = Date.now() - (this.#outage?.since ?? Date.now());
          const missed = this.#isGap ? "" : ": nothing was missed";
          this.say("green", `Connected again after ${spanText(outage)}${missed}.`);
        }
        this.#outage = null;
        this.#isGap = false;
        return;
      case "lost":
        return this.#lost(happening.reason, happening.wasConnected);
      case "gap":
        this.say("red", `Changes were missed. ${happening.reason}. It goes on from now.`);
        this.#isGap = true;
        if (this.#isJson) await write({ gap: { after: happening.after, reason: happening.reason } });
        return;
      case "change":
        return this.#change(happening.change);
    }
  }

  say(color: "green" | "yellow" | "red" | "dim", text: string): void {
    const colors = this.#error;
    process.stderr.write(`${colors.dim(timeOf(new Date()))}  ${colors[color](clean(text))}\n`);
  }

  #lost(reason: string, wasConnected: boolean): void {
    const now = Date.now();
    const outage = this.#outage;
    // A server that is started again has several on its way: only what lasts is told.
    if (outage !== null && (outage.reason === reason || now - outage.saidAt < SETTLING_MS)) return;
    const what = wasConnected ? "Connection lost" : `Cannot watch ${this.#url}`;
    this.say("yellow", outage === null ? `${what}: ${reason}. Trying again…` : `Still trying: ${reason}.`);
    this.#outage = { since: outage?.since ?? now, saidAt: now, reason };
  }

  async #change(change: WatchedChange): Promise<void> {
    if (this.#isJson) return write(change);
    const { isTTY, columns } = process.stdout;
    const day = dayOf(change.at);
    if (isTTY && day !== this.#day) await write(this.#out.dim(`── ${day}`));
    this.#day = day;
    await write(changeLine(change, this.#out, isTTY ? columns : null));
  }
}

const SETTLING_MS = 5000;

/** A line of text, or an object as one of JSON. */
function write(line: string | object): Promise<void> {
  const text = typeof line === "string" ? line : JSON.stringify(line);
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * A change as one line for a person: when, what became of what, its date, and whose it is. On a terminal of so many
 * columns it is no longer than these; elsewhere (null) as long as it gets, with the day.
 */
export function changeLine(change: WatchedChange, colors: Colors, columns: number | null): string {
  const { kind, at } = change;
  const time = columns === null ? `${dayOf(at)} ${timeOf(at)}` : timeOf(at);
  const { title, details } = described(change);
  const text = [title, ...details].map(clean).join(GAP);
  const most = columns === null ? text.length : columns - time.length - VERB_LENGTH - 2 * GAP.length;
  const shown = text.length <= most ? text : `${text.slice(0, Math.max(most, 10) - 1).trimEnd()}…`;
  const titleEnd = clean(title).length;
  const { green, yellow, red, dim } = colors;
  const color = { CREATED: green, UPDATED: yellow, RETRACTED: red }[kind];
  const verb = color(kind.toLowerCase().padEnd(VERB_LENGTH));
  return `${dim(time)}${GAP}${verb}${GAP}${shown.slice(0, titleEnd)}${dim(shown.slice(titleEnd))}`;
}

const GAP = "  ";
const VERB_LENGTH = "retracted".length;

function described(change: WatchedChange): { title: string; details: string[] } {
  switch (change.__typename) {
    case "ContactChange": {
      const { title, date, parties } = change.contact;
      return { title, details: [...textOf(date), ...namesOf(parties)] };
    }
    case "AgreementChange": {
      const { title, acts, parties } = change.agreement;
      const dated = acts.find(({ date }) => date !== null);
      return { title: `Agreement: ${title}`, details: [...textOf(dated?.date), ...namesOf(parties)] };
    }
    case "ReportChange": {
      const { title, publishedOn, outlet } = change.report;
      return { title: `Report: ${title}`, details: [...textOf(publishedOn), outlet.name] };
    }
  }
}

function textOf(date: { text: string } | null | undefined): string[] {
  return date == null ? [] : [date.text];
}

/** "Russia, Belarus"; of many, how many others there are. */
function namesOf(parties: readonly { name: string }[]): string[] {
  const names = parties.map(({ name }) => name);
  if (names.length <= 4) return names.length === 0 ? [] : [names.join(", ")];
  return [`${names.slice(0, 3).join(", ")} and ${names.length - 3} others`];
}

/** What reports say is anybody's text: nothing in it moves the cursor of a terminal, or turns its text round. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** "14:05:09", here. */
function timeOf(time: string | Date): string {
  return new Date(time).toTimeString().slice(0, 8);
}

/** "2026-11-24", here. */
function dayOf(time: string | Date): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "12 seconds", "5 minutes". */
function spanText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
