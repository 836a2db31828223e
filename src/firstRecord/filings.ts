import type { FilingInput } from "../report/filing.ts";

/**
 * The record that Readout ships with: what one news report says of contacts of Vladimir Putin and Alexander
 * Lukashenko, who it cites for it, and an editor's reading of the year. The numbers are those of the facts in
 * `docs/first-record.md`. Filed into an empty database like any other reports, in this order.
 */

const PUTIN = { person: "vladimir-putin", party: "RU", office: "president-of-russia" };
const LUKASHENKO = { person: "alexander-lukashenko", party: "BY", office: "president-of-belarus" };

const describes = {
  people: [
    {
      slug: "vladimir-putin",
      name: "Vladimir Putin",
      names: [{ name: "Владимир Путин", language: "ru" }],
      tenures: [{ office: "president-of-russia" }],
    },
    {
      slug: "alexander-lukashenko",
      name: "Alexander Lukashenko",
      names: [
        { name: "Александр Лукашенко", language: "ru" },
        { name: "Аляксандр Лукашэнка", language: "be" },
      ],
      tenures: [{ office: "president-of-belarus" }],
    },
    {
      slug: "dmitry-peskov",
      name: "Dmitry Peskov",
      names: [{ name: "Дмитрий Песков", language: "ru" }],
      tenures: [{ office: "press-secretary-of-the-president-of-russia" }],
    },
  ],
  offices: [
    { slug: "president-of-russia", title: "President of Russia", party: "RU" },
    { slug: "president-of-belarus", title: "President of Belarus", party: "BY" },
    {
      slug: "press-secretary-of-the-president-of-russia",
      title: "Press secretary of the President of Russia",
      party: "RU",
    },
  ],
  organizations: [
    { slug: "union-state", name: "Union State", members: ["RU", "BY"] },
    { slug: "union-state-media-company", name: "Media company of the Union State" },
  ],
  topics: [
    { slug: "bilateral-relations", label: "Current matters in the two countries' bilateral relations" },
    { slug: "regional-developments", label: "Regional developments: regional security and politics" },
    { slug: "state-of-relations", label: "The current state of relations" },
    { slug: "high-level-events", label: "Outcomes of recent high-level events and contacts" },
  ],
};

const CALL = { ref: "call", kind: "CALL" as const, parties: ["RU", "BY"], date: "XXXX-03-16" };
const EXCHANGE = { ref: "exchange", kind: "EXCHANGE" as const, parties: ["RU", "BY"], date: "XXXX-03-02" };
const PLAN = {
  ref: "plan",
  title: "Development Plan for the Union State",
  kind: "PLAN" as const,
  parties: ["RU", "BY"],
};
const FOUNDING = {
  ref: "media company",
  title: "Document establishing a media company for the Union State",
  kind: "FOUNDING_ACT" as const,
  parties: ["RU", "BY"],
};
const states = "STATES" as const;

/** Facts 1 to 4. */
const firstPool: FilingInput = {
  idempotencyKey: "first-record:first-pool",
  outlet: {
    slug: "first-pool",
    name: "First Pool",
    kind: "TELEGRAM_CHANNEL",
    speaksFor: ["president-of-belarus"],
    country: "BY",
  },
  report: { title: "Post on the telephone call of Putin and Lukashenko", kind: "POST" },
  describes,
  claims: [
    { subject: { newContact: CALL }, field: "OCCURRENCE", value: true, stance: states },
    { subject: { ref: "call" }, field: "KIND", value: "CALL", stance: states },
    { subject: { ref: "call" }, field: "CHANNEL", value: "TELEPHONE", stance: states },
    { subject: { ref: "call" }, field: "DATE", value: "XXXX-03-16", stance: states, quote: "March 16" },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: PUTIN, stance: states },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: LUKASHENKO, stance: states },
    { subject: { ref: "call" }, field: "TOPICS", value: "bilateral-relations", stance: states },
    { subject: { ref: "call" }, field: "TOPICS", value: "regional-developments", stance: states },
  ],
};

/** Facts 5 and 6. */
const peskov: FilingInput = {
  idempotencyKey: "first-record:peskov",
  outlet: {
    slug: "kremlin-spokesperson",
    name: "Press secretary of the President of Russia",
    kind: "SPOKESPERSON",
    speaksFor: ["president-of-russia"],
    country: "RU",
  },
  report: {
    title: "Brief statement on the telephone call of Putin and Lukashenko",
    kind: "STATEMENT",
    speaker: "dmitry-peskov",
  },
  claims: [
    {
      subject: { newContact: { ref: "call", kind: "CALL", parties: ["RU", "BY"] } },
      field: "OCCURRENCE",
      value: true,
      stance: "CONFIRMS",
      quote: "confirmed",
    },
    { subject: { ref: "call" }, field: "KIND", value: "CALL", stance: "CONFIRMS" },
    { subject: { ref: "call" }, field: "CHANNEL", value: "TELEPHONE", stance: "CONFIRMS", quote: "by phone" },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: PUTIN, stance: "CONFIRMS" },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: LUKASHENKO, stance: "CONFIRMS" },
    { subject: { ref: "call" }, field: "DURATION", stance: "WITHHOLDS", quote: "no further specifics" },
    { subject: { ref: "call" }, field: "TOPICS", stance: "WITHHOLDS", quote: "no further specifics" },
  ],
};

/** Facts 7 to 14, and 1 to 3 and 5 as it repeats them. */
const article: FilingInput = {
  idempotencyKey: "first-record:article",
  outlet: { slug: "unnamed-news-site", name: "News site (not named)", kind: "WEBSITE" },
  report: { title: "Report on the telephone call of Putin and Lukashenko", kind: "ARTICLE", language: "en" },
  cites: [{ outlet: "first-pool" }, { outlet: "kremlin-spokesperson" }],
  claims: [
    { subject: { newContact: CALL }, field: "OCCURRENCE", value: true, stance: states },
    { subject: { ref: "call" }, field: "KIND", value: "CALL", stance: states },
    { subject: { ref: "call" }, field: "CHANNEL", value: "TELEPHONE", stance: states, quote: "by telephone" },
    { subject: { ref: "call" }, field: "DATE", value: "XXXX-03-16", stance: states, quote: "March 16" },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: PUTIN, stance: states },
    { subject: { ref: "call" }, field: "PARTICIPANTS", value: LUKASHENKO, stance: states },
    { subject: { ref: "call" }, field: "TOPICS", value: "bilateral-relations", stance: states },
    { subject: { ref: "call" }, field: "TOPICS", value: "regional-developments", stance: states },
    // 7: whether by phone or in person, the report does not say.
    { subject: { newContact: EXCHANGE }, field: "OCCURRENCE", value: true, stance: states },
    {
      subject: { ref: "exchange" },
      field: "KIND",
      value: "EXCHANGE",
      stance: states,
      quote: "direct exchange",
    },
    { subject: { ref: "exchange" }, field: "DATE", value: "XXXX-03-02", stance: states, quote: "March 2" },
    { subject: { ref: "exchange" }, field: "PARTICIPANTS", value: PUTIN, stance: states },
    { subject: { ref: "exchange" }, field: "PARTICIPANTS", value: LUKASHENKO, stance: states },
    {
      subject: { ref: "call" },
      field: "SEQUENCE",
      value: "exchange",
      stance: states,
      quote: "last direct exchange",
    },
    // 8 and 9
    {
      subject: { ref: "exchange" },
      field: "DURATION",
      value: "PT1H~",
      stance: states,
      quote: "about an hour",
    },
    { subject: { ref: "exchange" }, field: "TOPICS", value: "state-of-relations", stance: states },
    { subject: { ref: "exchange" }, field: "TOPICS", value: "high-level-events", stance: states },
    // 10
    { subject: { newAgreement: PLAN }, field: "OCCURRENCE", value: true, stance: states },
    { subject: { ref: "plan" }, field: "TITLE", value: PLAN.title, stance: states },
    { subject: { ref: "plan" }, field: "KIND", value: "PLAN", stance: states },
    { subject: { ref: "plan" }, field: "DATE", value: "XXXX-01", stance: states, quote: "close of January" },
    { subject: { ref: "plan" }, field: "SIGNATORIES", value: PUTIN, stance: states, quote: "signed" },
    { subject: { ref: "plan" }, field: "SIGNATORIES", value: LUKASHENKO, stance: states, quote: "signed" },
    // 11 and 12
    { subject: { newAgreement: FOUNDING }, field: "OCCURRENCE", value: true, stance: states },
    { subject: { ref: "media company" }, field: "TITLE", value: FOUNDING.title, stance: states },
    { subject: { ref: "media company" }, field: "KIND", value: "FOUNDING_ACT", stance: states },
    {
      subject: { ref: "media company" },
      field: "ENDORSERS",
      value: PUTIN,
      stance: states,
      quote: "endorsed",
    },
    {
      subject: { ref: "media company" },
      field: "ENDORSERS",
      value: LUKASHENKO,
      stance: states,
      quote: "endorsed",
    },
    {
      subject: { ref: "media company" },
      field: "ESTABLISHES",
      value: "union-state-media-company",
      stance: states,
      quote: "media company",
    },
    {
      subject: { ref: "media company" },
      field: "PURPOSE",
      value: "to coordinate information efforts",
      stance: states,
    },
    // 13: undated.
    {
      subject: { newContact: { ref: "trip", kind: "ENCOUNTER", parties: ["RU", "BY"] } },
      field: "OCCURRENCE",
      value: true,
      stance: "HEDGES",
      quote: "reportedly",
    },
    { subject: { ref: "trip" }, field: "KIND", value: "ENCOUNTER", stance: "HEDGES", quote: "driving trip" },
    {
      subject: { ref: "trip" },
      field: "PARTICIPANTS",
      value: { ...PUTIN, role: "HOST" },
      stance: "HEDGES",
      quote: "took Lukashenko on a driving trip",
    },
    {
      subject: { ref: "trip" },
      field: "PARTICIPANTS",
      value: { ...LUKASHENKO, role: "GUEST" },
      stance: "HEDGES",
    },
  ],
};

const REASON =
  "The report names no year. The sources of the day put the signing of the Development Plan, which it dates to the close of January, at the Supreme State Council's meeting of January 2024.";

/** The year, as an editor reads it: no report gives one. */
const year: FilingInput = {
  idempotencyKey: "first-record:year",
  outlet: { slug: "readout-editors", name: "Readout's editors", kind: "DATASET" },
  report: {
    title: "Reading of the year of the report on Putin and Lukashenko",
    kind: "RECORD",
    language: "en",
  },
  cites: [{ outlet: "unnamed-news-site" }],
  claims: [
    { subject: { newContact: CALL }, field: "DATE", value: "2024?-03-16", stance: "INFERRED", quote: REASON },
    {
      subject: { newContact: EXCHANGE },
      field: "DATE",
      value: "2024?-03-02",
      stance: "INFERRED",
      quote: REASON,
    },
    { subject: { newAgreement: PLAN }, field: "DATE", value: "2024?-01", stance: "INFERRED", quote: REASON },
  ],
};

export const firstRecord: readonly FilingInput[] = [firstPool, peskov, article, year];
