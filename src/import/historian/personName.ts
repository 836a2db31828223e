import { plainName } from "./name.ts";

/** A name taken apart for comparison. */
export interface ComparableName {
  /** In ASCII and lower case, without articles, particles, initials and "Jr.". */
  readonly words: readonly string[];
  /** "ii" of "Abdullah II"; null where there is none. */
  readonly ordinal: string | null;
}

/** A sovereign's name, of which the first word or words and the ordinal count, not the house. */
export function regnalName(text: string): ComparableName {
  const all = plainName(text)
    .split(" ")
    .filter((word) => !honorifics.has(word));
  const ordinalAt = all.findIndex((word, index) => index > 0 && /^[ivx]+$/.test(word));
  const lineageAt = all.findIndex((word, index) => index > 0 && lineage.has(word));
  const ends = [ordinalAt, lineageAt].filter((at) => at > 0);
  return {
    words: all.slice(0, ends.length === 0 ? all.length : Math.min(...ends)),
    ordinal: ordinalAt < 0 ? null : (all[ordinalAt] ?? null),
  };
}

/** Anybody else's name. */
export function civilName(text: string): ComparableName {
  const all = plainName(text.replace(/\bSt\. /g, "Saint-")).split(" ");
  const words = all.filter((word) => word.length > 1 && !particles.has(word) && !suffix.test(word));
  return { words: words.length === 0 ? all : words, ordinal: null };
}

/**
 * Whether two sovereigns of one state may be one: the words that both have agree from the first on, and the
 * ordinals are equal, or one is not given.
 */
export function regnalNamesAgree(a: ComparableName, b: ComparableName): boolean {
  if (a.ordinal !== null && b.ordinal !== null && a.ordinal !== b.ordinal) return false;
  const length = Math.min(a.words.length, b.words.length);
  return length > 0 && a.words.slice(0, length).every((word, index) => similar(word, b.words[index] ?? ""));
}

/**
 * Whether two names may be one person's: the words of the shorter all occur in the longer, in its order, spelt
 * alike. So "Harper" agrees with "Stephen Harper", "Giscard d'Estaing" with "Valéry Giscard d'Estaing", and "Anders
 * Fogh Rasmussen" not with "Poul Nyrup Rasmussen".
 */
export function civilNamesAgree(a: ComparableName, b: ComparableName): boolean {
  const [shorter, longer] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  const how = shorter.length === 1 ? "STRICTLY" : "LOOSELY";
  let at = 0;
  for (const word of shorter) {
    while (at < longer.length && !similar(word, longer[at] ?? "", how)) at++;
    if (at === longer.length) return false;
    at++;
  }
  return shorter.length > 0;
}

/**
 * Equal, or one slip of the pen apart (two in words of seven letters and more), with the same first letter:
 * transliterations differ by as much ("Binyamin" and "Benjamin"). Strictly, one slip at most, in words of six letters
 * and more: where a family name alone must do, Kamilov is not Karimov.
 */
export function similar(a: string, b: string, how: "STRICTLY" | "LOOSELY" = "LOOSELY"): boolean {
  if (a === b) return true;
  if (a[0] !== b[0]) return false;
  const length = Math.max(a.length, b.length);
  const loosely = length >= 7 ? 2 : length >= 5 ? 1 : 0;
  const allowed = how === "LOOSELY" ? loosely : Number(length >= 6);
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const particles: ReadonlySet<string> = new Set(
  "al el bin ibn ben bint de la las los le du des del della der den van von da do dos das di d ter zu y e arap ul ur as".split(
    " ",
  ),
);
const lineage: ReadonlySet<string> = new Set(["bin", "ibn", "ben", "al", "el"]);
const honorifics: ReadonlySet<string> = new Set(["haji", "sheikh", "sheik", "prince", "dom"]);
const suffix = /^(jr|sr|ii|iii|\d(st|nd|rd|th))$/;
