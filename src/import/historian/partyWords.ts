import { isAdjective, longestPartyName, type Party, partyNamed } from "./party.ts";
import { readTitle } from "./title.ts";
import { isPossessive } from "./words.ts";

/** Reads the party whose name, adjective or possessive begins at the word `at`; the longest that fits. */
export function readParty(
  words: readonly string[],
  at: number,
  day: string,
): { party: Party; next: number } | null {
  for (let length = Math.min(longestPartyName(), words.length - at); length > 0; length--) {
    const party = partyNamed(words.slice(at, at + length).join(" "), day);
    if (party === null) continue;
    const next = at + length;
    return { party, next: isPossessive(words[next]) ? next + 1 : next };
  }
  return null;
}

/** "Canada, France, and the United Kingdom": parties one after the other. */
export function readParties(
  words: readonly string[],
  at: number,
  day: string,
  adjectives: "ADJECTIVES" | "NAMES" = "ADJECTIVES",
): { parties: Party[]; next: number } | null {
  const parties: Party[] = [];
  let next = at;
  for (;;) {
    const from = parties.length === 0 ? at : afterSeparator(words, next);
    if (from === null) break;
    const start = words[from] === "the" ? from + 1 : from;
    const read = readParty(words, start, day);
    // "representatives of Serbian organizations" are not Serbia's.
    if (read !== null && adjectives === "NAMES" && isAdjective(words.slice(start, read.next).join(" ")))
      break;
    // "Egypt and Israeli Prime Minister Begin": the second begins another item.
    if (read === null || (parties.length > 0 && readTitle(words, read.next) !== null)) break;
    parties.push(read.party);
    next = read.next;
  }
  return parties.length === 0 ? null : { parties, next };
}

/** "of Thailand"; "unknown" where "of" leads to something that is no party. */
export function readOf(
  words: readonly string[],
  at: number,
  day: string,
): { party: Party; next: number } | "unknown" | null {
  if (words[at] !== "of") return null;
  const start = words[at + 1] === "the" ? at + 2 : at + 1;
  const read = readParty(words, start, day);
  return read === null || isAdjective(words.slice(start, read.next).join(" ")) ? "unknown" : read;
}

/** "(Israel)". */
export function readBracket(
  words: readonly string[],
  at: number,
  day: string,
): { party: Party; next: number } | null {
  if (words[at] !== "(") return null;
  const read = readParty(words, at + 1, day);
  return read !== null && words[read.next] === ")" ? { party: read.party, next: read.next + 1 } : null;
}

/** Where the next item begins after ",", "and", "as well as"; null where none does. */
export function afterSeparator(words: readonly string[], at: number): number | null {
  let next = at;
  if (words[next] === ",") next++;
  const link = words[next] ?? "";
  if (link === "and" || link === "&" || link === "including") next++;
  else if (link === "as" && words[next + 1] === "well" && words[next + 2] === "as") next += 3;
  else if (link === "along" && words[next + 1] === "with") return next + 2;
  if (next === at) return null;
  while (words[next] === "also" || words[next] === "with" || words[next] === "then") next++;
  return next;
}
