import { readFile } from "node:fs/promises";
import { type FilingInput, filingSchema } from "../../report/filing.ts";
import { parseFuzzyDate } from "../../time/date.ts";
import { gatherWitnesses } from "./allegiance.ts";
import type { Appearance } from "./appearance.ts";
import { findFiles } from "./files.ts";
import { filingOf, type Whole } from "./filing.ts";
import { companionsOf, participantsOf } from "./participants.ts";
import { identify } from "./person.ts";
import { type HistorianRecord, type Rejection, readRecord } from "./record.ts";
import { sameTrips } from "./sameTrip.ts";
import { type Told, tell, testimoniesOf } from "./told.ts";
import { readXml } from "./xml.ts";

/** One record of the two collections: a filing, or why there is none. */
export type Item =
  | { readonly kind: "filing"; readonly file: string; readonly id: string; readonly filing: FilingInput }
  | Rejection;

/** What was read, for a summary. */
export interface HistorianCounts {
  readonly trips: number;
  readonly visits: number;
  readonly summits: number;
  /** Persons told apart, and how many of them by a full name. */
  readonly persons: number;
  /** Participants that came out of remarks and descriptions: persons, offices and parties. */
  readonly participantsInRemarks: number;
  /** Of these, persons whose party neither the words nor other records give. */
  readonly partiesLeftOpen: number;
  readonly sentences: number;
  /** Sentences that yielded no claim of their own: they stay in the quote. */
  readonly sentencesNotUnderstood: number;
  /** Labels of countries that the tables know no party for, with how often they occur. */
  readonly unresolvedPlaces: Readonly<Record<string, number>>;
  /** Contacts that two or more records tell, and how many records tell them. */
  readonly sameTrips: number;
  readonly recordsOfSameTrips: number;
}

/** Everything that some folders hold. */
export interface Historian {
  /** How many items there are. */
  readonly total: number;
  /** In the order of files and records; filings are made one by one as they are asked for. Can be read again. */
  readonly items: Iterable<Item>;
  readonly counts: HistorianCounts;
}

/**
 * Reads clones of HistoryAtState/travels and HistoryAtState/visits: their folders, any folder that holds such
 * files, or single files. All are read before the first item comes out, since who is the same person and which
 * records tell the same trip is seen in all of them only. A record that cannot be used becomes a rejection and never
 * stops the rest. Throws InvalidInput where a path does not exist.
 */
export async function readHistorian(paths: readonly string[]): Promise<Historian> {
  const entries = withoutDuplicates(await readEntries(paths));
  const told = entries.filter((entry) => entry.kind !== "rejected").map(tell);
  const witnesses = gatherWitnesses(told.flatMap(testimoniesOf));
  const participants = new Map(told.map((one) => [one.record, participantsOf(one, witnesses)]));
  const persons = identify([...participants.values()].flat());
  const keys = keysOf(told, participants);
  const withEvent = new Set(told.filter(({ event }) => event !== null).map(({ record }) => record.key));
  const byRecord = new Map(told.map((one) => [one.record, one]));
  const wholeOf = (record: HistorianRecord): Whole => {
    const all = keys.get(record) ?? [record.key];
    return {
      participants: participants.get(record) ?? [],
      persons,
      keys: all,
      isSummit: all.some((key) => withEvent.has(key)),
    };
  };
  return {
    total: entries.length,
    items: {
      *[Symbol.iterator]() {
        for (const entry of entries) {
          const one = entry.kind === "rejected" ? undefined : byRecord.get(entry);
          if (entry.kind === "rejected") yield entry;
          else if (one !== undefined) yield itemOf(one, wholeOf(entry));
        }
      },
    },
    counts: countsOf(told, participants, new Set([...persons.values()].map(({ slug }) => slug)).size, keys),
  };
}

async function readEntries(paths: readonly string[]): Promise<(HistorianRecord | Rejection)[]> {
  const entries: (HistorianRecord | Rejection)[] = [];
  for (const { path, name, given } of await findFiles(paths)) {
    const records = readXml(name, await readFile(path, "utf8"));
    if (records === null && given) {
      const reason = "expected a file with <trips> or <visits>, got neither";
      entries.push({ kind: "rejected", file: name, id: null, reason });
    }
    for (const record of records ?? []) {
      entries.push("reason" in record ? { kind: "rejected", ...record } : readRecord(record));
    }
  }
  return entries;
}

/** A second record of one id is rejected: its key would be the first's. */
function withoutDuplicates(
  entries: readonly (HistorianRecord | Rejection)[],
): (HistorianRecord | Rejection)[] {
  const first = new Map<string, string>();
  return entries.map((entry) => {
    if (entry.kind === "rejected") return entry;
    const file = first.get(entry.key);
    if (file === undefined) {
      first.set(entry.key, entry.file);
      return entry;
    }
    const reason = `expected an id of its own, got ${entry.id}, which a record of ${file} has already`;
    return { kind: "rejected", file: entry.file, id: entry.id, reason };
  });
}

function itemOf(told: Told, whole: Whole): Item {
  const { file, id } = told.record;
  try {
    const filing = filingOf(told, whole);
    const checked = filingSchema.safeParse(filing);
    if (checked.success) {
      const date = filing.claims.find(({ field }) => field === "DATE")?.value;
      parseFuzzyDate(String(date));
      return { kind: "filing", file, id, filing };
    }
    const [issue] = checked.error.issues;
    const reason = `the filing made of it is not valid at ${issue?.path.join(".")}: ${issue?.message}`;
    return { kind: "rejected", file, id, reason };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "rejected", file, id, reason };
  }
}

function keysOf(
  told: readonly Told[],
  participants: ReadonlyMap<HistorianRecord, readonly Appearance[]>,
): Map<HistorianRecord, readonly string[]> {
  const trips = told.flatMap((one) => {
    const { record, countries, event } = one;
    if (record.kind !== "trip") return [];
    const travellers = (participants.get(record) ?? []).slice(0, record.travellers.length);
    return [
      {
        trip: record,
        parties: countries.flatMap((party) => party?.key ?? []),
        travellers: travellers.flatMap(({ known }) => known?.slug ?? []),
        companions: companionsOf(one),
        event: event?.name ?? null,
      },
    ];
  });
  return new Map<HistorianRecord, readonly string[]>(sameTrips(trips));
}

function countsOf(
  told: readonly Told[],
  participants: ReadonlyMap<HistorianRecord, readonly Appearance[]>,
  persons: number,
  keys: ReadonlyMap<HistorianRecord, readonly string[]>,
): HistorianCounts {
  const sentences = told.flatMap((one) =>
    one.sentences.map(({ text, encounters }) => ({ one, text, encounters })),
  );
  const understood = sentences.filter(
    ({ one, text, encounters }) =>
      encounters.length > 0 || [one.event?.sentence, one.purpose?.sentence, one.place?.quote].includes(text),
  );
  const inRemarks = told.flatMap((one) => {
    const quotes = new Set(one.sentences.map(({ text }) => text));
    return (participants.get(one.record) ?? []).filter(
      // A host state that nobody stands for may be quoted by the same words, and is not read from them.
      ({ quote, name, titles, role }) =>
        quotes.has(quote) && (name !== null || titles.length > 0 || role !== "HOST"),
    );
  });
  const unresolved: Record<string, number> = {};
  for (const { record, countries } of told) {
    record.countries.forEach(({ label, slug }, index) => {
      if (countries[index] === null) unresolved[label || slug] = (unresolved[label || slug] ?? 0) + 1;
    });
  }
  const shared = [...keys.values()].filter((all) => all.length > 1);
  return {
    trips: told.filter(({ record }) => record.kind === "trip").length,
    visits: told.filter(({ record }) => record.kind === "visit").length,
    summits: told.filter(({ event }) => event !== null).length,
    persons,
    participantsInRemarks: inRemarks.length,
    partiesLeftOpen: inRemarks.filter(({ party, name }) => party === null && name !== null).length,
    sentences: sentences.length,
    sentencesNotUnderstood: sentences.length - understood.length,
    unresolvedPlaces: unresolved,
    sameTrips: new Set(shared.map((all) => all.join())).size,
    recordsOfSameTrips: shared.length,
  };
}
