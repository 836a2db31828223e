import { InvalidInput } from "../../errors/errors.ts";

/** One event as GDELT codes it: a row of an export file of its 2.0 event database. Texts are empty where it gives none. */
export interface EventRow {
  /** GlobalEventID. */
  readonly id: string;
  /** YYYYMMDD: when it took place, as far as the article's words tell. */
  readonly day: string;
  readonly actors: readonly [Actor, Actor];
  /** CAMEO, with its leading zero: "042". */
  readonly code: string;
  readonly mentions: string;
  readonly articles: string;
  readonly sources: string;
  /** YYYYMMDDHHMMSS, in UTC: when GDELT found the article. */
  readonly addedAt: string;
  readonly url: string;
}

export interface Actor {
  /** CAMEO: "USAGOV", "IGOEUREEC". */
  readonly code: string;
  readonly name: string;
  /** CAMEO, mostly ISO 3166-1 alpha-3: "USA"; regions have one too: "AFR". */
  readonly country: string;
  /** CAMEO's first type, what part the actor plays: "GOV", "MED". */
  readonly type: string;
}

/** Of a mentions file: that an article tells of an event, and how sure GDELT is that it does, in per cent. */
export interface Mention {
  readonly event: string;
  readonly confidence: number;
  /** YYYYMMDDHHMMSS, in UTC: when GDELT found the article. */
  readonly foundAt: string;
  /** Of an article on the web; empty for another, as a printed one. */
  readonly url: string;
}

/** Columns of an export file, counted from 0 (GDELT Event Codebook 2.0). */
const EVENT_COLUMNS = 61;
const ID = 0;
const DAY = 1;
const ACTORS = [5, 15] as const;
const CODE = 26;
const MENTIONS = 31;
const ADDED_AT = 59;
const URL = 60;

/** Columns of a mentions file; the last one, which holds nothing yet, is left out by some tools. */
const MENTION_COLUMNS = [15, 16];
const FOUND_AT = 2;
const TYPE = 3;
const IDENTIFIER = 5;
const CONFIDENCE = 11;
/** Of the types of mentions: an article on the web. */
const WEB = "1";

/** What the rows of a file are, as its first row tells. Throws InvalidInput where they are neither. */
export function kindOfFile(row: string): "events" | "mentions" {
  const columns = row.split("\t").length;
  if (columns === EVENT_COLUMNS) return "events";
  if (MENTION_COLUMNS.includes(columns)) return "mentions";
  throw new InvalidInput(
    `This is no file of GDELT 2.0: its first row has ${columns} columns, where ${EVENT_COLUMNS} of events were expected, or 16 of mentions, with tabs between them and no header.`,
  );
}

/** The event of a row, or null where the row has other columns than an event. */
export function readEvent(row: string): EventRow | null {
  const cells = row.split("\t");
  if (cells.length !== EVENT_COLUMNS) return null;
  const cell = (column: number) => cells[column]?.trim() ?? "";
  const actor = (from: number): Actor => ({
    code: cell(from),
    name: cell(from + 1),
    country: cell(from + 2),
    type: cell(from + 7),
  });
  return {
    id: cell(ID),
    day: cell(DAY),
    actors: [actor(ACTORS[0]), actor(ACTORS[1])],
    code: cell(CODE),
    mentions: cell(MENTIONS),
    sources: cell(MENTIONS + 1),
    articles: cell(MENTIONS + 2),
    addedAt: cell(ADDED_AT),
    url: cell(URL),
  };
}

/** The mention of a row, or null where the row is none. */
export function readMention(row: string): Mention | null {
  const cells = row.split("\t");
  const [event, confidence] = [cells[0]?.trim() ?? "", Number(cells[CONFIDENCE] || Number.NaN)];
  const isMention = MENTION_COLUMNS.includes(cells.length) && /^\d+$/.test(event);
  if (!isMention || !(confidence >= 0 && confidence <= 100)) return null;
  const url = cells[TYPE]?.trim() === WEB ? (cells[IDENTIFIER]?.trim() ?? "") : "";
  return { event, confidence, foundAt: cells[FOUND_AT]?.trim() ?? "", url };
}
