import type {
  AgreementKind as AgreementKinds,
  ContactKind as ContactKinds,
  OutletKind as OutletKinds,
  ReportKind as ReportKinds,
  Stance as Stances,
} from "../src/report/filing.ts";
import { builder } from "./builder.ts";

/** The enums of the record's vocabulary. `Described` makes each complete. */
type Described<Values extends string> = Record<Values, { description: string }>;

export const ContactKind = builder.enumType("ContactKind", {
  description: "How two or more parties were in contact.",
  values: {
    CALL: { description: "By telephone or video." },
    SUMMIT: { description: "Leaders met in person, often of many states, often at a named event." },
    VISIT: { description: "Somebody travelled to a host, whoever was met there." },
    ENCOUNTER: { description: "An informal meeting." },
    EXCHANGE: { description: "A direct exchange whose form no report states." },
  } satisfies Described<ContactKinds>,
});

export const CallChannel = builder.enumType("CallChannel", {
  description: "How a call was held.",
  values: {
    TELEPHONE: { description: "By telephone." },
    VIDEO: { description: "By video." },
  },
});

export const ParticipationRole = builder.enumType("ParticipationRole", {
  description: "What part somebody had in a contact.",
  values: {
    INITIATOR: { description: "Called, or asked for the meeting." },
    HOST: { description: "Received the others." },
    GUEST: { description: "Was received." },
    PARTICIPANT: { description: "Took part; no report says more." },
    DELEGATE: { description: "Took part for somebody else." },
  },
});

export const AgreementKind = builder.enumType("AgreementKind", {
  description: "What sort of agreement it is.",
  values: {
    TREATY: { description: "A treaty." },
    PLAN: { description: "A plan or programme." },
    FOUNDING_ACT: { description: "A document that founds an organization." },
    DECLARATION: { description: "A declaration or statement." },
    MEMORANDUM: { description: "A memorandum of understanding." },
    OTHER: { description: "Another sort, or one that no report states." },
  } satisfies Described<AgreementKinds>,
});

export const AgreementActKind = builder.enumType("AgreementActKind", {
  description: "What was done to an agreement.",
  values: {
    SIGNED: { description: "It was signed." },
    ENDORSED: { description: "It was endorsed." },
    RATIFIED: { description: "It was ratified." },
    ENTERED_INTO_FORCE: { description: "It entered into force." },
    TERMINATED: { description: "It was ended." },
  },
});

export const OutletKind = builder.enumType("OutletKind", {
  description: "What sort of outlet it is.",
  values: {
    PRESS_SERVICE: { description: "The press service of an office." },
    SPOKESPERSON: { description: "Somebody who speaks for an office." },
    TELEGRAM_CHANNEL: { description: "A channel on Telegram." },
    NEWS_AGENCY: { description: "A news agency." },
    NEWSPAPER: { description: "A newspaper." },
    BROADCASTER: { description: "A radio or television broadcaster." },
    WEBSITE: { description: "A site on the web." },
    GOVERNMENT: { description: "A government." },
    DATASET: { description: "A collection of records." },
  } satisfies Described<OutletKinds>,
});

export const ReportKind = builder.enumType("ReportKind", {
  description: "What form a report has.",
  values: {
    STATEMENT: { description: "A spoken or written statement." },
    POST: { description: "A post in a channel." },
    ARTICLE: { description: "An article." },
    READOUT: { description: "The account that an office gives of a contact." },
    RECORD: { description: "A record of a collection." },
  } satisfies Described<ReportKinds>,
});

export const Stance = builder.enumType("Stance", {
  description: "How a report stands to what it says.",
  values: {
    STATES: { description: "Says so." },
    CONFIRMS: { description: "Confirms what others said." },
    HEDGES: { description: 'Says so with reserve: "reportedly".' },
    DENIES: { description: "Says that it is not so." },
    WITHHOLDS: { description: "Gave no specifics." },
    INFERRED: { description: "No report: an editor's reading, with the reason as the quote." },
  } satisfies Described<Stances>,
});

const CONTACT_AND_AGREEMENT = {
  OCCURRENCE: { description: "That it took place." },
  KIND: { description: "What kind it is." },
  DATE: { description: "When it was." },
};

export const ContactField = builder.enumType("ContactField", {
  description: "What a claim on a contact is about.",
  values: {
    ...CONTACT_AND_AGREEMENT,
    DURATION: { description: "How long it lasted." },
    PARTICIPANTS: { description: "Who took part." },
    TOPICS: { description: "What was spoken of." },
    PLACE: { description: "Where it was." },
    SEQUENCE: { description: "Which contact came directly before." },
    AGREEMENTS: { description: "What was agreed there." },
    CHANNEL: { description: "How a call was held." },
    EVENT: { description: "The event at which leaders met." },
    PURPOSE: { description: "What a visit was for." },
    NOTE: { description: "What else is said of an exchange." },
  },
});

export const AgreementField = builder.enumType("AgreementField", {
  description: "What a claim on an agreement is about.",
  values: {
    ...CONTACT_AND_AGREEMENT,
    TITLE: { description: "What it is called." },
    SIGNATORIES: { description: "Who signed it." },
    ENDORSERS: { description: "Who endorsed it." },
    ESTABLISHES: { description: "Which organization it founds." },
    PURPOSE: { description: "What it is for." },
    PARTIES: { description: "Between whom it is." },
  },
});

export const Verdict = builder.enumType("Verdict", {
  description: "How well a value is supported.",
  values: {
    CORROBORATED: { description: "Two or more independent outlets state or confirm it." },
    SINGLE_SOURCE: {
      description: "One outlet says so, or several that repeat one another; or it is only hedged.",
    },
    DISPUTED: { description: "Reports give values that cannot both hold, or one denies what another says." },
    DENIED: { description: "It is denied, and nobody says otherwise." },
    INFERRED: { description: "An editor's reading fills or narrows what reports give." },
  },
});
