import { dayNumber, isoDay } from "../time/date.ts";

/** A value, and the words of a sentence that it was read from. */
export interface Reading {
  readonly value: string;
  readonly rule: string;
  readonly from: number;
  readonly to: number;
}

const MONTHS: readonly [english: string, russian: string][] = [
  ["january|jan", "январ[яеь]"],
  ["february|feb", "феврал[яеь]"],
  ["march|mar", "март[ае]?"],
  ["april|apr", "апрел[яеь]"],
  ["may", "ма[яейй]"],
  ["june|jun", "июн[яеь]"],
  ["july|jul", "июл[яеь]"],
  ["august|aug", "август[ае]?"],
  ["september|sept|sep", "сентябр[яеь]"],
  ["october|oct", "октябр[яеь]"],
  ["november|nov", "ноябр[яеь]"],
  ["december|dec", "декабр[яеь]"],
];
const WEEKDAYS: readonly string[] = [
  "sunday|воскресенье",
  "monday|понедельник",
  "tuesday|вторник",
  "wednesday|среду",
  "thursday|четверг",
  "friday|пятницу",
  "saturday|субботу",
];
const MONTH = `(?<month>${MONTHS.flat().join("|")})`;
const DAY = "(?<day>[0-3]?\\d)(?:st|nd|rd|th)?";
const YEAR = "(?<year>(?:19|20)\\d\\d)(?: года| году| г\\.)?";

/** How days are written, the most exact first. `reference` is the day of publication, null where it is not known. */
const DATES: readonly {
  readonly rule: string;
  readonly pattern: RegExp;
  read(groups: Groups, reference: string | null): string | null;
}[] = [
  ...[
    "(?<year>(?:19|20)\\d\\d)-(?<month>\\d\\d)-(?<day>\\d\\d)",
    "(?<day>\\d{1,2})\\.(?<month>\\d\\d)\\.(?<year>(?:19|20)\\d\\d)",
  ].map((pattern) => ({
    rule: "day, in digits",
    pattern: bounded(pattern),
    read: ({ year = "", month = "", day = "" }: Groups) => real(`${year}-${month}-${pad(day)}`),
  })),
  ...[`${DAY}(?: of)? ${MONTH}(?:,? ${YEAR})?`, `${MONTH} ${DAY}(?:,? ${YEAR})?`].map((pattern) => ({
    rule: "day and month",
    pattern: bounded(pattern),
    read: ({ year, month = "", day = "" }: Groups, reference: string | null) =>
      inYear(`-${monthOf(month)}-${pad(day)}`, year, reference),
  })),
  {
    rule: "today",
    pattern: bounded("today|tonight|this (?:morning|afternoon|evening)|сегодня"),
    read: (_, reference) => reference,
  },
  {
    rule: "the day before",
    pattern: bounded("yesterday|вчера|накануне"),
    read: (_, reference) => (reference === null ? null : isoDay(dayNumber(reference) - 1)),
  },
  {
    rule: "day of the week",
    pattern: bounded(`(?:on |last |во? )(?<weekday>${WEEKDAYS.join("|")})`),
    read: ({ weekday = "" }, reference) => {
      if (reference === null) return null;
      const place = WEEKDAYS.findIndex((names) => names.split("|").includes(weekday.toLowerCase()));
      const today = new Date(`${reference}T00:00:00Z`).getUTCDay();
      return isoDay(dayNumber(reference) - ((today - place + 7) % 7));
    },
  },
  {
    rule: "month",
    pattern: bounded(`(?:in|of|в|во)(?: early| late)? ${MONTH}(?:,? ${YEAR})?`),
    read: ({ year, month = "" }, reference) => inYear(`-${monthOf(month)}`, year, reference),
  },
];

/** The dates that a sentence tells, in EDTF. A date without a year is the latest such one before the publication. */
export function datesIn(sentence: string, reference: string | null): Reading[] {
  return DATES.flatMap(({ rule, pattern, read }) =>
    [...sentence.matchAll(pattern)].flatMap((match) => {
      const value = read(match.groups ?? {}, reference);
      return value === null ? [] : [{ value, rule, from: match.index, to: match.index + match[0].length }];
    }),
  ).filter(
    ({ from, to }, place, all) =>
      !all.slice(0, place).some((earlier) => earlier.from < to && from < earlier.to),
  );
}

type Groups = Readonly<Record<string, string | undefined>>;

function monthOf(name: string): string {
  const place = MONTHS.findIndex((names) => names.some((one) => new RegExp(`^(?:${one})$`, "iu").test(name)));
  return pad(String(place + 1));
}

function pad(digits: string): string {
  return digits.padStart(2, "0");
}

function real(day: string): string | null {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}

function inYear(rest: string, year: string | undefined, reference: string | null): string | null {
  const whole = (one: string) => (rest.length > 3 ? real(`${one}${rest}`) : `${one}${rest}`);
  if (year !== undefined) return whole(year);
  if (reference === null) return real(`2024${rest.length > 3 ? rest : `${rest}-01`}`) && `XXXX${rest}`;
  const own = Number(reference.slice(0, 4));
  const last = reference.slice(0, rest.length + 4);
  return whole(String(`${own}${rest}` <= last ? own : own - 1));
}

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  twenty: 20,
  thirty: 30,
  forty: 40,
  один: 1,
  одного: 1,
  два: 2,
  двух: 2,
  три: 3,
  трех: 3,
  четыре: 4,
  четырех: 4,
  пять: 5,
  пяти: 5,
};
const NUMBER = `(?<number>\\d{1,3}(?:[.,]5)?|${Object.keys(NUMBERS).join("|")})`;
const ABOUT =
  "(?<about>about|around|roughly|approximately|nearly|almost|over|more than|some|около|примерно|порядка|почти|более|больше|свыше)";

/** How lengths are written, the most special first; minutes of each. */
const LENGTHS: readonly { readonly pattern: RegExp; readonly minutes: (groups: Groups) => number }[] = [
  {
    pattern: length("(?:an hour and a half|one and a half hours|полтора часа|полутора часов)"),
    minutes: () => 90,
  },
  {
    pattern: length(`${NUMBER} (?:and a half hours|с половиной часа?(?:ов)?)`),
    minutes: ({ number }) => 60 * numberOf(number) + 30,
  },
  { pattern: length("(?:half an hour|half-hour|полчаса|получаса)"), minutes: () => 30 },
  {
    pattern: length(
      `${NUMBER} (?:hours?|час(?:а|ов)?)(?: (?:and )?(?<more>\\d{1,2}) (?:minutes?|минут[аы]?))?`,
    ),
    minutes: ({ number, more = "0" }) => 60 * numberOf(number) + Number(more),
  },
  {
    pattern: length(`${NUMBER}[ -](?:minutes?|мин(?:ут[аы]?|\\.)?)`),
    minutes: ({ number }) => numberOf(number),
  },
  { pattern: length("(?:hour-long|one-hour|часовой|часа|час)"), minutes: () => 60 },
];
/** "час" is one o'clock, too: it lasts an hour only after these. */
const LASTING =
  /(?:lasted|длил|продолжал|занял|около|примерно|порядка|почти|более|свыше)\p{L}{0,12}\s{1,3}$/iu;

/** How long something lasted, as a sentence tells: ISO 8601, with "~" where it says "about". */
export function durationsIn(sentence: string): Reading[] {
  for (const { pattern, minutes } of LENGTHS) {
    for (const match of sentence.matchAll(pattern)) {
      const { about } = match.groups ?? {};
      const isBare = /^час(а)?$/i.test(match[0]);
      if (isBare && !LASTING.test(sentence.slice(0, match.index))) continue;
      const length = minutes(match.groups ?? {});
      if (length === 0 || length > 24 * 60) continue;
      const value = `PT${length >= 60 ? `${Math.floor(length / 60)}H` : ""}${length % 60 > 0 ? `${length % 60}M` : ""}`;
      const rule = about === undefined ? "length" : "length, about";
      return [
        {
          value: about === undefined ? value : `${value}~`,
          rule,
          from: match.index,
          to: match.index + match[0].length,
        },
      ];
    }
  }
  return [];
}

function numberOf(text = ""): number {
  return NUMBERS[text.toLowerCase()] ?? Number(text.replace(",", "."));
}

function length(pattern: string): RegExp {
  return bounded(`(?:${ABOUT} )?${pattern}`);
}

function bounded(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern.replaceAll(" ", "\\s+")})(?![\\p{L}\\p{N}])`, "giu");
}
