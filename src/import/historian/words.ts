/** One sentence of a record, or the part of one up to a semicolon. */
export interface Sentence {
  /** As it stands in the record. */
  readonly text: string;
  /** Words and marks, one by one; a possessive "’s" or "’" is one of its own. */
  readonly words: readonly string[];
}

/** Cuts prose into sentences. A stop after an abbreviation ends one only where the next word begins one. */
export function sentencesOf(prose: string): Sentence[] {
  const text = mended(prose);
  const sentences: Sentence[] = [];
  let words: string[] = [];
  let start = 0;
  let end = 0;
  const close = () => {
    if (words.length > 0) sentences.push({ text: text.slice(start, end).trim(), words });
    words = [];
    start = end;
  };
  const found = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.&+/‑-]*|\S/gu)];
  found.forEach((match, index) => {
    end = match.index + match[0].length;
    const following = found[index + 1]?.[0] ?? "";
    const { parts, stop } = partsOf(match[0], following);
    words.push(...parts.filter((part) => part !== "." && part !== ";"));
    if (stop || parts.includes(";")) close();
  });
  close();
  return sentences;
}

/** The words of one phrase, as in a sentence. */
export function wordsOf(phrase: string): string[] {
  return sentencesOf(phrase).flatMap(({ words }) => words);
}

/** "’s", or "’" after a plural. */
export function isPossessive(word: string | undefined): boolean {
  return word === "’s" || word === "’";
}

/** Slips of the pen that would hide a word, and characters of several forms made one. */
function mended(prose: string): string {
  return prose
    .replace(/\b(Minister|President|King|Chancellor)(?=\p{Lu}\p{Ll})/gu, "$1 ")
    .replace(/\b([Aa]l|[Ee]l|Post|President|bin)- (?=\p{L})/gu, "$1-")
    .replace(/(\d)(?=and\b)/g, "$1 ")
    .replaceAll("‑", "-")
    .replaceAll("'", "’");
}

function partsOf(token: string, following: string): { parts: string[]; stop: boolean } {
  const parts: string[] = [];
  let word = token;
  let stop = word === "." || word === ";";
  if (word.length > 1 && word.endsWith(".")) {
    const bare = word.replace(/\.+$/, "");
    const isAbbreviation = /^\p{Lu}$/u.test(bare) || bare.includes(".") || abbreviations.has(bare);
    if (!isAbbreviation) {
      word = bare;
      stop = true;
    } else {
      stop = following === "" || starters.has(following);
      // "King George V.": the stop is the sentence's, not the ordinal's.
      if (stop && /^[IVX]$/.test(bare)) word = bare;
    }
  }
  const possessive = /^(.+?)(’s|’)$/.exec(word);
  if (possessive?.[1] !== undefined) {
    parts.push(possessive[1], possessive[2] ?? "’s");
  } else {
    parts.push(word);
  }
  return { parts, stop };
}

const abbreviations: ReadonlySet<string> = new Set([
  "Dr",
  "Mr",
  "Mrs",
  "Ms",
  "St",
  "Ste",
  "Ft",
  "Gen",
  "Lt",
  "Col",
  "Jr",
  "Sr",
  "Sept",
  "Oct",
  "Nov",
  "Dec",
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "Aug",
  "Prof",
  "Sen",
  "Rep",
  "Gov",
  "Mt",
  "No",
  "Adm",
  "Calif",
  "Fla",
  "Ga",
  "Tex",
  "Md",
  "Va",
  "Mass",
]);

/** Words that begin a sentence and never follow an abbreviation inside one. */
const starters: ReadonlySet<string> = new Set([
  "Met",
  "Also",
  "Attended",
  "Addressed",
  "Afterwards",
  "Accompanied",
  "Discussed",
  "Signed",
  "Departed",
  "Arrived",
  "Visited",
  "Official",
  "State",
  "Private",
  "Working",
  "In",
  "At",
  "On",
  "The",
  "Left",
  "Returned",
  "Delivered",
  "Briefed",
  "Joined",
  "Held",
  "Received",
  "Participated",
  "Opened",
  "Dedicated",
  "Later",
  "Guest",
  "During",
  "With",
]);
