import { formatEdtf, label } from "../parts/format.ts";

/** Names by key, slug or id, of everything that values may speak of. */
export type Names = ReadonlyMap<string, string>;

/** Gathers the names of all that an answer holds. */
export function namesIn(answer: unknown, names = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(answer)) for (const part of answer) namesIn(part, names);
  else if (typeof answer === "object" && answer !== null) {
    const { id, key, slug, name, title, label } = answer as Record<string, unknown>;
    const called = name ?? label ?? title;
    for (const handle of [id, key, slug]) {
      if (typeof handle === "string" && typeof called === "string") names.set(handle, called);
    }
    for (const part of Object.values(answer)) namesIn(part, names);
  }
  return names;
}

/** A value as reports give it, in its field's notation, for a person: "Vladimir Putin, President of Russia". */
export function valueText(field: string, value: string, names: Names): string {
  const named = (handle: string) => names.get(handle) ?? handle;
  switch (field) {
    case "OCCURRENCE":
      return value === "true" ? "yes" : value;
    case "KIND":
    case "CHANNEL":
      return label(value);
    case "DATE":
      return names.get(value) ?? formatEdtf(value);
    case "DURATION":
      return durationText(value);
    case "PARTICIPANTS":
    case "SIGNATORIES":
    case "ENDORSERS":
      return partsOf(value, named);
    case "SEQUENCE":
      return `next after “${named(value)}”`;
    default:
      return named(value);
  }
}

function partsOf(value: string, named: (handle: string) => string): string {
  try {
    const parts: unknown = JSON.parse(value);
    if (typeof parts === "object" && parts !== null) {
      const { person, office, party, role } = parts as Record<string, string | undefined>;
      const who = [person, office ?? (person === undefined ? party : undefined)].filter(
        (part) => part !== undefined,
      );
      const as = role === undefined || role === "PARTICIPANT" ? "" : ` (${role.toLowerCase()})`;
      return `${who.map(named).join(", ")}${as}`;
    }
  } catch {
    // A plain slug.
  }
  return named(value);
}

/** "~PT1H30M" as "about 1 h 30 min"; anything else as it is. */
function durationText(value: string): string {
  const match = /^(~?)PT(?:(\d+)H)?(?:(\d+)M)?(~?)$/.exec(value);
  if (match === null) return value;
  const [, before, hours, minutes, after] = match;
  const parts = [hours === undefined ? null : `${hours} h`, minutes === undefined ? null : `${minutes} min`];
  return `${before !== "" || after !== "" ? "about " : ""}${parts.filter((part) => part !== null).join(" ")}`;
}

/** The name of a field as a reader puts it. */
export function fieldLabel(field: string): string {
  return FIELDS[field] ?? label(field);
}

const FIELDS: Record<string, string> = {
  OCCURRENCE: "Took place",
  SEQUENCE: "Order",
};
