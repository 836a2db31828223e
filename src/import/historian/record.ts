import { plainText } from "./plainText.ts";
import type { RawRecord } from "./xml.ts";

/** A country as a record names it: the collection's slug ("united-kingdom") and the label in the record's time. */
export interface CountryName {
  readonly slug: string;
  readonly label: string;
}

/** What trips and visits share. Days are ISO days; texts are plain, "" where the record has none. */
interface Entry {
  readonly file: string;
  readonly id: string;
  /** Known to the record by this name in other collections: "historian:travels:2960". */
  readonly key: string;
  readonly start: string;
  readonly end: string;
  readonly countries: readonly CountryName[];
  readonly remarks: string;
}

/** A journey abroad of a president or a secretary of state. */
export interface Trip extends Entry {
  readonly kind: "trip";
  readonly role: "president" | "secretary";
  /** The collection's id of the traveller ("biden-joseph-r"); null where the record has none. */
  readonly who: string | null;
  readonly travellers: readonly string[];
  readonly locale: string;
}

/** A foreign leader's visit to the United States. */
export interface Visit extends Entry {
  readonly kind: "visit";
  readonly visitor: string;
}

export type HistorianRecord = Trip | Visit;

/** Why a record cannot be used: what was expected and what was got. */
export interface Rejection {
  readonly kind: "rejected";
  readonly file: string;
  readonly id: string | null;
  readonly reason: string;
}

/** Checks one raw record. Never throws: what is wrong with it comes back as a rejection. */
export function readRecord(raw: RawRecord): HistorianRecord | Rejection {
  const id = textOf(raw, "id");
  try {
    if (id === "") throw new Unusable("expected an <id>, got none");
    const entry = {
      file: raw.file,
      id,
      start: readDay(raw, "start-date"),
      end: readDay(raw, "end-date"),
      remarks: textOf(raw, raw.tag === "trip" ? "remarks" : "description"),
    };
    if (entry.end < entry.start) {
      throw new Unusable(
        `the end precedes the start: expected <end-date> on or after ${entry.start}, got ${entry.end}`,
      );
    }
    return raw.tag === "trip" ? readTrip(raw, entry) : readVisit(raw, entry);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { kind: "rejected", file: raw.file, id: id || null, reason: error.message };
  }
}

function readTrip(raw: RawRecord, entry: Omit<Entry, "key" | "countries">): Trip {
  const role = textOf(raw, "role") || (raw.attributes.role ?? "");
  if (role !== "president" && role !== "secretary") {
    throw new Unusable(`expected the role "president" or "secretary", got ${shown(role)}`);
  }
  const travellers = textsOf(raw, "name").flatMap((name) => name.split(/\s*;\s*/).filter(Boolean));
  if (travellers.length === 0) throw new Unusable("expected a traveller's <name>, got none");
  return {
    kind: "trip",
    ...entry,
    key: `historian:travels:${entry.id}`,
    role,
    who: raw.attributes.who?.trim() || null,
    travellers,
    countries: readCountries(raw, "country"),
    locale: textOf(raw, "locale"),
  };
}

function readVisit(raw: RawRecord, entry: Omit<Entry, "key" | "countries">): Visit {
  const visitor = textsOf(raw, "visitor").join(", ");
  if (visitor === "") throw new Unusable("expected a <visitor>, got none");
  return {
    kind: "visit",
    ...entry,
    key: `historian:visits:${entry.id}`,
    visitor,
    countries: readCountries(raw, "from"),
  };
}

function readCountries(raw: RawRecord, tag: string): CountryName[] {
  const countries = raw.children
    .filter((child) => child.tag === tag)
    .map((child) => ({ slug: (child.attributes.id ?? "").trim(), label: plainText(child.inner) }))
    .filter(({ slug, label }) => slug !== "" || label !== "");
  if (countries.length === 0) {
    throw new Unusable(`expected a <${tag}> with an id or a name, got none`);
  }
  return countries;
}

function readDay(raw: RawRecord, tag: string): string {
  const text = textOf(raw, tag);
  const day = new Date(`${text}T00:00:00Z`);
  const exists = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime());
  if (!exists || day.toISOString().slice(0, 10) !== text) {
    throw new Unusable(`expected <${tag}> to be a day such as 1974-06-17, got ${shown(text)}`);
  }
  return text;
}

function textOf(raw: RawRecord, tag: string): string {
  return textsOf(raw, tag)[0] ?? "";
}

function textsOf(raw: RawRecord, tag: string): string[] {
  return raw.children
    .filter((child) => child.tag === tag)
    .map((child) => plainText(child.inner))
    .filter((text) => text !== "");
}

function shown(text: string): string {
  return text === "" ? "nothing" : `"${text.slice(0, 100)}"`;
}

class Unusable extends Error {}
