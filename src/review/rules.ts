import type { AgreementField, AgreementKind, ContactField, Stance } from "../report/filing.ts";
import { type Actor, type Lexicon, type Mention, Names, type Tenure } from "./names.ts";
import {
  ACTS,
  AGREEMENT_WORDS,
  BEFORE,
  CONTACTS,
  CONVERSATION,
  type ContactPhrase,
  SIDES,
  STANCES,
  TOPICS,
  UNSAID,
  WITH,
} from "./phrases.ts";
import { datesIn, durationsIn } from "./when.ts";

/**
 * What a report may claim, found by plain rules over its words. It is no claim until an editor accepts it. The rules
 * would rather miss something than make it up: what is to come, what is denied, and who is only spoken of are left.
 */
export interface Suggestion {
  /** What it is about: one ref is one contact or agreement. */
  readonly subject: { readonly kind: "contact" | "agreement"; readonly ref: string };
  readonly field: ContactField | AgreementField;
  /** In the notation of filings. */
  readonly value: unknown;
  readonly stance: Stance;
  /** The rule by which it was found. */
  readonly rule: string;
  /** The words of the report that it was found in. */
  readonly words: string;
}

/** What is read. */
export interface Readable {
  readonly title: string;
  readonly text: string;
  /** The ISO day of its publication; null where it is not known. */
  readonly published: string | null;
  /** The offices whose voice its outlet is. */
  readonly voices: readonly Tenure[];
}

/** Throws nothing, whatever the text is. */
export function suggestClaims(report: Readable, lexicon: Lexicon): Suggestion[] {
  return new Reader(report, lexicon).read();
}

/** Suggestions that are on the same contact. */
interface ContactDraft {
  readonly ref: string;
  /** Sorted keys. */
  readonly parties: string;
  readonly actors: readonly Actor[];
  /** By field, or field and party: what is said first counts. */
  readonly said: Map<string, Omit<Suggestion, "subject">>;
}

class Reader {
  readonly #report: Readable;
  readonly #names: Names;
  readonly #voice: Actor | null;
  readonly #contacts: ContactDraft[] = [];
  readonly #agreements: Suggestion[] = [];

  constructor(report: Readable, lexicon: Lexicon) {
    this.#report = report;
    this.#names = new Names(lexicon, report.published);
    this.#voice = this.#names.voiceOf(report.voices);
  }

  read(): Suggestion[] {
    const { title, text, published } = this.#report;
    for (const sentence of [title, ...sentencesOf(text)].slice(0, MOST_SENTENCES)) {
      this.#readSentence(
        sentence.slice(0, LONGEST_SENTENCE).replaceAll("ё", "е").replaceAll("’", "'"),
        sentence,
      );
    }
    return [
      ...this.#contacts.flatMap(({ ref, said }) => {
        if (published !== null && !said.has("DATE")) {
          // When a press service does not say, it was about then.
          said.set("DATE", {
            field: "DATE",
            value: `${published}~`,
            stance: "STATES",
            rule: PUBLICATION,
            words: `published on ${published}`,
          });
        }
        return [...said.values()].map((one) => ({ subject: { kind: "contact" as const, ref }, ...one }));
      }),
      ...this.#agreements,
    ];
  }

  #readSentence(sentence: string, original: string): void {
    if (BEFORE.test(sentence)) return;
    const stance = STANCES.find(({ words }) => words.test(sentence))?.stance ?? "STATES";
    const mentions = this.#names.find(sentence);
    const found = phraseIn(sentence);
    const actors = found === null ? [] : this.#actorsOf(sentence, mentions, found);
    const contact =
      actors.length >= 2
        ? this.#contactOf(actors, found, stance, original)
        : mentions.length === 0 && CONVERSATION.test(sentence) && !UNSAID.test(sentence)
          ? this.#contacts.at(-1)
          : undefined;
    if (contact !== undefined) this.#readTimes(contact, found?.from ?? 0, stance, sentence, original);
    this.#readAgreement(mentions, stance, sentence, original);
  }

  /** Who is in contact where a sentence says that some are. */
  #actorsOf(sentence: string, mentions: readonly Mention[], phrase: Found): Mention[] {
    const named = mentions.filter(
      ({ by, from }) => by !== "state" || (phrase.kind === "VISIT" && from > phrase.from),
    );
    const topic = TOPICS.exec(sentence)?.index ?? sentence.length;
    const before = named.filter(({ from }) => from < topic);
    const actors = parties(before) >= 2 ? before : named;
    if (parties(actors) >= 2) return actors;
    const [other] = actors;
    if (other === undefined) {
      const states = mentions.filter(({ by, to }) => by === "state" && to <= phrase.from);
      return states.length === 2 ? states : [];
    }
    const isWith = WITH.test(lastWords(sentence.slice(0, other.from), 5));
    if (this.#voice === null || this.#voice.party === other.party || !isWith) return [];
    return [{ ...this.#voice, by: "office", from: phrase.from, to: phrase.to }, other];
  }

  #contactOf(
    actors: readonly Mention[],
    found: Found | null,
    stance: Stance,
    original: string,
  ): ContactDraft {
    const key = [...new Set(actors.map(({ party }) => party))].sort().join(" ");
    const known = this.#contacts.find((one) => one.parties === key);
    const contact = known ?? {
      ref: `contact of ${key.replaceAll(" ", ", ")}`.slice(0, LONGEST_REF),
      parties: key,
      actors,
      said: new Map(),
    };
    if (known === undefined) this.#contacts.push(contact);
    if (found === null) return contact;
    const { rule } = found;
    const words = original.slice(found.from, found.to).trim();
    const { said } = contact;
    // "Held talks" says less than "spoke by phone", whichever comes first.
    if (!said.has("OCCURRENCE")) {
      said.set("OCCURRENCE", { field: "OCCURRENCE", value: true, stance, rule, words: excerpt(original) });
    }
    if (!said.has("KIND") || said.get("KIND")?.value === "EXCHANGE") {
      said.set("KIND", { field: "KIND", value: found.kind, stance, rule, words });
      if (found.channel !== undefined) {
        said.set("CHANNEL", { field: "CHANNEL", value: found.channel, stance, rule, words });
      }
    }
    for (const mention of actors) {
      const named = said.get(`PARTICIPANTS ${mention.party}`);
      const isMore =
        mention.person !== null && (named?.value as ParticipantValue | undefined)?.person === undefined;
      if (named !== undefined && !isMore) continue;
      said.set(`PARTICIPANTS ${mention.party}`, {
        field: "PARTICIPANTS",
        value: participant(mention),
        stance,
        rule: mention.from === found.from ? "whoever the outlet speaks for" : RULES[mention.by],
        words: original.slice(mention.from, mention.to),
      });
    }
    return contact;
  }

  #readTimes({ said }: ContactDraft, near: number, stance: Stance, sentence: string, original: string): void {
    const [duration] = durationsIn(sentence);
    const [date] = datesIn(sentence, this.#report.published).sort(
      (a, b) => Math.abs(a.from - near) - Math.abs(b.from - near),
    );
    for (const [field, reading] of [
      ["DATE", date],
      ["DURATION", duration],
    ] as const) {
      if (reading === undefined || said.has(field)) continue;
      const { value, rule, from, to } = reading;
      said.set(field, { field, value, stance, rule, words: original.slice(from, to) });
    }
  }

  #readAgreement(mentions: readonly Mention[], stance: Stance, sentence: string, original: string): void {
    for (const { rule, field, words } of ACTS) {
      const act = words.exec(sentence);
      if (act === null || UNSAID.test(clauseAt(sentence, act.index))) continue;
      const title = this.#titleIn(sentence, act.index, original);
      if (title === null) continue;
      const named = mentions.filter(({ from, to }) => to <= title.from || from >= title.to);
      const actors =
        parties(named) >= 2 ? named : SIDES.test(sentence) ? (this.#contacts.at(-1)?.actors ?? []) : [];
      if (parties(actors) < 2) continue;
      const ref = title.title.slice(0, LONGEST_REF);
      const subject = { kind: "agreement" as const, ref };
      if (this.#agreements.some(({ field: one, value }) => one === "TITLE" && value === title.title))
        continue;
      const quote = { stance, rule, words: original.slice(title.from, title.to) };
      const [date] = datesIn(sentence, this.#report.published).filter(
        ({ from, to }) => to <= title.from || from >= title.to,
      );
      this.#agreements.push(
        { subject, field: "OCCURRENCE", value: true, stance, rule, words: excerpt(original) },
        { subject, field: "TITLE", value: title.title, ...quote },
        ...(title.kind === null ? [] : [{ subject, field: "KIND" as const, value: title.kind, ...quote }]),
        ...actors.map((one) => ({
          subject,
          field,
          value: participant(one),
          stance,
          rule,
          words: act[0].trim(),
        })),
        ...(date === undefined
          ? []
          : [
              {
                subject,
                field: "DATE" as const,
                value: date.value,
                stance,
                rule: date.rule,
                words: original.slice(date.from, date.to),
              },
            ]),
      );
      const key = [...new Set(actors.map(({ party }) => party))].sort().join(" ");
      const contact = this.#contacts.find((one) => one.parties === key);
      contact?.said.set(`AGREEMENTS ${ref}`, { field: "AGREEMENTS", value: ref, ...quote });
      return;
    }
  }

  /** The title of the agreement that a sentence names after a place. */
  #titleIn(sentence: string, after: number, original: string): Title | null {
    const rest = sentence.slice(after);
    for (const pattern of [QUOTED, NAMED_ENGLISH, NAMED_RUSSIAN]) {
      const match = pattern.exec(rest);
      const text = match?.[1];
      if (match === null || text === undefined) continue;
      const from = after + match.index + match[0].indexOf(text);
      const [date] = datesIn(rest.slice(from - after), null);
      const to =
        from + (date === undefined || pattern === QUOTED ? text : text.slice(0, date.from)).trimEnd().length;
      const title = original
        .slice(from, to)
        .replace(/\s(?:on|in|at|of|в|на|по)$/i, "")
        .trimEnd();
      const word = AGREEMENT_WORDS.find(({ words }) => words.test(sentence.slice(from, to)));
      if (word === undefined || title.length > LONGEST_TITLE) continue;
      const capital = title.charAt(0).toUpperCase() + title.slice(1);
      return { title: capital, kind: word.kind, from, to };
    }
    return null;
  }
}

type ParticipantValue = { readonly person?: string };

interface Found extends ContactPhrase {
  readonly from: number;
  readonly to: number;
}

interface Title {
  readonly title: string;
  readonly kind: AgreementKind | null;
  readonly from: number;
  readonly to: number;
}

/** The rule that gives a contact the day of its report. */
const PUBLICATION = "day of publication";

const RULES = { name: "leader by name", office: "holder of an office", state: "state by name" } as const;
const MOST_SENTENCES = 200;
const LONGEST_SENTENCE = 1000;
const LONGEST_TITLE = 200;
/** A filing's refs are of that many characters. */
const LONGEST_REF = 100;

const QUOTED = /[«“"]([^«»“”"]{5,200})[»”"]/u;
/** "the Treaty on Allied Relations": words with capitals, and small ones between them. */
const NAMED_ENGLISH =
  /(?:\b(?:the|an?)\s{1,3})?((?<![\w-])[A-Z][\w-]{1,40}(?:(?:\s{1,3}(?:of|on|for|the|and|in|to|between|with)){0,3}\s{1,3}[A-Z][\w-]{1,40}){1,12})/u;
/** "договор о гарантиях безопасности": up to the next sign. */
const NAMED_RUSSIAN =
  /(?<![\p{L}])((?:[Сс]овместн\p{L}+\s+)?(?:[Дд]оговор|[Сс]оглашени|[Мм]еморандум|[Дд]екларац|[Зз]аявлени|[Пп]лан|[Пп]рограмм|[Пп]ротокол)\p{L}*\s+(?:об?|по|развити\p{L}*)\s+[^.,;:()«»"]{3,120})/u;

function phraseIn(sentence: string): Found | null {
  for (const phrase of CONTACTS) {
    const match = phrase.words.exec(sentence);
    if (match === null || UNSAID.test(clauseAt(sentence, match.index))) continue;
    return { ...phrase, from: match.index, to: match.index + match[0].length };
  }
  return null;
}

/** The part of a sentence, between its signs and words that begin another, in which a place is. */
function clauseAt(sentence: string, place: number): string {
  const breaks = [
    ...sentence.matchAll(
      /[,;:–—()]|(?<!\p{L})(?:that|which|where|что|где|и договорились|and agreed)(?!\p{L})/giu,
    ),
  ];
  const before = breaks.findLast(({ index }) => index < place);
  const next = breaks.find(({ index }) => index >= place);
  return sentence.slice(before === undefined ? 0 : before.index + before[0].length, next?.index);
}

/** Lines and what ends in a full stop; a stop after an initial or a short form ends nothing. */
function sentencesOf(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line) =>
      line.split(
        /(?<=[.!?…][»"”)]?)(?<!(?:^|[\s(.])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Gen|Sen|гг?|им|ст|т)\.)\s+(?=[\p{Lu}«"“\d])/u,
      ),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

function lastWords(text: string, count: number): string {
  return text.trimEnd().split(/\s+/).slice(-count).join(" ");
}

function parties(mentions: readonly { readonly party: string }[]): number {
  return new Set(mentions.map(({ party }) => party)).size;
}

function participant({ party, person, office }: Actor) {
  return { ...(person !== null && { person }), party, ...(office !== null && { office }) };
}

function excerpt(sentence: string): string {
  return sentence.length <= 300 ? sentence : `${sentence.slice(0, 299).toWellFormed()}…`;
}
