import { builder } from "./builder.ts";
import { AgreementKind, ContactKind, OutletKind, ReportKind } from "./kinds.ts";

const DateMatch = builder.enumType("DateMatch", {
  description: "When a fuzzy date counts as inside an interval.",
  values: {
    CERTAIN: { description: "The whole of it is inside, whatever day it was." },
    POSSIBLE: { description: "Some of it is inside: it may have been then." },
  },
});

export const Interval = builder.inputType("Interval", {
  description: "A period of days, both ends included.",
  fields: (t) => ({
    from: t.field({ type: "Date", description: "Its first day; without it, from the beginning of time." }),
    to: t.field({ type: "Date", description: "Its last day; without it, to the end of time." }),
    match: t.field({
      type: DateMatch,
      defaultValue: "POSSIBLE",
      description: "Whether a fuzzy date must lie inside certainly, or possibly.",
    }),
  }),
});

export const PartyFilter = builder.inputType("PartyFilter", {
  description:
    "Which parties took part, by their keys: states' ISO 3166 codes and organizations' slugs. All that is given must hold.",
  fields: (t) => ({
    allOf: t.stringList({ description: "Each of these, and maybe others." }),
    anyOf: t.stringList({ description: "At least one of these." }),
    noneOf: t.stringList({ description: "None of these." }),
    exactly: t.stringList({ description: "These and no others." }),
  }),
});

export const ContactFilter = builder.inputRef<ContactFilterShape>("ContactFilter");

interface ContactFilterShape {
  kinds?: ("CALL" | "SUMMIT" | "VISIT" | "ENCOUNTER" | "EXCHANGE")[] | null;
  parties?: typeof PartyFilter.$inferInput | null;
  people?: string[] | null;
  topics?: string[] | null;
  outlets?: string[] | null;
  during?: typeof Interval.$inferInput | null;
  minIndependentOutlets?: number | null;
  disputed?: boolean | null;
  text?: string | null;
  and?: ContactFilterShape[] | null;
  or?: ContactFilterShape[] | null;
  not?: ContactFilterShape | null;
}

ContactFilter.implement({
  description: "Which contacts: those for which all that is given holds.",
  fields: (t) => ({
    kinds: t.field({ type: [ContactKind], description: "Of one of these kinds." }),
    parties: t.field({ type: PartyFilter, description: "Between these parties." }),
    people: t.stringList({ description: "Slugs of people, at least one of whom took part." }),
    topics: t.stringList({ description: "Slugs of topics, at least one of which was spoken of." }),
    outlets: t.stringList({ description: "Slugs of outlets, at least one of which reported it." }),
    during: t.field({ type: Interval, description: "In this period. What has no date is in none." }),
    minIndependentOutlets: t.int({ description: "Said by at least so many independent outlets." }),
    disputed: t.boolean({ description: "With, or without, a value on which reports disagree." }),
    text: t.string({
      description:
        "With all of these words in the title, participants, topics or place; accents and case are ignored, and the last word may be a beginning.",
    }),
    and: t.field({ type: [ContactFilter], description: "All of these hold too." }),
    or: t.field({ type: [ContactFilter], description: "At least one of these holds." }),
    not: t.field({ type: ContactFilter, description: "This does not hold." }),
  }),
});

export const ContactOrder = builder.enumType("ContactOrder", {
  description: "The order of contacts. An undated contact comes before all others in time.",
  values: {
    DATE_DESC: { description: "The latest first; by the first day that a fuzzy date can mean." },
    DATE_ASC: { description: "The earliest first." },
    RECORDED_DESC: { description: "What entered the record last comes first." },
    REPORTS_DESC: { description: "The most reported first." },
  },
});

export const AgreementFilter = builder.inputType("AgreementFilter", {
  description: "Which agreements: those for which all that is given holds.",
  fields: (t) => ({
    kinds: t.field({ type: [AgreementKind], description: "Of one of these kinds." }),
    parties: t.field({ type: PartyFilter, description: "Between these parties." }),
    people: t.stringList({ description: "Slugs of people, at least one of whom signed or endorsed it." }),
    during: t.field({ type: Interval, description: "With an act in this period." }),
    minIndependentOutlets: t.int({ description: "Said by at least so many independent outlets." }),
    disputed: t.boolean({ description: "With, or without, a value on which reports disagree." }),
    text: t.string({ description: "With all of these words in its title or purpose." }),
  }),
});

export const OutletFilter = builder.inputType("OutletFilter", {
  description: "Which outlets: those for which all that is given holds.",
  fields: (t) => ({
    kinds: t.field({ type: [OutletKind], description: "Of one of these kinds." }),
    countries: t.stringList({ description: "In one of these states, by ISO 3166 code." }),
    speaksFor: t.stringList({ description: "The voice of one of these offices, by slug." }),
    text: t.string({ description: "With all of these words in its name." }),
  }),
});

export const ReportFilter = builder.inputType("ReportFilter", {
  description: "Which reports: those for which all that is given holds.",
  fields: (t) => ({
    kinds: t.field({ type: [ReportKind], description: "Of one of these kinds." }),
    outlets: t.stringList({ description: "By one of these outlets, by slug." }),
    parties: t.field({ type: PartyFilter, description: "On contacts of these parties." }),
    during: t.field({ type: Interval, description: "Published in this period." }),
    text: t.string({ description: "With all of these words in its title." }),
  }),
});

export const PersonFilter = builder.inputType("PersonFilter", {
  description: "Which people: those for whom all that is given holds.",
  fields: (t) => ({
    offices: t.stringList({ description: "Who hold or held one of these offices, by slug." }),
    parties: t.stringList({ description: "Who act or acted for one of these parties, by key." }),
    text: t.string({ description: "With all of these words in a name, in any script." }),
  }),
});
