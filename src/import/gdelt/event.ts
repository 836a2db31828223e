import type { ContactKind } from "../../report/filing.ts";
import { type GdeltParty, type NoParty, partyOf } from "./actor.ts";
import type { EventRow, Mention } from "./row.ts";

/** What an event is in the record: a contact of two parties on a day, or an agreement that they signed. */
export interface Encounter {
  readonly row: EventRow;
  readonly kind: ContactKind | "AGREEMENT";
  /** An ISO day. */
  readonly date: string;
  /** The ISO day on which GDELT found the article. */
  readonly foundOn: string;
  readonly parties: readonly [GdeltParty, GdeltParty];
  /** Keys of the parties, in the order of the alphabet: the same whoever is named first. */
  readonly pair: readonly [string, string];
  /** Of a visit, the key of the party that receives the other. */
  readonly host: string | null;
}

/** Why an event is not taken. */
export type NotTaken = "malformed" | "otherEvent" | "intent" | NoParty | "oneParty" | "noUrl";

/** What CAMEO's codes of diplomatic contact are here, and which of the actors is host. */
const KINDS: Readonly<Record<string, { kind: Encounter["kind"]; host?: 0 | 1 }>> = {
  "040": { kind: "EXCHANGE" },
  "041": { kind: "CALL" },
  "042": { kind: "VISIT", host: 1 },
  "043": { kind: "VISIT", host: 0 },
  "044": { kind: "SUMMIT" },
  "045": { kind: "EXCHANGE" },
  "046": { kind: "EXCHANGE" },
  "057": { kind: "AGREEMENT" },
};
/** "Express intent to meet or negotiate": announced, and so far no contact. */
const INTENT = "036";

/** Reads what an event is in the record, or why it is nothing there: the first reason that holds. */
export function readEncounter(row: EventRow): Encounter | NotTaken {
  if (row.code === INTENT) return "intent";
  const what = KINDS[row.code];
  if (what === undefined) return /^\d{2,4}$/.test(row.code) ? "otherEvent" : "malformed";
  const [first, second] = row.actors.map(partyOf);
  if (first === undefined || typeof first === "string") return first ?? "noActor";
  if (second === undefined || typeof second === "string") return second ?? "noActor";
  if (first.key === second.key) return "oneParty";
  const [date, foundOn] = [isoDay(row.day), isoDay(row.addedAt)];
  if (date === null || foundOn === null || !/^\d+$/.test(row.id)) return "malformed";
  if (!isPage(row.url)) return "noUrl";
  const parties = [first, second] as const;
  const pair =
    first.key < second.key ? ([first.key, second.key] as const) : ([second.key, first.key] as const);
  return {
    row,
    kind: what.kind,
    date,
    foundOn,
    parties,
    pair,
    host: what.host === undefined ? null : parties[what.host].key,
  };
}

/** The encounter as another article tells of it; null where that has no address, or nobody knows when it was found. */
export function asToldBy(encounter: Encounter, { url, foundAt }: Mention): Encounter | null {
  const foundOn = isoDay(foundAt);
  if (foundOn === null || !isPage(url)) return null;
  return { ...encounter, foundOn, row: { ...encounter.row, url } };
}

/** "20191024", with a time of day or without, as "2019-10-24"; null where there is no such day. */
function isoDay(time: string): string | null {
  if (!/^\d{8}(\d{6})?$/.test(time)) return null;
  const day = time.slice(0, 8);
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** What is read from a printed source or a citation has no address. */
function isPage(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
