import anyAscii from "any-ascii";
import { namesParty } from "./party.ts";
import { readTitle } from "./title.ts";
import { styles } from "./titles.ts";

/** A name as it was read at some word. */
export interface ReadName {
  /** "Stephen Harper", "de Gaulle", "Elizabeth II"; without styles such as "Dr." and "Sheikh". */
  readonly text: string;
  readonly next: number;
}

/** Reads the personal name that begins at the word `at`, or null. */
export function readName(words: readonly string[], at: number): ReadName | null {
  const parts: string[] = [];
  let next = at;
  while (next < words.length) {
    const word = words[next] ?? "";
    if (parts.length === 0 && styles.has(word)) {
      next++;
      continue;
    }
    const nickname = parts.length > 0 ? endOfNickname(words, next) : next;
    if (nickname > next) {
      next = nickname;
      continue;
    }
    const suffix = parts.length > 0 ? readSuffix(words, next) : null;
    if (suffix !== null) {
      parts.push(suffix.text);
      next = suffix.next;
      continue;
    }
    if (isParticle(word) && continues(words, next + 1)) {
      parts.push(word);
      next++;
      continue;
    }
    if (!isNameWord(word) || noNames.has(word)) break;
    if (parts.length > 0 && beginsSomethingElse(words, next)) break;
    // "President Carter May 10": a month; "Prime Minister Theresa May": a name.
    if (word === "May" && /^\d/.test(words[next + 1] ?? "")) break;
    parts.push(word);
    next++;
  }
  return parts.some(isNameWord) ? { text: parts.join(" "), next } : null;
}

/** Letters and hyphens of a name in ASCII, lower case: what two spellings are compared by. */
export function plainName(text: string): string {
  return anyAscii(text.replace(/[’']/g, ""))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** A slug of any words: "prime-minister-of-canada". */
export function slugOf(text: string): string {
  return anyAscii(text.replace(/[’']/g, ""))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 110)
    .replace(/^-+|-+$/g, "");
}

/** "(Wim)" inside a name; not "(Vienna)" after one. */
function endOfNickname(words: readonly string[], at: number): number {
  const inside = words[at + 1] ?? "";
  if (words[at] !== "(" || words[at + 2] !== ")" || !isNameWord(inside) || namesParty(inside)) return at;
  return isNameWord(words[at + 3] ?? "") && !beginsSomethingElse(words, at + 3) ? at + 3 : at;
}

/** "II", "3rd", "Jr.", also after a comma. */
function readSuffix(words: readonly string[], at: number): ReadName | null {
  const comma = words[at] === "," ? 1 : 0;
  const word = words[at + comma] ?? "";
  return /^(Jr\.?|Sr\.?|\d(?:st|nd|rd|th)|[IVX]{2,5})$/.test(word)
    ? { text: word, next: at + comma + 1 }
    : null;
}

function continues(words: readonly string[], at: number): boolean {
  const word = words[at] ?? "";
  return isNameWord(word) || (isParticle(word) && isNameWord(words[at + 1] ?? ""));
}

function isParticle(word: string): boolean {
  return particles.has(word);
}

/** A capital first, or after an article or a particle that is joined on: "al-Maliki", "d’Estaing". */
function isNameWord(word: string): boolean {
  return (
    /^(?:(?:a[lnrstdz]|ash|el|ul|ben|bin|d|o|de|b)[-’])?\p{Lu}/u.test(word) && !/^\p{Lu}{4,}$/u.test(word)
  );
}

function beginsSomethingElse(words: readonly string[], at: number): boolean {
  const title = readTitle(words, at);
  // "Prime Minister Mackenzie King": a title that nothing follows is the name's own word.
  if (title !== null && title.office !== null)
    return title.next > at + 1 || isNameWord(words[title.next] ?? "");
  return namesParty(words[at] ?? "") && readTitle(words, at + 1) !== null;
}

const particles: ReadonlySet<string> = new Set([
  "de",
  "da",
  "do",
  "dos",
  "das",
  "di",
  "del",
  "della",
  "dello",
  "der",
  "den",
  "van",
  "von",
  "vom",
  "zu",
  "ter",
  "ten",
  "la",
  "le",
  "los",
  "las",
  "al",
  "el",
  "bin",
  "ibn",
  "ben",
  "bint",
  "binti",
  "y",
  "e",
  "arap",
  "ur",
  "ul",
  "du",
  "des",
  "bar",
  "abu",
  "av",
  "af",
]);

/** Words with a capital that stand after names without being of them. */
const noNames: ReadonlySet<string> = new Set([
  "January",
  "February",
  "March",
  "April",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
  "Jan.",
  "Feb.",
  "Mar.",
  "Apr.",
  "Aug.",
  "Sept.",
  "Oct.",
  "Nov.",
  "Dec.",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
  "Summit",
  "Conference",
  "Meeting",
  "Airport",
  "Congress",
  "Parliament",
  "Government",
  "Delegation",
  "U.S.",
  "US",
  "UN",
  "U.N.",
  "NATO",
  "EU",
  "OAS",
  "ASEAN",
  "Visit",
  "International",
  "Representing",
  "Foundation",
  "Center",
  "Library",
  "Party",
  "Union",
  "Also",
  "Met",
  "Attended",
]);
