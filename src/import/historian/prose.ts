import { type Mention, readMentions } from "./mention.ts";
import { readTitle } from "./title.ts";
import { type Sentence, sentencesOf } from "./words.ts";

/** Somebody in a record's prose who took part in the contact. */
export interface Encounter {
  readonly mention: Mention;
  /** COMPANION: travelled along ("Accompanied President Clinton"); MET: was met, briefed, received by. */
  readonly as: "MET" | "COMPANION";
  readonly sentence: string;
}

/** One sentence and whom it names as taking part. */
export interface ReadSentence extends Sentence {
  readonly encounters: readonly Encounter[];
}

/**
 * Whom the prose says took part. People who are only spoken of, as in "the funeral of King Hussein" or "a message
 * from President Reagan", are left out: only what follows a word of meeting counts.
 */
export function readProse(prose: string, day: string): ReadSentence[] {
  return sentencesOf(prose).map((sentence) => {
    const encounters: Encounter[] = [];
    let at = 0;
    while (at < sentence.words.length) {
      const found = readEncounters(sentence.words, at, day);
      if (found === null) {
        at++;
        continue;
      }
      const sentenceText = sentence.text;
      encounters.push(
        ...found.mentions.map((mention) => ({ mention, as: found.as, sentence: sentenceText })),
      );
      at = Math.max(found.next, at + 1);
    }
    return { ...sentence, encounters };
  });
}

interface Found {
  readonly mentions: readonly Mention[];
  readonly as: Encounter["as"];
  readonly next: number;
}

function readEncounters(words: readonly string[], at: number, day: string): Found | null {
  const word = (words[at] ?? "").toLowerCase();
  const opening = openings.get(word);
  if (opening === undefined || isSpokenOf(words, at)) return null;
  let start = at + 1;
  while (adverbs.has(words[start] ?? "")) start++;
  if (opening === "BY") {
    // "received by", "hosted by"
    if (words[start] !== "by") return null;
    start++;
  } else if (word !== "with" && words[start] === "with") {
    start++;
  }
  const read = readMentions(words, start, day);
  return read === null ? null : { ...read, as: opening === "COMPANION" ? "COMPANION" : "MET" };
}

/** "in connection with the trial of", "coincided with the election of", "met by chance". */
function isSpokenOf(words: readonly string[], at: number): boolean {
  const before = (words[at - 1] ?? "").toLowerCase();
  // "delivered an invitation to meet with …", "while in U.S. to meet with …": another meeting.
  if (before === "meet" && words.slice(0, at).some((word) => word === "invitation" || word === "while"))
    return true;
  // "Briefed Prime Minister Arden on meetings with Soviet leaders": those meetings were others.
  const briefed = words.slice(0, at).findIndex((word) => word.toLowerCase() === "briefed");
  if (words[at] === "with" && briefed >= 0 && words.slice(briefed, at).includes("on")) return true;
  if (
    words[at] === "with" &&
    ["connection", "coinciding", "coincided", "accordance", "dealing"].includes(before)
  ) {
    return true;
  }
  // "President Bush joined": the verb's object follows; "was joined by" has it after "by".
  return before === "not" || (before === "to" && readTitle(words, at) !== null);
}

/** Words that open a list of people who took part, and as what. */
const openings: ReadonlyMap<string, "MET" | "COMPANION" | "BY"> = new Map([
  ["with", "MET"],
  ["met", "MET"],
  ["briefed", "MET"],
  ["audience", "MET"],
  ["conferred", "MET"],
  ["consulted", "MET"],
  ["greeted", "MET"],
  ["joined", "COMPANION"],
  ["accompanied", "COMPANION"],
  ["accoompanied", "COMPANION"],
  ["accompanying", "COMPANION"],
  ["supported", "COMPANION"],
  ["present", "MET"],
  ["received", "BY"],
  ["hosted", "BY"],
  ["co-hosted", "BY"],
  ["accompanied", "COMPANION"],
]);

const adverbs: ReadonlySet<string> = new Set([
  "also",
  "again",
  "afterward",
  "afterwards",
  "briefly",
  "informally",
  "privately",
  "separately",
  "there",
  "later",
  "first",
  "were",
  "individually",
  "jointly",
  "secretly",
  "twice",
  "together",
  "once",
]);
