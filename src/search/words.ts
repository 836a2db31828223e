import anyAscii from "any-ascii";

/** Text as it is searched and compared: words in ASCII lower case, one space between them. "Škoda, Łódź" is "skoda lodz". */
export function fold(text: string): string {
  return anyAscii(text.normalize("NFC"))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** A slug for a name: its folded words with hyphens, at most 100 characters; "unnamed" where it has no word. */
export function slugFor(name: string): string {
  const slug = fold(name)
    .replaceAll(" ", "-")
    .slice(0, 100)
    .replace(/(?<!-)-+$/, "");
  return slug === "" ? "unnamed" : slug;
}

/**
 * A PostgreSQL tsquery (text search, "simple" configuration) that wants every word of the text, the last of them
 * also as the beginning of a word; null for a text without words, or with one that is too long to be in any text.
 */
export function searchQuery(text: string): string | null {
  return (
    wantedWords(text)
      ?.map(({ word, isBeginning }) => (isBeginning ? `${word}:*` : word))
      .join(" & ") ?? null
  );
}

/** Does the query of a text find what has these folded words? Null where only PostgreSQL's parser knows. */
export function isFoundBy(text: string, folded: string): boolean | null {
  const wanted = wantedWords(text);
  if (wanted === null) return false;
  const words = folded.split(" ");
  let isFound: boolean | null = true;
  for (const { word, isBeginning } of wanted) {
    const isMatch = (other: string) => other === word || (isBeginning && other.startsWith(word));
    // A word of letters and digits may be several to the parser, such as a number and its unit.
    const isOdd = (other: string) => MIXED.test(other) && other.includes(word);
    if (MIXED.test(word) || words.some(isOdd)) isFound = null;
    else if (!words.some(isMatch)) return false;
  }
  return isFound;
}

interface Wanted {
  readonly word: string;
  readonly isBeginning: boolean;
}

function wantedWords(text: string): Wanted[] | null {
  const words = fold(text)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
  if (words.length === 0 || words.some((word) => word.length > LONGEST_WORD)) return null;
  return words.map((word, index) => ({ word, isBeginning: index === words.length - 1 }));
}

const MIXED = /[a-z][0-9]|[0-9][a-z]/;

const MOST_WORDS = 20;
/** PostgreSQL indexes no longer word, and refuses one in a query (tsearch/ts_type.h, MAXSTRLEN). */
const LONGEST_WORD = 2046;
