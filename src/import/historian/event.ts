import { isState, namesParty } from "./party.ts";
import { readParties, readParty } from "./partyWords.ts";
import type { Sentence } from "./words.ts";

/** A multilateral event that the record's person took part in. */
export interface EventNamed {
  /** Lightly canonical: "NATO Summit", "G7 Summit". */
  readonly name: string;
  readonly sentence: string;
}

/**
 * The named multilateral events that the sentences say were attended. A meeting counts where it bears a name: that of
 * an organization or a known round ("NATO Ministerial Meeting", "G-8 Summit"), or a proper name of its own with a
 * capital ("Paris Peace Conference"). What two states hold between them does not ("U.S.-Soviet Summit", "summit
 * meeting with President Yeltsin"), nor do parliaments, funerals and inaugurations.
 */
export function eventsOf(sentences: readonly Sentence[], day: string): EventNamed[] {
  const events: EventNamed[] = [];
  for (const sentence of sentences) {
    for (let at = 0; at < sentence.words.length; at++) {
      const start = at === 0 && isBareName(sentence.words) ? 0 : afterAttending(sentence.words, at);
      if (start === null) continue;
      const phrase = readPhrase(sentence.words, start);
      if (!isNamedEvent(phrase, day)) continue;
      const name = canonicalEvent(phrase.join(" "));
      if (!events.some((event) => event.name === name)) events.push({ name, sentence: sentence.text });
    }
  }
  return events;
}

/** One way to write an event's name: "the G-8 Economic Summit Meeting" and "G8 Summit" are one. */
function canonicalEvent(words: string): string {
  return words
    .replace(/(Leaders?|Ministers?) ’s?(?= )/g, "$1")
    .replace(/ (’s?)(?= |$)/g, "$1")
    .replace(/ ([),])/g, "$1")
    .replace(/\( /g, "(")
    .replace(/\bU\.N\./g, "UN")
    .replace(/\bUnited Nations\b/g, "UN")
    .replace(/\bU\.S\.-European Union\b/g, "U.S.-EU")
    .replace(/\bG-(\d+)\b/g, "G$1")
    .replace(/\b(G\d+) Economic Summit/g, "$1 Summit")
    .replace(/\b(Summit)s? [Mm]eeting(s?)\b/g, "$1$2")
    .replace(/\bsummit meeting(s?)\b/g, "Summit$1")
    .replace(/\b(Summit) [Cc]onference\b/g, "$1")
    .replace(/\bmeeting(s?)\b/g, "Meeting$1")
    .replace(/\bministerial\b/g, "Ministerial")
    .replace(/\bsession\b/g, "Session")
    .replace(/\bsummit\b/g, "Summit")
    .replace(/\bconference\b/g, "Conference")
    .replace(/\b(Leader|Minister) (?=Summit|Meeting)/g, "$1s ")
    .replace(/^(?:Meetings? of the )?UN General Assembly(?: (?:Session|Meeting))?$/, "UN General Assembly")
    .replace(/[,\s]+$/, "")
    .trim();
}

/** The index where the event's name begins, if the word `at` says that something was attended. */
function afterAttending(words: readonly string[], at: number): number | null {
  const word = (words[at] ?? "").toLowerCase();
  let start = at + 1;
  if (/^(participated|participating|participation|took|taking|spoke)$/.test(word)) {
    if (words[start] === "part") start++;
    if (words[start] !== "in" && words[start] !== "at") return null;
    start++;
  } else if (["at", "to", "for", "during"].includes(word)) {
    // "Met with President Bush at the UN General Assembly", "Accompanied President Clinton to the NATO Summit".
    const before = words.slice(0, at).join(" ");
    const verb =
      word === "at" || word === "during"
        ? /^(Met|Private meeting|Joined|Spoke|Led)\b/
        : /\b([Aa]ccomp?o?panied|[Jj]oined|[Dd]elegat\w+)\b/;
    if (!verb.test(before)) return null;
  } else if (!attending.has(word)) {
    return null;
  }
  // "Informal visit to Washington while attending UN General Assembly": the visit was not at the event.
  if (word === "attending" && /\bvisit\b/i.test(words.slice(0, at).join(" "))) return null;
  while (articles.has(words[start] ?? "")) start++;
  return start;
}

/** A sentence that is the event's name to begin with: "Casablanca Conference with British Prime Minister Churchill". */
function isBareName(words: readonly string[]): boolean {
  const phrase = readPhrase(words, 0);
  return (
    phrase.every((word) => /^\p{Lu}|^(of|on|the|and|for|in|meetings?|summit)$/u.test(word)) &&
    !/ed$|^Met$/.test(phrase[0] ?? "")
  );
}

/** The words of the name: up to a mark, a place, or whatever else the sentence goes on with. */
function readPhrase(words: readonly string[], start: number): string[] {
  const phrase: string[] = [];
  for (let at = start; at < words.length && phrase.length < 16; at++) {
    const word = words[at] ?? "";
    const following = words[at + 1] ?? "";
    if (word === "," && !continuesName(words, at + 1)) break;
    if (word === "(" && /^\p{Lu}{2,}$/u.test(following) && words[at + 2] === ")") {
      at += 2;
      continue;
    }
    if (months.test(word)) break;
    if (
      word === "of" &&
      following === "the" &&
      /^(Heads|Chiefs)$/.test(words[at + 2] ?? "") &&
      phrase.length > 1
    )
      break;
    if ('(:–—“”"'.includes(word) && !(phrase.length === 0 && word === "“")) break;
    if (stops.has(word.toLowerCase())) break;
    if ((word === "in" || word === "at") && !keepsPlace(phrase)) break;
    if (
      word === "on" &&
      !/\b(Conference|Council|Commission|Session|Panel|Ministerial)$/.test(phrase.at(-1) ?? "")
    )
      break;
    if (word === "for" && !/^\p{Lu}|^the$/u.test(following)) break;
    if (word === "and" && (/^\p{Ll}/u.test(following) || following === "") && !/^(the|a)$/.test(following))
      break;
    if (word === "&" && /^\p{Ll}/u.test(following)) break;
    if (word === "and" && verbs.test(following)) break;
    if (
      word === "and" &&
      /^(the|a)$/.test(following) &&
      !words.slice(at + 2, at + 9).some((later) => heads.test(later))
    )
      break;
    if (word !== "“") phrase.push(word);
  }
  while (trailing.has((phrase.at(-1) ?? "").toLowerCase())) phrase.pop();
  return phrase;
}

/** "NATO, NACC, and Contact Group Ministerial Meetings". */
function continuesName(words: readonly string[], at: number): boolean {
  const next = words[at] === "and" ? at + 1 : at;
  return /^\p{Lu}/u.test(words[next] ?? "") && words.slice(next, next + 8).some((word) => heads.test(word));
}

/** "Conference on Security and Cooperation in Europe": the place is part of the name. */
function keepsPlace(phrase: readonly string[]): boolean {
  return /\b(Cooperation|Building Measures)$/.test(phrase.join(" "));
}

function isNamedEvent(phrase: readonly string[], day: string): boolean {
  const text = phrase.join(" ");
  const head = phrase.findIndex((word) => heads.test(word));
  if (head < 0 || noEvent.test(text)) return false;
  if (isBilateral(phrase, day)) return false;
  if (rounds.test(text)) return true;
  const named = phrase.filter((word) => /^\p{Lu}/u.test(word) && !heads.test(word) && !plainWords.has(word));
  return /^\p{Lu}/u.test(phrase[head] ?? "") && named.length > 0;
}

/** Two states' own meeting: "U.S.-Soviet Summit", "Australia-United States Ministerial Consultations". */
function isBilateral(phrase: readonly string[], day: string): boolean {
  const text = phrase.join(" ");
  if (rounds.test(text)) return false;
  const sides = phrase
    .flatMap((word) => word.split("-"))
    .filter((word) => namesParty(word))
    .map((word) => readParties([word], 0, day)?.parties[0]?.key ?? "");
  const whole = phrase.flatMap((_, at) => readParty(phrase, at, day)?.party.key ?? []);
  const keys = new Set([...sides, ...whole].filter(isState));
  if (/\bUnited States\b/.test(text)) keys.add("US");
  return keys.has("US") && keys.size === 2;
}

const attending: ReadonlySet<string> = new Set([
  "attended",
  "attends",
  "attend",
  "attending",
  "addressed",
  "chaired",
  "co-chaired",
  "hosted",
  "co-hosted",
  "opened",
]);
const articles: ReadonlySet<string> = new Set([
  "the",
  "a",
  "an",
  "in",
  "opening",
  "session",
  "of",
  "special",
  "informal",
  "attend",
]);
const stops: ReadonlySet<string> = new Set([
  "with",
  "hosted",
  "co-hosted",
  "followed",
  "commemorating",
  "coinciding",
  "where",
  "while",
  "during",
  "before",
  "after",
  "as",
  "to",
  "about",
  "marking",
  "convened",
  "held",
  "from",
  "by",
  "who",
  "which",
  "announcing",
  "at",
]);
const trailing: ReadonlySet<string> = new Set(["and", ",", "the", "of", "on", "a", "for", "in", "at", "&"]);
const heads =
  /^(Summit|Summits|Conference|Conferences|Meeting|Meetings|Ministerial|Council|Assembly|Session|Forum|Dialogue|Consultation|Consultations|Talks|Congress|summit|conference|meeting|meetings|ministerial|session|talks|forum)$/;
const months = /^(January|February|March|April|May|June|July|August|September|October|November|December)$/;
const verbs = /^(Met|met|Addressed|Signed|Attended|Visited|Discussed)$/;
const noEvent =
  /\b(Parliament|Cabinet|National Assembly|People’s Assembly|Legislative Assembly|Federal Assembly|Virginia General Assembly|Grand National|Congress|[Tt]own|Knesset|[Ii]nauguration|[Ff]uneral|[Cc]eremon|[Ss]igning|Staff|Embassy|American Chamber|News Conference|[Pp]ress conference|Northern Ireland Assembly)\b/;
/** Organizations and rounds whose meetings bear their name. */
const rounds =
  /\b(NATO|North Atlantic|SEATO|CENTO|ANZUS|OAS|Organization of American States|UN|U\.N\.|United Nations|G-?7|G-?8|G-?20|APEC|Asia-Pacific|ASEAN|OECD|OSCE|CSCE|EU|U\.S\.-EU|European Union|European Community|European Communities|Quad|Quartet|WTO|GATT|African Union|Africa|CARICOM|Caribbean|Contact Group|Gulf Cooperation Council|GCC|NACC|EAPC|WEU|IEA|C5\+1|Arctic Council|Council of Foreign Ministers|Economic Summit|East Asia|American States|American Republics|Latin American|Inter-American|Central American|Nordic|Baltic|Pacific Island|World Economic Forum|Big Four|Coalition|peace conference)\b/;
const plainWords: ReadonlySet<string> = new Set([
  "Foreign",
  "Minister",
  "Ministers",
  "Ministerial",
  "Leaders",
  "Joint",
  "Strategic",
  "Economic",
  "Annual",
  "President",
  "First",
  "Second",
  "Third",
  "The",
  "International",
  "Heads",
  "State",
  "Government",
  "U.S.",
  "Chiefs",
  "Informal",
]);
