import { iso31661 } from "iso-3166";
import { parseFuzzyDate } from "../time/date.ts";
import { BOUND, FAMILY_FIRST, OFFICES, PARTY_WORDS } from "./phrases.ts";

/** Whom texts may name: those whom the record knows, in all scripts that it knows. */
export interface Lexicon {
  readonly leaders: readonly Leader[];
}

export interface Leader {
  /** A slug. */
  readonly person: string;
  readonly names: readonly string[];
  readonly tenures: readonly Tenure[];
}

export interface Tenure {
  /** A slug. */
  readonly office: string;
  readonly title: string;
  /** The key of the party whose office it is. */
  readonly party: string;
  /** EDTF; null where it is not known. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Who takes part: a party, and who acts for it, as far as the words tell. */
export interface Actor {
  readonly party: string;
  readonly person: string | null;
  readonly office: string | null;
}

/** Words of a text that name somebody. */
export interface Mention extends Actor {
  /** A state that stands for itself is often only spoken of. */
  readonly by: "name" | "office" | "state";
  readonly from: number;
  readonly to: number;
}

/** Finds whom texts name. Made for a lexicon and a day, null for an unknown one: who was in office counts. */
export class Names {
  /** By the beginning of the last word of a name. */
  readonly #leaders = new Map<string, Named[]>();
  readonly #holders = new Map<string, { person: string; tenure: Tenure }[]>();

  constructor({ leaders }: Lexicon, day: string | null) {
    for (const { person, names, tenures } of leaders) {
      const tenure = tenures.find((one) => isLeading(one) && covers(one, day));
      if (tenure === undefined) continue;
      const held = { person, tenure };
      this.#holders.set(tenure.party, [...(this.#holders.get(tenure.party) ?? []), held]);
      for (const name of names) {
        const words = name.split(/\s+/).map(plain);
        this.#know(words, held);
        if (words.length > 1 && FAMILY_FIRST.has(tenure.party)) this.#know(words.slice(0, 1), held);
      }
    }
  }

  #know(words: readonly string[], held: { person: string; tenure: Tenure }): void {
    const last = words.at(-1) ?? "";
    if (last.length < SHORTEST) return;
    const key = last.slice(0, SHORTEST);
    this.#leaders.set(key, [...(this.#leaders.get(key) ?? []), { ...held, words: words.map(inflected) }]);
  }

  /** Whose voice an outlet is that speaks for these offices, where that is one party's. */
  voiceOf(offices: readonly Tenure[]): Actor | null {
    const leading = offices.filter(isLeading);
    const [first] = leading;
    if (first === undefined || leading.some(({ party }) => party !== first.party)) return null;
    return this.#holder(first.party, (tenure) => tenure.office === first.office) ?? actor(first.party);
  }

  /** Everybody whom a sentence names, in its order, each party once: by the name of a person where there is one. */
  find(sentence: string): Mention[] {
    const words = [...sentence.matchAll(/[\p{L}\p{M}]+(?:[-’'][\p{L}\p{M}]+)*/gu)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      isCapital: /^\p{Lu}/u.test(match[0]),
      text: plain(match[0].replace(/[’']s$/, "")),
    }));
    const found: Mention[] = [];
    for (let place = 0; place < words.length; ) {
      const next = this.#leader(words, place) ?? this.#office(words, place);
      if (next === null) place++;
      else {
        found.push(...next.mentions);
        place = next.place;
      }
    }
    // "President of China Xi Jinping" is one.
    const of = Map.groupBy(found, ({ party }) => party);
    return [...of.values()].flatMap((all) => {
      const named = all.filter(({ by }) => by === "name").toSorted((a, b) => b.to - b.from - (a.to - a.from));
      return named[0] ?? all.find(({ by }) => by === "office") ?? all[0] ?? [];
    });
  }

  /** A leader by the last name, with what stands before it. */
  #leader(words: readonly Word[], place: number): Found | null {
    const word = words[place];
    if (word === undefined || !word.isCapital) return null;
    const named = (this.#leaders.get(word.text.slice(0, SHORTEST)) ?? []).flatMap((one) => {
      const stand = one.words.toReversed().findIndex((form, back) => {
        const other = words[place - back];
        return other === undefined || !form.test(other.text);
      });
      const fitting = stand === -1 ? one.words.length : stand;
      return fitting === 0 ? [] : [{ ...one, fitting }];
    });
    const most = Math.max(...named.map(({ fitting }) => fitting));
    const best = named.filter(({ fitting }) => fitting === most);
    const [first] = best;
    if (first === undefined || best.some(({ person }) => person !== first.person)) return null;
    // Another person of that name: "Anna Putina", where the word before is a name that is not theirs.
    const start = words[place - first.fitting + 1];
    const { person, tenure } = first;
    const mention = { party: tenure.party, person, office: tenure.office };
    return {
      place: place + 1,
      mentions: [{ ...mention, by: "name", from: start?.from ?? word.from, to: word.to }],
    };
  }

  /** "The President of Russia", "президенты России и Казахстана", "Russia and Belarus". */
  #office(words: readonly Word[], place: number): Found | null {
    const word = words[place];
    if (word === undefined) return null;
    const office = OFFICES.find(({ word: form }) => form.test(word.text));
    let next = place + (office === undefined ? 0 : 1);
    const mentions: Mention[] = [];
    while (next < words.length) {
      while (mentions.length > 0 || office !== undefined ? BOUND.test(words[next]?.text ?? "") : false)
        next++;
      const state = stateAt(words, next);
      if (state === null) break;
      const start = mentions.length === 0 ? word.from : (words[next]?.from ?? 0);
      const holder =
        office === undefined ? null : this.#holder(state.key, ({ title }) => office.title.test(title));
      const to = words[next + state.words - 1]?.to ?? start;
      const by = office === undefined ? "state" : "office";
      mentions.push({ ...(holder ?? actor(state.key)), by, from: start, to });
      next += state.words;
    }
    return mentions.length === 0 ? null : { place: next, mentions };
  }

  #holder(party: string, isIt: (tenure: Tenure) => boolean): Actor | null {
    const holders = (this.#holders.get(party) ?? []).filter(({ tenure }) => isIt(tenure));
    const [holder] = holders;
    if (holder === undefined || holders.some(({ person }) => person !== holder.person)) return null;
    return { party, person: holder.person, office: holder.tenure.office };
  }
}

interface Word {
  readonly from: number;
  readonly to: number;
  readonly isCapital: boolean;
  readonly text: string;
}

interface Named {
  readonly person: string;
  readonly tenure: Tenure;
  readonly words: readonly RegExp[];
}

interface Found {
  readonly place: number;
  readonly mentions: readonly Mention[];
}

const SHORTEST = 2;

function actor(party: string): Actor {
  return { party, person: null, office: null };
}

/** Those who speak for others take no part themselves. */
function isLeading({ title }: Tenure): boolean {
  return !/\b(press|spokes\w+|speaker for)\b/i.test(title);
}

function covers({ from, to }: Tenure, day: string | null): boolean {
  if (day === null) return true;
  const begun = from === null ? null : parseFuzzyDate(from).earliest;
  const ended = to === null ? null : parseFuzzyDate(to).latest;
  return (begun === null || begun <= day) && (ended === null || day <= ended);
}

/** Lower case, without accents of Latin letters, and without "ё". */
function plain(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/(?<=[a-z])\p{M}+/gu, "")
    .normalize("NFC")
    .replaceAll("ё", "е")
    .replaceAll("ı", "i");
}

/** Endings of Russian nouns that are names, by how the name itself ends; one that ends otherwise stays as it is. */
const DECLENSIONS: readonly [ending: RegExp, others: string][] = [
  [/(ий|ый|ой)$/, "ий|ый|ой|ого|его|ому|ему|им|ым|ом|ем|ия|ию|ии|ием"],
  [/[ая]$/, "а|я|ы|и|е|у|ю|ой|ей|ою|ею"],
  [/[йь]$/, "й|ь|я|ю|ем|е|и"],
  [/(?=[бвгджзклмнпрстфхцчшщ]$)/, "а|у|ом|ем|ым|е|ы|ой"],
];

/** A name in all its cases; in other scripts than Cyrillic it has one. */
function inflected(word: string): RegExp {
  const [ending, others] = DECLENSIONS.find(([end]) => end.test(word)) ?? [null, ""];
  if (ending === null) return new RegExp(`^${escaped(word)}$`);
  const isWhole = ending.source.startsWith("(?=");
  const stem = isWhole ? word : word.replace(ending, "");
  return new RegExp(`^${escaped(stem)}(?:${others})${isWhole ? "?" : ""}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The party that is named at a place, with the number of words that name it. */
function stateAt(words: readonly Word[], place: number): { key: string; words: number } | null {
  const first = words[place];
  if (first === undefined || !first.isCapital) return null;
  for (const { key, forms } of states.get(first.text.slice(0, 2)) ?? []) {
    if (forms.every((form, index) => form.test(words[place + index]?.text ?? ""))) {
      return { key, words: forms.length };
    }
  }
  return null;
}

/** States by the beginning of their names in English and Russian, those of the most words first. */
const states = new Map<string, { key: string; forms: RegExp[] }[]>();
for (const { name, key } of [
  ...iso31661.flatMap(({ alpha2: key }) =>
    ["en", "ru"].map((language) => ({
      key,
      name: new Intl.DisplayNames(language, { type: "region" }).of(key) ?? key,
    })),
  ),
  ...PARTY_WORDS,
]) {
  const words = [...name.matchAll(/[\p{L}\p{M}]+(?:[-’'][\p{L}\p{M}]+)*/gu)].map(([word]) => plain(word));
  const start = (words[0] ?? "").slice(0, 2);
  const forms = words.map(declined);
  const known = [...(states.get(start) ?? []), { key, forms }];
  states.set(
    start,
    known.toSorted((a, b) => b.forms.length - a.forms.length),
  );
}

/** A word of a state's name in all its cases. */
function declined(word: string): RegExp {
  if (!/[а-я]$/.test(word)) return new RegExp(`^${escaped(word)}$`);
  const stem = word.length > 3 ? word.replace(/(ый|ий|ой|ая|ое|ые|ия|[аяоеиыь])$/, "") : word;
  return new RegExp(`^${escaped(stem)}(?:${word.length > 3 ? "[а-я]{0,3}" : ""})$`);
}
