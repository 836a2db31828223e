import {
  addresses,
  deputies,
  futureHolders,
  holders,
  pastHolders,
  portfolioWords,
  type TitleRow,
  titleRows,
} from "./titles.ts";

/** A title as it was read at some word. */
export interface Title {
  /** Titles of one rank may be the same person's; a deputy's rank is another: "deputy-prime-minister". */
  readonly rank: string;
  /** The office's title, "Deputy Prime Minister"; null where the words are no office. */
  readonly office: string | null;
  readonly plural: boolean;
  /** "former" and "late": does not hold the office any more. */
  readonly past: boolean;
  /** "-elect" and "designate": does not hold it yet. */
  readonly future: boolean;
  /** Index of the word after it. */
  readonly next: number;
}

/** Reads the title that begins at the word `at`, or null. */
export function readTitle(words: readonly string[], at: number): Title | null {
  let next = at;
  let past = false;
  let deputy = "";
  for (;;) {
    const before = next;
    for (const address of addresses) next = after(words, next, address);
    if (pastHolders.includes(words[next] ?? "")) {
      past = true;
      next++;
    }
    if (holders.includes(words[next] ?? "")) next++;
    if (next === before) break;
  }
  for (const form of deputies) {
    const end = after(words, next, form);
    if (end > next && (readForm(words, end) ?? readPortfolio(words, end)) !== null) {
      deputy = form;
      next = end;
      break;
    }
  }
  const read = readForm(words, next) ?? readPortfolio(words, next);
  if (read === null) return null;
  const word = words[read.next] ?? "";
  // "President- elect" comes as two words, "President-elect" as one: see `wordsOf`.
  const future = futureHolders.includes(word) || read.future;
  return {
    rank: deputy === "" ? read.rank : `${deputy.toLowerCase().replaceAll(" ", "-")}-${read.rank}`,
    office: read.office === null ? null : `${deputy} ${read.office}`.trim(),
    plural: read.plural,
    past,
    future,
    next: futureHolders.includes(word) ? read.next + 1 : read.next,
  };
}

/** Whether the holder goes by a name of their own, not a family's: kings, popes, amirs. */
export function isSovereignTitle(rank: string): boolean {
  return sovereigns.has(rank);
}

const sovereigns: ReadonlySet<string> = new Set([
  "king",
  "queen",
  "emperor",
  "pope",
  "sultan",
  "shah",
  "amir",
  "grand-duke",
  "grand-duchess",
  "crown-prince",
  "crown-princess",
  "prince",
  "princess",
  "regent",
]);

interface Form {
  readonly rank: string;
  readonly office: string | null;
  readonly plural: boolean;
  readonly future: boolean;
  readonly next: number;
}

function readForm(words: readonly string[], at: number): Form | null {
  const candidates = formsByFirstWord.get(firstOf(words[at] ?? "")) ?? [];
  for (const { form, row, plural } of candidates) {
    const last = at + form.length - 1;
    const fits = form.every((part, index) => {
      const word = words[at + index] ?? "";
      return index === form.length - 1 ? withoutElect(word) === part : word === part;
    });
    if (!fits) continue;
    const future = withoutElect(words[last] ?? "") !== words[last];
    return { rank: row.rank, office: row.office, plural, future, next: last + 1 };
  }
  return null;
}

/** "Minister of Foreign Affairs", "Finance Minister", "Minister for Foreign Affairs and Trade". */
function readPortfolio(words: readonly string[], at: number): Form | null {
  const first = words[at] ?? "";
  if (/^Ministers?$/.test(first)) {
    const link = words[at + 1];
    if (link !== "of" && link !== "for") return null;
    let next = words[at + 2] === "the" ? at + 3 : at + 2;
    const portfolio: string[] = [];
    while (next < words.length) {
      const word = words[next] ?? "";
      const follows = words[words[next + 1] === "the" ? next + 2 : next + 1] ?? "";
      const joins = (word === "and" || word === "," || word === "of") && portfolioWords.has(follows);
      if (!portfolioWords.has(word) && !joins) break;
      if (word !== ",") portfolio.push(word);
      next++;
    }
    return portfolio.length === 0 ? null : ministerOf(portfolio.join(" "), first.endsWith("s"), next);
  }
  let next = at;
  while (portfolioWords.has(words[next] ?? "")) next++;
  if (words[next] === "and" && next > at) {
    let beyond = next + 1;
    while (portfolioWords.has(words[beyond] ?? "")) beyond++;
    if (beyond > next + 1) next = beyond;
  }
  const head = words[next] ?? "";
  if (next === at || !/^Ministers?$/.test(head)) return null;
  return ministerOf(words.slice(at, next).join(" "), head.endsWith("s"), next + 1);
}

function ministerOf(portfolio: string, plural: boolean, next: number): Form {
  const base = { plural, future: false, next };
  if (portfolio.startsWith("Foreign") && !portfolio.startsWith("Foreign Trade")) {
    return { rank: "foreign-minister", office: "Foreign Minister", ...base };
  }
  if (/^External (Affairs|Relations)/.test(portfolio)) {
    return { rank: "foreign-minister", office: "Minister of External Affairs", ...base };
  }
  if (/^(National )?Defen[sc]e$/.test(portfolio)) {
    return { rank: "defense-minister", office: "Defense Minister", ...base };
  }
  const rank = `minister-of-${portfolio.toLowerCase().replaceAll(" ", "-")}`;
  return { rank, office: `Minister of ${portfolio}`, ...base };
}

function withoutElect(word: string): string {
  return word.replace(/-(elect|designate)$/i, "");
}

function firstOf(word: string): string {
  return withoutElect(word);
}

/** The index after the phrase where it stands at `at`, else `at`. */
function after(words: readonly string[], at: number, phrase: string): number {
  const parts = phrase.split(" ");
  return parts.every((part, index) => words[at + index] === part) ? at + parts.length : at;
}

const formsByFirstWord = new Map<string, { form: string[]; row: TitleRow; plural: boolean }[]>();
for (const row of titleRows) {
  for (const [forms, plural] of [
    [row.forms, false],
    [row.plurals ?? [], true],
  ] as const) {
    for (const text of forms) {
      const form = text.split(" ");
      const first = form[0] ?? "";
      const known = formsByFirstWord.get(first) ?? [];
      known.push({ form, row, plural });
      known.sort((a, b) => b.form.length - a.form.length);
      formsByFirstWord.set(first, known);
    }
  }
}
