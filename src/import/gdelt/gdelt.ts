import type { KeptEvent } from "../../feed/gdelt.ts";
import { type Filing, filingSchema } from "../../report/filing.ts";
import { partyOf } from "./actor.ts";
import { asToldBy, type Encounter, type NotTaken, readEncounter } from "./event.ts";
import { filingOf } from "./filing.ts";
import { type EventRow, kindOfFile, type Mention, readEvent, readMention } from "./row.ts";

/** What a row is in the record: a filing, or why it is left. `of`: of a row of events, or of a further article on one. */
export type GdeltItem = { readonly of: "event" | "mention" } & (
  | { readonly kind: "filing"; readonly filing: Filing }
  /** `actors`: names of those who are no party, where that is the reason. */
  | { readonly kind: "left"; readonly reason: NotTaken | "refused"; readonly actors: readonly string[] }
);

/** How many events' confidence is remembered: more than GDELT finds in an hour. */
const REMEMBERED = 100_000;
/** How many encounters are remembered, for articles that come later: about a day of them. */
export const ENCOUNTERS = 5000;
/** How many events' articles are, for the event that comes after them: more than those of a quarter of an hour. */
const WAITING = 10_000;
/** And so many of each. */
const ARTICLES = 100;

/** Reads files of GDELT 2.0 row by row, in the order of `findGdeltFiles`. Holds little, however much it reads. */
export class GdeltReader {
  /** By event; the latest mentions. */
  readonly #confidence = new Map<string, number>();
  readonly #encounters = new Map<string, Encounter>();
  /** Rows of those that `takeEvents` has not given yet. */
  readonly #taken = new Map<string, EventRow>();
  /** Mentions of events that were not read yet. */
  readonly #waiting = new Map<string, Mention[]>();
  /** How many rows of mentions were read, and how many of them could not be. */
  readonly mentions = { rows: 0, malformed: 0 };

  /** `kept`: events of earlier runs, in the order in which they were read. */
  constructor(kept: readonly KeptEvent[] = []) {
    for (const { id, row } of kept) {
      const encounter = readEncounter(JSON.parse(row));
      if (typeof encounter !== "string") remember(this.#encounters, id, encounter, ENCOUNTERS);
    }
  }

  /** The latest events that were read since it was last asked: what another run is to begin with. */
  takeEvents(): KeptEvent[] {
    const events = [...this.#taken].map(([id, row]) => ({ id, row: JSON.stringify(row) }));
    this.#taken.clear();
    return events;
  }

  /** Reads a file that begins with this row: gives what reads each of its rows. Throws InvalidInput for another. */
  begin(firstRow: string): (row: string) => readonly GdeltItem[] {
    return kindOfFile(firstRow) === "events" ? (row) => this.#event(row) : (row) => this.#mention(row);
  }

  #event(row: string): GdeltItem[] {
    const event = readEvent(row);
    const encounter = event === null ? "malformed" : readEncounter(event);
    if (typeof encounter === "string") {
      if (event !== null) this.#waiting.delete(event.id);
      const unknown =
        encounter === "noState" ? (event?.actors.filter((one) => partyOf(one) === "noState") ?? []) : [];
      const actors = unknown.map(({ name, code }) => name || code);
      return [{ of: "event", kind: "left", reason: encounter, actors }];
    }
    const { id } = encounter.row;
    remember(this.#encounters, id, encounter, ENCOUNTERS);
    remember(this.#taken, id, encounter.row, ENCOUNTERS);
    const waiting = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    return [
      itemOf("event", encounter, this.#confidence.get(id) ?? null),
      ...waiting.flatMap((mention) => further(encounter, mention)),
    ];
  }

  #mention(row: string): readonly GdeltItem[] {
    const mention = readMention(row);
    this.mentions.rows++;
    if (mention === null) {
      this.mentions.malformed++;
      return [];
    }
    const { event, confidence, url } = mention;
    const most = Math.max(confidence, this.#confidence.get(event) ?? 0);
    remember(this.#confidence, event, most, REMEMBERED);
    const encounter = this.#encounters.get(event);
    if (encounter !== undefined) return further(encounter, mention);
    const waiting = this.#waiting.get(event) ?? [];
    if (url !== "" && waiting.length < ARTICLES)
      remember(this.#waiting, event, [...waiting, mention], WAITING);
    return [];
  }
}

/** A further article on an encounter, where it is another than GDELT's first. */
function further(encounter: Encounter, mention: Mention): GdeltItem[] {
  const told = mention.url === encounter.row.url ? null : asToldBy(encounter, mention);
  return told === null ? [] : [itemOf("mention", told, mention.confidence)];
}

function itemOf(of: GdeltItem["of"], encounter: Encounter, confidence: number | null): GdeltItem {
  const { data: filing } = filingSchema.safeParse(filingOf(encounter, confidence));
  // An address of more than 2,000 bytes, say.
  return filing === undefined
    ? { of, kind: "left", reason: "refused", actors: [] }
    : { of, kind: "filing", filing };
}

/** Puts it last, and forgets the first where there are more than so many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
