import { readName } from "./name.ts";
import { type Party, partyName } from "./party.ts";
import { afterSeparator, readBracket, readOf, readParties, readParty } from "./partyWords.ts";
import { readTitle, type Title } from "./title.ts";
import { isPossessive } from "./words.ts";

/** Somebody whom the words name: a person, the holder of an office, or no more than a party. */
export interface Mention {
  /** The party that the words themselves give; null where they leave it open. */
  readonly party: Party | null;
  readonly titles: readonly MentionedTitle[];
  /** Without title and style; null for the holder of an office: "the Presidents of Egypt and Syria". */
  readonly name: string | null;
  /** Where the party is open: the party of the one named just before, who may be of the same. */
  readonly before: Party | null;
}

export type MentionedTitle = Pick<Title, "rank" | "office" | "past" | "future">;

export interface ReadMentions {
  readonly mentions: readonly Mention[];
  /** Index of the first word that was not read. */
  readonly next: number;
}

/**
 * Reads a list of people from the word `at`: "German Chancellor Merkel, French President Chirac, and senior
 * Egyptian officials". Null where the first item is none; ends before the first item that is none.
 */
export function readMentions(words: readonly string[], at: number, day: string): ReadMentions | null {
  const mentions: Mention[] = [];
  let next = at;
  let items = 0;
  for (;;) {
    const from = items === 0 ? at : afterSeparator(words, next);
    if (from === null) break;
    const item = readItem(words, from, day) ?? readAfterUnknown(words, from, day);
    if (item === null) break;
    const before = mentions.at(-1)?.party ?? null;
    mentions.push(
      ...item.mentions.map((mention) => (mention.party === null ? { ...mention, before } : mention)),
    );
    next = item.next;
    items++;
  }
  return items === 0 ? null : { mentions, next };
}

function readItem(words: readonly string[], at: number, day: string): ReadMentions | null {
  let start = at;
  while (openers.has(words[start] ?? "")) start++;
  return readGroup(words, start, day) ?? readSeveral(words, start, day) ?? readOne(words, start, day);
}

/**
 * The item after one that is not understood: "Council Coordinator Edgard Leblanc Fils and Prime Minister Garry
 * Conille". Only a name or a noun is passed over, never a verb or a preposition.
 */
function readAfterUnknown(words: readonly string[], at: number, day: string): ReadMentions | null {
  for (let next = at; next < at + 9 && next < words.length; next++) {
    const word = words[next] ?? "";
    const from = next > at ? afterSeparator(words, next) : null;
    if (from !== null) return beginsTitle(words, from, day) ? readItem(words, from, day) : null;
    if (!/^\p{Lu}/u.test(word) && !linking.has(word)) return null;
  }
  return null;
}

/** One person or office: "Palestinian Authority Chairman Yasser Arafat", "the Prime Minister of Thailand". */
function readOne(words: readonly string[], at: number, day: string): ReadMentions | null {
  const titles: MentionedTitle[] = [];
  let party: Party | null = null;
  let next = at;
  let name: string | null = null;
  for (;;) {
    // "former French President" and "French former President" both occur.
    const former = words[next] === "former" || words[next] === "Former";
    const affiliation = readParty(words, former ? next + 1 : next, day);
    const title = readTitle(words, affiliation?.next ?? next);
    if (title === null || title.plural) break;
    titles.push(former ? { ...title, past: true } : title);
    party ??= affiliation?.party ?? null;
    next = title.next;
    const of = readOf(words, next, day);
    if (of === "unknown") return null;
    if (of !== null) {
      party ??= of.party;
      next = of.next;
    }
    const read = readName(words, words[next] === "," && of !== null ? next + 1 : next);
    if (read !== null) {
      name = read.text;
      next = read.next;
      break;
    }
    if (words[next] !== "and" || !beginsTitle(words, next + 1, day)) break;
    next++;
  }
  if (titles.length === 0) return null;
  if (isPossessive(words[next])) return null;
  const where = readOf(words, next, day) ?? readBracket(words, next, day);
  if (name !== null && where !== null && where !== "unknown") {
    party ??= where.party;
    next = where.next;
  }
  if (name !== null) return { mentions: [{ party, titles, name, before: null }], next };
  const offices = titles.filter(({ office }) => office !== null);
  return { mentions: offices.map((title) => ({ party, titles: [title], name: null, before: null })), next };
}

/** Several under one title: "Prime Ministers Blair and Aznar", "the Presidents of Egypt and Syria". */
function readSeveral(words: readonly string[], at: number, day: string): ReadMentions | null {
  const adjectives = readParties(words, at, day);
  const titles: Title[] = [];
  let next = adjectives?.next ?? at;
  for (;;) {
    const title = readTitle(words, next) ?? sharedPlural(words, next);
    if (title === null || !title.plural) break;
    titles.push(title);
    next = title.next;
    if (words[next] !== "and" || !(readTitle(words, next + 1)?.plural ?? false)) break;
    next++;
  }
  if (titles.length === 0) return null;
  if (isPossessive(words[next])) return null;
  const of = words[next] === "of" ? readParties(words, next + 1, day, "NAMES") : null;
  const parties = of?.parties ?? adjectives?.parties ?? [];
  next = of?.next ?? next;
  const names: Mention[] = [];
  if (of === null) {
    for (;;) {
      const from = names.length === 0 ? next : afterSeparator(words, next);
      const read = from === null || beginsTitle(words, from, day) ? null : readName(words, from);
      if (read === null) break;
      const where = readOf(words, read.next, day) ?? readBracket(words, read.next, day);
      const own = where === null || where === "unknown" ? null : where;
      // One adjective is everybody's; two belong to nobody in particular.
      const party = own?.party ?? (parties.length === 1 ? (parties[0] ?? null) : null);
      names.push({ party, titles, name: read.text, before: null });
      next = own?.next ?? read.next;
    }
  }
  if (names.length > 0) return { mentions: names, next };
  const holders = parties
    .filter(({ key }) => !isGroup(key))
    .flatMap((party) => titles.map((title) => ({ party, titles: [title], name: null, before: null })));
  return { mentions: holders, next };
}

/** "senior Egyptian officials", "the Heads of State and Government of Canada, France, and Italy". */
function readGroup(words: readonly string[], at: number, day: string): ReadMentions | null {
  let next = at;
  while (qualities.has(words[next] ?? "")) next++;
  const adjectives = readParties(words, next, day);
  let noun = adjectives?.next ?? next;
  while (qualities.has(words[noun] ?? "")) noun++;
  const head = readHeads(words, noun);
  if (head === null) return null;
  next = head;
  const of =
    words[next] === "of" || words[next] === "from" ? readParties(words, next + 1, day, "NAMES") : null;
  const parties = [...(adjectives?.parties ?? []), ...(of?.parties ?? [])];
  return {
    mentions: parties
      // "Northern Irish political leaders" do not stand for the United Kingdom.
      .filter(({ key, name }) => !isGroup(key) && name === partyName(key))
      .map((party) => ({ party, titles: [], name: null, before: null })),
    next: of?.next ?? next,
  };
}

/** "Heads of State and Government", "officials", "political and military leaders": the index after, or null. */
function readHeads(words: readonly string[], at: number): number | null {
  const word = (words[at] ?? "").toLowerCase();
  if (groups.has(word)) return at + 1;
  if (word !== "heads" && word !== "chiefs") return null;
  let next = at + 1;
  while (headWords.has((words[next] ?? "").toLowerCase())) {
    // "of" may already lead to the countries.
    if (words[next] === "of" && !headWords.has((words[next + 1] ?? "").toLowerCase())) break;
    next++;
  }
  return next;
}

/** "Foreign and Defense Ministers". */
function sharedPlural(words: readonly string[], at: number): Title | null {
  if (words[at] !== "Foreign" || words[at + 1] !== "and") return null;
  const second = readTitle(words, at + 2);
  return second?.plural === true ? { ...second, rank: "foreign-minister", office: "Foreign Minister" } : null;
}

function beginsTitle(words: readonly string[], at: number, day: string): boolean {
  return readTitle(words, at) !== null || readTitle(words, readParty(words, at, day)?.next ?? at) !== null;
}

/** An organization's "Foreign Ministers" are many, not one office. */
function isGroup(key: string): boolean {
  return !/^[A-Z]/.test(key);
}

const linking: ReadonlySet<string> = new Set(["of", "the", "for", "de", "al", "bin", "members", "’s", "’"]);
const openers: ReadonlySet<string> = new Set([
  "the",
  "The",
  "his",
  "both",
  "then",
  "newly",
  "incoming",
  "outgoing",
]);
const qualities: ReadonlySet<string> = new Set([
  "the",
  "other",
  "senior",
  "top",
  "high-level",
  "high",
  "ranking",
  "government",
  "political",
  "military",
  "civilian",
  "key",
  "various",
  "several",
  "and",
  "other",
  "opposition",
  "religious",
  "business",
  "party",
  "parliamentary",
  "new",
]);
const groups: ReadonlySet<string> = new Set([
  "officials",
  "leaders",
  "representatives",
  "authorities",
  "counterparts",
  "legislators",
  "ministers",
  "dignitaries",
  "government",
  "officers",
  "negotiators",
  "delegation",
  "delegations",
  "parliamentarians",
]);
const headWords: ReadonlySet<string> = new Set(["of", "state", "and", "government", "or"]);
