import {
  type FuzzyDate as DateModel,
  type DatePrecision as Precision,
  parseFuzzyDate,
} from "../src/time/date.ts";
import { type FuzzyDuration as DurationModel, parseDuration } from "../src/time/duration.ts";
import { builder } from "./builder.ts";

const DatePrecision = builder.enumType("DatePrecision", {
  description: "The finest part of a date that is stated.",
  values: {
    DAY: { description: "The day, even where the year is not known." },
    MONTH: { description: "The month." },
    YEAR: { description: "The year." },
    DECADE: { description: "The decade or century: some last digits of the year are open." },
    INTERVAL: { description: "A stretch of time, a season, or a choice of dates." },
    UNKNOWN: { description: "Nothing is stated." },
  } satisfies Record<Precision, { description: string }>,
});

export const FuzzyDate = builder.objectRef<StoredDate>("FuzzyDate").implement({
  description: "A date as well as it is known, and no better.",
  fields: (t) => ({
    edtf: t.field({
      type: "EDTF",
      description: 'The date itself: "2024?-03-16".',
      resolve: ({ edtf }) => edtf,
    }),
    earliest: t.field({
      type: "Date",
      nullable: true,
      description: "The first day that it can mean; null where there is no bound, as with an unknown year.",
      resolve: ({ edtf }) => dateOf(edtf).earliest,
    }),
    latest: t.field({
      type: "Date",
      nullable: true,
      description: "The last day that it can mean; null where there is no bound.",
      resolve: ({ edtf }) => dateOf(edtf).latest,
    }),
    precision: t.field({
      type: DatePrecision,
      description: "The finest part that is stated.",
      resolve: ({ edtf }) => dateOf(edtf).precision,
    }),
    approximate: t.boolean({
      description: 'Is some part of it only approximate ("about")?',
      resolve: ({ edtf }) => dateOf(edtf).approximate,
    }),
    uncertain: t.boolean({
      description: "Is some part of it uncertain, or inferred?",
      resolve: ({ edtf }) => dateOf(edtf).uncertain,
    }),
    text: t.string({
      description: 'For a person to read: "16 March 2024 (year inferred)".',
      resolve: ({ edtf }) => dateOf(edtf).text,
    }),
  }),
});

export const FuzzyDuration = builder.objectRef<DurationModel>("FuzzyDuration").implement({
  description: "How long something lasted, as it was said.",
  fields: (t) => ({
    iso8601: t.field({
      type: "Duration",
      description: 'The length: "PT1H".',
      resolve: (duration) => duration.iso8601,
    }),
    approximate: t.exposeBoolean("approximate", { description: 'Was it said with an "about"?' }),
    text: t.exposeString("text", { description: 'For a person to read: "about an hour".' }),
  }),
});

/** A date as it is stored: most are asked for their expression only, which need not be read for that. */
interface StoredDate {
  readonly edtf: string;
}

/** A stored expression as a fuzzy date; null for what is not dated. */
export function fuzzyDate(edtf: string | null): StoredDate | null {
  return edtf === null ? null : { edtf };
}

function dateOf(edtf: string): DateModel {
  const known = datesRead.get(edtf);
  if (known !== undefined) return known;
  const date = parseFuzzyDate(edtf);
  if (datesRead.size >= MOST_DATES) datesRead.clear();
  datesRead.set(edtf, date);
  return date;
}
/** Cache: dates by their expressions, which are far fewer than what is dated. */
const datesRead = new Map<string, DateModel>();
const MOST_DATES = 50_000;

/** Stored columns as a fuzzy duration; null where there is none. */
export function fuzzyDuration(iso8601: string | null, approximate: boolean | null): DurationModel | null {
  return iso8601 === null ? null : parseDuration(approximate === true ? `${iso8601}~` : iso8601);
}
