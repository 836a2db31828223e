import { type Filing, filingSchema } from "../../report/filing.ts";
import { partyOf } from "./actor.ts";
import { type NotTaken, readEncounter } from "./event.ts";
import { filingOf } from "./filing.ts";
import { kindOfFile, readEvent, readMention } from "./row.ts";

/** What a row of events is in the record: a filing, or why it is left. */
export type GdeltItem =
  | { readonly kind: "filing"; readonly filing: Filing }
  /** `actors`: names of those who are no party, where that is the reason. */
  | { readonly kind: "left"; readonly reason: NotTaken | "refused"; readonly actors: readonly string[] };

/** How many events' confidence is remembered: more than GDELT finds in an hour. */
const REMEMBERED = 100_000;

/** Reads files of GDELT 2.0 row by row, in the order of `findGdeltFiles`. Holds little, however much it reads. */
export class GdeltReader {
  /** By event; the latest mentions. */
  readonly #confidence = new Map<string, number>();
  /** How many rows of mentions were read, and how many of them could not be. */
  readonly mentions = { rows: 0, malformed: 0 };

  /** Reads a file that begins with this row: gives what reads each of its rows; null for one of mentions. Throws InvalidInput for another. */
  begin(firstRow: string): (row: string) => GdeltItem | null {
    return kindOfFile(firstRow) === "events" ? (row) => this.#event(row) : (row) => this.#mention(row);
  }

  #event(row: string): GdeltItem {
    const event = readEvent(row);
    const encounter = event === null ? "malformed" : readEncounter(event);
    if (typeof encounter === "string") {
      const unknown =
        encounter === "noState" ? (event?.actors.filter((one) => partyOf(one) === "noState") ?? []) : [];
      return { kind: "left", reason: encounter, actors: unknown.map(({ name, code }) => name || code) };
    }
    const confidence = this.#confidence.get(encounter.row.id) ?? null;
    const { data: filing } = filingSchema.safeParse(filingOf(encounter, confidence));
    // An address of more than 2,000 bytes, say.
    return filing === undefined
      ? { kind: "left", reason: "refused", actors: [] }
      : { kind: "filing", filing };
  }

  #mention(row: string): null {
    const mention = readMention(row);
    this.mentions.rows++;
    if (mention === null) {
      this.mentions.malformed++;
      return null;
    }
    const { event, confidence } = mention;
    const most = Math.max(confidence, this.#confidence.get(event) ?? 0);
    this.#confidence.delete(event);
    this.#confidence.set(event, most);
    const [oldest] = this.#confidence.keys();
    if (this.#confidence.size > REMEMBERED && oldest !== undefined) this.#confidence.delete(oldest);
    return null;
  }
}
