// Written by tools/typeOperations.ts ("npm run schema"); not to be written by hand.
import type { TypedSource } from "./typedSource.ts";

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What was done to an agreement. */
export type AgreementActKind =
  /** It was endorsed. */
  | 'ENDORSED'
  /** It entered into force. */
  | 'ENTERED_INTO_FORCE'
  /** It was ratified. */
  | 'RATIFIED'
  /** It was signed. */
  | 'SIGNED'
  /** It was ended. */
  | 'TERMINATED';

/** What sort of agreement it is. */
export type AgreementKind =
  /** A declaration or statement. */
  | 'DECLARATION'
  /** A document that founds an organization. */
  | 'FOUNDING_ACT'
  /** A memorandum of understanding. */
  | 'MEMORANDUM'
  /** Another sort, or one that no report states. */
  | 'OTHER'
  /** A plan or programme. */
  | 'PLAN'
  /** A treaty. */
  | 'TREATY';

/** How a call was held. */
export type CallChannel =
  /** By telephone. */
  | 'TELEPHONE'
  /** By video. */
  | 'VIDEO';

/** What became of a thing. */
export type ChangeKind =
  /** It is shown now, and was not before. */
  | 'CREATED'
  /** It is shown no longer: all that was said of it was retracted, or it was found to be the same as another. */
  | 'RETRACTED'
  /** Something of it is shown otherwise, or is said by others, than before. Also told, once, to those whose filter it no longer matches. */
  | 'UPDATED';

/** Which contacts: those for which all that is given holds. */
export type ContactFilter = {
  /** All of these hold too. */
  readonly and?: ReadonlyArray<ContactFilter> | null | undefined;
  /** With, or without, a value on which reports disagree. */
  readonly disputed?: boolean | null | undefined;
  /** In this period. What has no date is in none. */
  readonly during?: Interval | null | undefined;
  /** Of one of these kinds. */
  readonly kinds?: ReadonlyArray<ContactKind> | null | undefined;
  /** Said by at least so many independent outlets. */
  readonly minIndependentOutlets?: number | null | undefined;
  /** This does not hold. */
  readonly not?: ContactFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ContactFilter> | null | undefined;
  /** Slugs of outlets, at least one of which reported it. */
  readonly outlets?: ReadonlyArray<string> | null | undefined;
  /** Between these parties. */
  readonly parties?: PartyFilter | null | undefined;
  /** Slugs of people, at least one of whom took part. */
  readonly people?: ReadonlyArray<string> | null | undefined;
  /** With all of these words in the title, participants, topics or place; accents and case are ignored, and the last word may be a beginning. */
  readonly text?: string | null | undefined;
  /** Slugs of topics, at least one of which was spoken of. */
  readonly topics?: ReadonlyArray<string> | null | undefined;
};

/** How two or more parties were in contact. */
export type ContactKind =
  /** By telephone or video. */
  | 'CALL'
  /** An informal meeting. */
  | 'ENCOUNTER'
  /** A direct exchange whose form no report states. */
  | 'EXCHANGE'
  /** Leaders met in person, often of many states, often at a named event. */
  | 'SUMMIT'
  /** Somebody travelled to a host, whoever was met there. */
  | 'VISIT';

/** The order of contacts. An undated contact comes before all others in time. */
export type ContactOrder =
  /** The earliest first. */
  | 'DATE_ASC'
  /** The latest first; by the first day that a fuzzy date can mean. */
  | 'DATE_DESC'
  /** What entered the record last comes first. */
  | 'RECORDED_DESC'
  /** The most reported first. */
  | 'REPORTS_DESC';

/** When a fuzzy date counts as inside an interval. */
export type DateMatch =
  /** The whole of it is inside, whatever day it was. */
  | 'CERTAIN'
  /** Some of it is inside: it may have been then. */
  | 'POSSIBLE';

/** The finest part of a date that is stated. */
export type DatePrecision =
  /** The day, even where the year is not known. */
  | 'DAY'
  /** The decade or century: some last digits of the year are open. */
  | 'DECADE'
  /** A stretch of time, a season, or a choice of dates. */
  | 'INTERVAL'
  /** The month. */
  | 'MONTH'
  /** Nothing is stated. */
  | 'UNKNOWN'
  /** The year. */
  | 'YEAR';

/** A period of days, both ends included. */
export type Interval = {
  /** Its first day; without it, from the beginning of time. */
  readonly from?: string | null | undefined;
  /** Whether a fuzzy date must lie inside certainly, or possibly. */
  readonly match?: DateMatch | null | undefined;
  /** Its last day; without it, to the end of time. */
  readonly to?: string | null | undefined;
};

/** What sort of outlet it is. */
export type OutletKind =
  /** A radio or television broadcaster. */
  | 'BROADCASTER'
  /** A collection of records. */
  | 'DATASET'
  /** A government. */
  | 'GOVERNMENT'
  /** A newspaper. */
  | 'NEWSPAPER'
  /** A news agency. */
  | 'NEWS_AGENCY'
  /** The press service of an office. */
  | 'PRESS_SERVICE'
  /** Somebody who speaks for an office. */
  | 'SPOKESPERSON'
  /** A channel on Telegram. */
  | 'TELEGRAM_CHANNEL'
  /** A site on the web. */
  | 'WEBSITE';

/** What part somebody had in a contact. */
export type ParticipationRole =
  /** Took part for somebody else. */
  | 'DELEGATE'
  /** Was received. */
  | 'GUEST'
  /** Received the others. */
  | 'HOST'
  /** Called, or asked for the meeting. */
  | 'INITIATOR'
  /** Took part; no report says more. */
  | 'PARTICIPANT';

/** Which parties took part, by their keys: states' ISO 3166 codes and organizations' slugs. All that is given must hold. */
export type PartyFilter = {
  /** Each of these, and maybe others. */
  readonly allOf?: ReadonlyArray<string> | null | undefined;
  /** At least one of these. */
  readonly anyOf?: ReadonlyArray<string> | null | undefined;
  /** These and no others. */
  readonly exactly?: ReadonlyArray<string> | null | undefined;
  /** None of these. */
  readonly noneOf?: ReadonlyArray<string> | null | undefined;
};

/** How long the periods of a timeline are. */
export type Period =
  /** Decades, from a year that ends in 0. */
  | 'DECADE'
  /** Calendar months. */
  | 'MONTH'
  /** Calendar years. */
  | 'YEAR';

/** What form a report has. */
export type ReportKind =
  /** An article. */
  | 'ARTICLE'
  /** A post in a channel. */
  | 'POST'
  /** The account that an office gives of a contact. */
  | 'READOUT'
  /** A record of a collection. */
  | 'RECORD'
  /** A spoken or written statement. */
  | 'STATEMENT';

/** How a report stands to what it says. */
export type Stance =
  /** Confirms what others said. */
  | 'CONFIRMS'
  /** Says that it is not so. */
  | 'DENIES'
  /** Says so with reserve: "reportedly". */
  | 'HEDGES'
  /** No report: an editor's reading, with the reason as the quote. */
  | 'INFERRED'
  /** Says so. */
  | 'STATES'
  /** Gave no specifics. */
  | 'WITHHOLDS';

/** How well a value is supported. */
export type Verdict =
  /** Two or more independent outlets state or confirm it. */
  | 'CORROBORATED'
  /** It is denied, and nobody says otherwise. */
  | 'DENIED'
  /** Reports give values that cannot both hold, or one denies what another says. */
  | 'DISPUTED'
  /** An editor's reading fills or narrows what reports give. */
  | 'INFERRED'
  /** One outlet says so, or several that repeat one another; or it is only hedged. */
  | 'SINGLE_SOURCE';

/** What a write did. */
export type WriteAction =
  /** A claim was retracted. */
  | 'CLAIM_RETRACTED'
  /** Two contacts were found to be one. */
  | 'CONTACTS_MERGED'
  /** A report was filed. */
  | 'FILED'
  /** A merge was undone. */
  | 'MERGE_UNDONE'
  /** What is shown was worked out again, by a newer version of Readout. */
  | 'REBUILT'
  /** A report was retracted. */
  | 'REPORT_RETRACTED'
  /** An editor gave a reading. */
  | 'VALUE_INFERRED';

export type AgreementQueryVariables = Exact<{
  slug: string;
}>;


export type AgreementQuery = { readonly agreement: (
    { readonly purpose: string | null, readonly acts: ReadonlyArray<{ readonly kind: AgreementActKind, readonly by: ReadonlyArray<(
        { readonly id: string, readonly slug: string, readonly name: string }
        & OfficesFragment
      )>, readonly date: DatePartsFragment | null, readonly contact:
        | { readonly id: string, readonly title: string }
        | { readonly id: string, readonly title: string }
        | { readonly id: string, readonly title: string }
        | { readonly id: string, readonly title: string }
        | { readonly id: string, readonly title: string }
       | null }>, readonly establishes: { readonly id: string, readonly key: string, readonly name: string } | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> } }
    & AgreementRowFragment
  ) | null };

export type ContactChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ContactChangesSubscription = { readonly contactChanged: { readonly cursor: string, readonly kind: ChangeKind, readonly at: string, readonly contact:
      | ContactRow_Call_Fragment
      | ContactRow_Encounter_Fragment
      | ContactRow_Exchange_Fragment
      | ContactRow_Summit_Fragment
      | ContactRow_Visit_Fragment
     } };

export type ContactQueryVariables = Exact<{
  id: string | number;
  asOf?: string | null | undefined;
}>;


export type ContactQuery = { readonly contact:
    | (
      { readonly channel: CallChannel, readonly version: number, readonly daysSincePrevious: number | null, readonly participants: ReadonlyArray<ParticipationPartsFragment>, readonly topics: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly label: string }>, readonly agreements: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly previous:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly next:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> }, readonly history: ReadonlyArray<{ readonly at: string, readonly actor: string, readonly action: WriteAction, readonly reason: string | null, readonly version: number | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } | null }> }
      & ContactRow_Call_Fragment
    )
    | (
      { readonly place: string | null, readonly version: number, readonly daysSincePrevious: number | null, readonly participants: ReadonlyArray<ParticipationPartsFragment>, readonly topics: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly label: string }>, readonly agreements: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly previous:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly next:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> }, readonly history: ReadonlyArray<{ readonly at: string, readonly actor: string, readonly action: WriteAction, readonly reason: string | null, readonly version: number | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } | null }> }
      & ContactRow_Encounter_Fragment
    )
    | (
      { readonly note: string | null, readonly version: number, readonly daysSincePrevious: number | null, readonly participants: ReadonlyArray<ParticipationPartsFragment>, readonly topics: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly label: string }>, readonly agreements: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly previous:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly next:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> }, readonly history: ReadonlyArray<{ readonly at: string, readonly actor: string, readonly action: WriteAction, readonly reason: string | null, readonly version: number | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } | null }> }
      & ContactRow_Exchange_Fragment
    )
    | (
      { readonly place: string | null, readonly event: string | null, readonly version: number, readonly daysSincePrevious: number | null, readonly host:
        | { readonly id: string, readonly key: string, readonly name: string }
        | { readonly id: string, readonly key: string, readonly name: string }
       | null, readonly participants: ReadonlyArray<ParticipationPartsFragment>, readonly topics: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly label: string }>, readonly agreements: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly previous:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly next:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> }, readonly history: ReadonlyArray<{ readonly at: string, readonly actor: string, readonly action: WriteAction, readonly reason: string | null, readonly version: number | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } | null }> }
      & ContactRow_Summit_Fragment
    )
    | (
      { readonly place: string | null, readonly purpose: string | null, readonly version: number, readonly daysSincePrevious: number | null, readonly host:
        | { readonly id: string, readonly key: string, readonly name: string }
        | { readonly id: string, readonly key: string, readonly name: string }
       | null, readonly participants: ReadonlyArray<ParticipationPartsFragment>, readonly topics: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly label: string }>, readonly agreements: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly previous:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly next:
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
        | { readonly id: string, readonly title: string, readonly date: DatePartsFragment | null }
       | null, readonly evidence: ReadonlyArray<EvidencePartsFragment>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }> }, readonly history: ReadonlyArray<{ readonly at: string, readonly actor: string, readonly action: WriteAction, readonly reason: string | null, readonly version: number | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } | null }> }
      & ContactRow_Visit_Fragment
    )
   | null };

export type ContactsQueryVariables = Exact<{
  filter?: ContactFilter | null | undefined;
  orderBy?: ContactOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ContactsQuery = { readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
        | ContactRow_Call_Fragment
        | ContactRow_Encounter_Fragment
        | ContactRow_Exchange_Fragment
        | ContactRow_Summit_Fragment
        | ContactRow_Visit_Fragment
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type DatePartsFragment = { readonly edtf: string, readonly earliest: string | null, readonly latest: string | null, readonly precision: DatePrecision, readonly approximate: boolean, readonly uncertain: boolean, readonly text: string };

type ContactRow_Call_Fragment = { readonly __typename: 'Call', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly independentOutlets: number, readonly disputed: boolean, readonly date: DatePartsFragment | null, readonly duration: { readonly text: string } | null, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly topics: ReadonlyArray<{ readonly id: string, readonly label: string }> };

type ContactRow_Encounter_Fragment = { readonly __typename: 'Encounter', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly independentOutlets: number, readonly disputed: boolean, readonly date: DatePartsFragment | null, readonly duration: { readonly text: string } | null, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly topics: ReadonlyArray<{ readonly id: string, readonly label: string }> };

type ContactRow_Exchange_Fragment = { readonly __typename: 'Exchange', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly independentOutlets: number, readonly disputed: boolean, readonly date: DatePartsFragment | null, readonly duration: { readonly text: string } | null, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly topics: ReadonlyArray<{ readonly id: string, readonly label: string }> };

type ContactRow_Summit_Fragment = { readonly __typename: 'Summit', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly independentOutlets: number, readonly disputed: boolean, readonly date: DatePartsFragment | null, readonly duration: { readonly text: string } | null, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly topics: ReadonlyArray<{ readonly id: string, readonly label: string }> };

type ContactRow_Visit_Fragment = { readonly __typename: 'Visit', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly independentOutlets: number, readonly disputed: boolean, readonly date: DatePartsFragment | null, readonly duration: { readonly text: string } | null, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly topics: ReadonlyArray<{ readonly id: string, readonly label: string }> };

export type ContactRowFragment =
  | ContactRow_Call_Fragment
  | ContactRow_Encounter_Fragment
  | ContactRow_Exchange_Fragment
  | ContactRow_Summit_Fragment
  | ContactRow_Visit_Fragment
;

export type AgreementRowFragment = { readonly id: string, readonly slug: string, readonly title: string, readonly kind: AgreementKind, readonly independentOutlets: number, readonly disputed: boolean, readonly parties: ReadonlyArray<
    | { readonly key: string, readonly name: string }
    | { readonly key: string, readonly name: string }
  >, readonly acts: ReadonlyArray<{ readonly kind: AgreementActKind, readonly by: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly name: string }>, readonly date: DatePartsFragment | null }> };

export type EvidencePartsFragment = { readonly field: string, readonly value: string | null, readonly verdict: Verdict, readonly independentOutlets: number, readonly claims: ReadonlyArray<{ readonly id: string, readonly stance: Stance, readonly value: string | null, readonly quote: string | null, readonly report: { readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } } }> };

export type ReportRowFragment = { readonly id: string, readonly title: string, readonly kind: ReportKind, readonly url: string | null, readonly language: string | null, readonly retractedAt: string | null, readonly publishedOn: DatePartsFragment | null, readonly speaker: { readonly id: string, readonly slug: string, readonly name: string } | null, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: OutletKind, readonly speaksFor: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }> }, readonly cites: ReadonlyArray<{ readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } }> };

export type ParticipationPartsFragment = { readonly role: ParticipationRole, readonly person: { readonly id: string, readonly slug: string, readonly name: string } | null, readonly party:
    | { readonly id: string, readonly key: string, readonly name: string }
    | { readonly id: string, readonly key: string, readonly name: string }
   | null, readonly office: { readonly id: string, readonly slug: string, readonly title: string } | null };

export type OfficesFragment = { readonly tenures: ReadonlyArray<{ readonly office: { readonly id: string, readonly slug: string, readonly title: string } }> };

export type OutletQueryVariables = Exact<{
  slug: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OutletQuery = { readonly outlet: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: OutletKind, readonly url: string | null, readonly country: { readonly id: string, readonly key: string, readonly name: string } | null, readonly speaksFor: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }>, readonly reports: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: ReportRowFragment }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type PartyQueryVariables = Exact<{
  key: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  agreementsAfter?: string | null | undefined;
}>;


export type PartyQuery = { readonly state: PartyParts_State_Fragment | null, readonly organization: (
    { readonly members: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string }> }
    & PartyParts_Organization_Fragment
  ) | null };

type PartyParts_Organization_Fragment = { readonly __typename: 'Organization', readonly id: string, readonly key: string, readonly name: string, readonly counterparts: ReadonlyArray<{ readonly contacts: number, readonly party:
      | { readonly id: string, readonly key: string, readonly name: string }
      | { readonly id: string, readonly key: string, readonly name: string }
     }>, readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
        | ContactRow_Call_Fragment
        | ContactRow_Encounter_Fragment
        | ContactRow_Exchange_Fragment
        | ContactRow_Summit_Fragment
        | ContactRow_Visit_Fragment
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly agreements: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: AgreementRowFragment }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

type PartyParts_State_Fragment = { readonly __typename: 'State', readonly id: string, readonly key: string, readonly name: string, readonly counterparts: ReadonlyArray<{ readonly contacts: number, readonly party:
      | { readonly id: string, readonly key: string, readonly name: string }
      | { readonly id: string, readonly key: string, readonly name: string }
     }>, readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
        | ContactRow_Call_Fragment
        | ContactRow_Encounter_Fragment
        | ContactRow_Exchange_Fragment
        | ContactRow_Summit_Fragment
        | ContactRow_Visit_Fragment
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly agreements: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: AgreementRowFragment }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type PartyPartsFragment =
  | PartyParts_Organization_Fragment
  | PartyParts_State_Fragment
;

export type PersonQueryVariables = Exact<{
  slug: string;
  inOffice?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  agreementsAfter?: string | null | undefined;
}>;


export type PersonQuery = { readonly person: { readonly id: string, readonly slug: string, readonly name: string, readonly names: ReadonlyArray<{ readonly language: string, readonly name: string }>, readonly tenures: ReadonlyArray<{ readonly office: { readonly id: string, readonly slug: string, readonly title: string, readonly party:
          | { readonly id: string, readonly key: string, readonly name: string }
          | { readonly id: string, readonly key: string, readonly name: string }
         }, readonly from: DatePartsFragment | null, readonly to: DatePartsFragment | null }>, readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
          | ContactRow_Call_Fragment
          | ContactRow_Encounter_Fragment
          | ContactRow_Exchange_Fragment
          | ContactRow_Summit_Fragment
          | ContactRow_Visit_Fragment
         }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly agreements: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: AgreementRowFragment }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type PlaceQueryVariables = Exact<{ [key: string]: never; }>;


export type PlaceQuery = { readonly changeCursor: string };

export type RelationshipQueryVariables = Exact<{
  between: ReadonlyArray<string> | string;
  by: Period;
  agreementsAfter?: string | null | undefined;
}>;


export type RelationshipQuery = { readonly relationship: { readonly daysSinceLastContact: number | null, readonly parties: ReadonlyArray<
      | { readonly __typename: 'Organization', readonly id: string, readonly key: string, readonly name: string }
      | { readonly __typename: 'State', readonly id: string, readonly key: string, readonly name: string }
    >, readonly lastContact:
      | ContactRow_Call_Fragment
      | ContactRow_Encounter_Fragment
      | ContactRow_Exchange_Fragment
      | ContactRow_Summit_Fragment
      | ContactRow_Visit_Fragment
     | null, readonly timeline: ReadonlyArray<{ readonly start: string, readonly contacts: number, readonly calls: number, readonly summits: number, readonly visits: number, readonly agreements: number }>, readonly contacts: { readonly totalCount: number }, readonly agreements: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: AgreementRowFragment }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly outletShares: ReadonlyArray<{ readonly reports: number, readonly share: number, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } }> } | null };

export type RelationshipContactsQueryVariables = Exact<{
  between: ReadonlyArray<string> | string;
  filter?: ContactFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RelationshipContactsQuery = { readonly relationship: { readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
          | ContactRow_Call_Fragment
          | ContactRow_Encounter_Fragment
          | ContactRow_Exchange_Fragment
          | ContactRow_Summit_Fragment
          | ContactRow_Visit_Fragment
         }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type RelationshipMarksQueryVariables = Exact<{
  between: ReadonlyArray<string> | string;
  filter?: ContactFilter | null | undefined;
  by: Period;
  during?: Interval | null | undefined;
}>;


export type RelationshipMarksQuery = { readonly relationship: { readonly contacts: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
          | { readonly __typename: 'Call', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly date: DatePartsFragment | null }
          | { readonly __typename: 'Encounter', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly date: DatePartsFragment | null }
          | { readonly __typename: 'Exchange', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly date: DatePartsFragment | null }
          | { readonly __typename: 'Summit', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly date: DatePartsFragment | null }
          | { readonly __typename: 'Visit', readonly id: string, readonly kind: ContactKind, readonly title: string, readonly date: DatePartsFragment | null }
         }> }, readonly agreements: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly slug: string, readonly title: string, readonly acts: ReadonlyArray<{ readonly date: DatePartsFragment | null }> } }> }, readonly timeline: ReadonlyArray<{ readonly start: string, readonly contacts: number, readonly calls: number, readonly summits: number, readonly visits: number, readonly agreements: number }> } | null };

export type ReportQueryVariables = Exact<{
  id: string | number;
}>;


export type ReportQuery = { readonly report: (
    { readonly recordedAt: string, readonly citedBy: ReadonlyArray<{ readonly id: string, readonly title: string, readonly outlet: { readonly id: string, readonly slug: string, readonly name: string } }>, readonly contacts: ReadonlyArray<
      | (
        { readonly topics: ReadonlyArray<{ readonly slug: string }>, readonly participants: ReadonlyArray<ParticipationPartsFragment> }
        & ContactRow_Call_Fragment
      )
      | (
        { readonly topics: ReadonlyArray<{ readonly slug: string }>, readonly participants: ReadonlyArray<ParticipationPartsFragment> }
        & ContactRow_Encounter_Fragment
      )
      | (
        { readonly topics: ReadonlyArray<{ readonly slug: string }>, readonly participants: ReadonlyArray<ParticipationPartsFragment> }
        & ContactRow_Exchange_Fragment
      )
      | (
        { readonly topics: ReadonlyArray<{ readonly slug: string }>, readonly participants: ReadonlyArray<ParticipationPartsFragment> }
        & ContactRow_Summit_Fragment
      )
      | (
        { readonly topics: ReadonlyArray<{ readonly slug: string }>, readonly participants: ReadonlyArray<ParticipationPartsFragment> }
        & ContactRow_Visit_Fragment
      )
    >, readonly agreements: ReadonlyArray<(
      { readonly acts: ReadonlyArray<{ readonly by: ReadonlyArray<OfficesFragment> }>, readonly establishes: { readonly id: string, readonly key: string, readonly name: string } | null }
      & AgreementRowFragment
    )>, readonly claims: ReadonlyArray<{ readonly id: string, readonly field: string, readonly value: string | null, readonly stance: Stance, readonly quote: string | null, readonly subject:
        | { readonly __typename: 'Agreement', readonly id: string, readonly slug: string, readonly agreementTitle: string }
        | { readonly __typename: 'Call', readonly id: string, readonly title: string }
        | { readonly __typename: 'Encounter', readonly id: string, readonly title: string }
        | { readonly __typename: 'Exchange', readonly id: string, readonly title: string }
        | { readonly __typename: 'Summit', readonly id: string, readonly title: string }
        | { readonly __typename: 'Visit', readonly id: string, readonly title: string }
       }> }
    & ReportRowFragment
  ) | null };

export type StatesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StatesQuery = { readonly states: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly key: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type SearchQueryVariables = Exact<{
  text?: string;
  first?: number | null | undefined;
}>;


export type SearchQuery = { readonly search: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node:
        | { readonly __typename: 'Agreement', readonly slug: string, readonly title: string, readonly purpose: string | null, readonly id: string }
        | { readonly __typename: 'Call', readonly title: string, readonly id: string, readonly date: { readonly text: string } | null }
        | { readonly __typename: 'Claim', readonly id: string }
        | { readonly __typename: 'Encounter', readonly title: string, readonly id: string, readonly date: { readonly text: string } | null }
        | { readonly __typename: 'Exchange', readonly title: string, readonly id: string, readonly date: { readonly text: string } | null }
        | { readonly __typename: 'Office', readonly id: string }
        | { readonly __typename: 'Organization', readonly key: string, readonly name: string, readonly id: string }
        | { readonly __typename: 'Outlet', readonly slug: string, readonly name: string, readonly id: string }
        | { readonly __typename: 'Person', readonly slug: string, readonly name: string, readonly id: string }
        | { readonly __typename: 'Report', readonly id: string, readonly reportTitle: string }
        | { readonly __typename: 'State', readonly key: string, readonly name: string, readonly id: string }
        | { readonly __typename: 'Summit', readonly title: string, readonly id: string, readonly date: { readonly text: string } | null }
        | { readonly __typename: 'Topic', readonly slug: string, readonly label: string, readonly id: string }
        | { readonly __typename: 'Visit', readonly title: string, readonly id: string, readonly date: { readonly text: string } | null }
       }> } };

export type NetworkQueryVariables = Exact<{
  filter?: ContactFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type NetworkQuery = { readonly network: { readonly totalParties: number, readonly parties: ReadonlyArray<{ readonly contacts: number, readonly party:
        | { readonly __typename: 'Organization', readonly id: string, readonly key: string, readonly name: string }
        | { readonly __typename: 'State', readonly id: string, readonly key: string, readonly name: string }
       }>, readonly pairs: ReadonlyArray<{ readonly contacts: number, readonly parties: ReadonlyArray<
        | { readonly id: string, readonly key: string, readonly name: string }
        | { readonly id: string, readonly key: string, readonly name: string }
      > }> } };

export const AgreementDocument: TypedSource<AgreementQuery, AgreementQueryVariables> = { source: "# Everything known of an agreement: who signed or endorsed it, when, at which contact, and who says so.\nquery Agreement($slug: String!) {\n  agreement(slug: $slug) {\n    ...AgreementRow\n    purpose\n    acts {\n      kind\n      by {\n        id\n        slug\n        name\n        ...Offices\n      }\n      date {\n        ...DateParts\n      }\n      contact {\n        id\n        title\n      }\n    }\n    establishes {\n      id\n      key\n      name\n    }\n    evidence {\n      ...EvidenceParts\n    }\n    reports(first: 50) {\n      totalCount\n      edges {\n        node {\n          ...ReportRow\n        }\n      }\n    }\n  }\n}\n\nfragment AgreementRow on Agreement {\n  id\n  slug\n  title\n  kind\n  parties {\n    key\n    name\n  }\n  acts {\n    kind\n    by {\n      id\n      slug\n      name\n    }\n    date {\n      ...DateParts\n    }\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment Offices on Person {\n  tenures {\n    office {\n      id\n      slug\n      title\n    }\n  }\n}\n\nfragment EvidenceParts on Evidence {\n  field\n  value\n  verdict\n  independentOutlets\n  claims {\n    id\n    stance\n    value\n    quote\n    report {\n      id\n      title\n      outlet {\n        id\n        slug\n        name\n      }\n    }\n  }\n}\n\nfragment ReportRow on Report {\n  id\n  title\n  kind\n  url\n  language\n  publishedOn {\n    ...DateParts\n  }\n  retractedAt\n  speaker {\n    id\n    slug\n    name\n  }\n  outlet {\n    id\n    slug\n    name\n    kind\n    speaksFor {\n      id\n      slug\n      title\n    }\n  }\n  cites {\n    id\n    title\n    outlet {\n      id\n      slug\n      name\n    }\n  }\n}" };

export const ContactChangesDocument: TypedSource<ContactChangesSubscription, ContactChangesSubscriptionVariables> = { source: "# Each contact that becomes known or changes, from a cursor on.\nsubscription ContactChanges($after: String) {\n  contactChanged(after: $after) {\n    cursor\n    kind\n    at\n    contact {\n      ...ContactRow\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}" };

export const ContactDocument: TypedSource<ContactQuery, ContactQueryVariables> = { source: "# Everything known of a contact: each value with who says so, its reports and what they cite, and its history.\nquery Contact($id: ID!, $asOf: DateTime) {\n  contact(id: $id, asOf: $asOf) {\n    ...ContactRow\n    version\n    daysSincePrevious\n    participants {\n      ...ParticipationParts\n    }\n    topics {\n      id\n      slug\n      label\n    }\n    agreements {\n      id\n      slug\n      title\n    }\n    previous {\n      id\n      title\n      date {\n        ...DateParts\n      }\n    }\n    next {\n      id\n      title\n      date {\n        ...DateParts\n      }\n    }\n    ... on Call {\n      channel\n    }\n    ... on Summit {\n      place\n      event\n      host {\n        id\n        key\n        name\n      }\n    }\n    ... on Visit {\n      place\n      purpose\n      host {\n        id\n        key\n        name\n      }\n    }\n    ... on Encounter {\n      place\n    }\n    ... on Exchange {\n      note\n    }\n    evidence {\n      ...EvidenceParts\n    }\n    reports(first: 50) {\n      totalCount\n      edges {\n        node {\n          ...ReportRow\n        }\n      }\n    }\n    history(first: 200) {\n      at\n      actor\n      action\n      reason\n      version\n      report {\n        id\n        title\n        outlet {\n          id\n          slug\n          name\n        }\n      }\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment ParticipationParts on Participation {\n  role\n  person {\n    id\n    slug\n    name\n  }\n  party {\n    id\n    key\n    name\n  }\n  office {\n    id\n    slug\n    title\n  }\n}\n\nfragment EvidenceParts on Evidence {\n  field\n  value\n  verdict\n  independentOutlets\n  claims {\n    id\n    stance\n    value\n    quote\n    report {\n      id\n      title\n      outlet {\n        id\n        slug\n        name\n      }\n    }\n  }\n}\n\nfragment ReportRow on Report {\n  id\n  title\n  kind\n  url\n  language\n  publishedOn {\n    ...DateParts\n  }\n  retractedAt\n  speaker {\n    id\n    slug\n    name\n  }\n  outlet {\n    id\n    slug\n    name\n    kind\n    speaksFor {\n      id\n      slug\n      title\n    }\n  }\n  cites {\n    id\n    title\n    outlet {\n      id\n      slug\n      name\n    }\n  }\n}" };

export const ContactsDocument: TypedSource<ContactsQuery, ContactsQueryVariables> = { source: "# Contacts by a filter, page by page.\nquery Contacts($filter: ContactFilter, $orderBy: ContactOrder = DATE_DESC, $first: Int = 50, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    totalCount\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}" };

export const OutletDocument: TypedSource<OutletQuery, OutletQueryVariables> = { source: "# An outlet: whose voice it is, and what it reported.\nquery Outlet($slug: String!, $first: Int = 50, $after: String) {\n  outlet(slug: $slug) {\n    id\n    slug\n    name\n    kind\n    url\n    country {\n      id\n      key\n      name\n    }\n    speaksFor {\n      id\n      slug\n      title\n    }\n    reports(first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...ReportRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nfragment ReportRow on Report {\n  id\n  title\n  kind\n  url\n  language\n  publishedOn {\n    ...DateParts\n  }\n  retractedAt\n  speaker {\n    id\n    slug\n    name\n  }\n  outlet {\n    id\n    slug\n    name\n    kind\n    speaksFor {\n      id\n      slug\n      title\n    }\n  }\n  cites {\n    id\n    title\n    outlet {\n      id\n      slug\n      name\n    }\n  }\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}" };

export const PartyDocument: TypedSource<PartyQuery, PartyQueryVariables> = { source: "# A state or an organization, by its key: with whom it had contact, and what it has part in.\nquery Party($key: String!, $first: Int = 25, $after: String, $agreementsAfter: String) {\n  state(code: $key) {\n    ...PartyParts\n  }\n  organization(slug: $key) {\n    ...PartyParts\n    members {\n      id\n      key\n      name\n    }\n  }\n}\n\nfragment PartyParts on Party {\n  __typename\n  id\n  key\n  name\n  counterparts(first: 20) {\n    contacts\n    party {\n      id\n      key\n      name\n    }\n  }\n  contacts(first: $first, after: $after) {\n    totalCount\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n  agreements(first: 25, after: $agreementsAfter) {\n    totalCount\n    edges {\n      node {\n        ...AgreementRow\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment AgreementRow on Agreement {\n  id\n  slug\n  title\n  kind\n  parties {\n    key\n    name\n  }\n  acts {\n    kind\n    by {\n      id\n      slug\n      name\n    }\n    date {\n      ...DateParts\n    }\n  }\n  independentOutlets\n  disputed\n}" };

export const PersonDocument: TypedSource<PersonQuery, PersonQueryVariables> = { source: "# A person: names, offices held, contacts and agreements.\nquery Person($slug: String!, $inOffice: String, $first: Int = 25, $after: String, $agreementsAfter: String) {\n  person(slug: $slug) {\n    id\n    slug\n    name\n    names {\n      language\n      name\n    }\n    tenures {\n      office {\n        id\n        slug\n        title\n        party {\n          id\n          key\n          name\n        }\n      }\n      from {\n        ...DateParts\n      }\n      to {\n        ...DateParts\n      }\n    }\n    contacts(inOffice: $inOffice, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...ContactRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    agreements(first: 25, after: $agreementsAfter) {\n      totalCount\n      edges {\n        node {\n          ...AgreementRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment AgreementRow on Agreement {\n  id\n  slug\n  title\n  kind\n  parties {\n    key\n    name\n  }\n  acts {\n    kind\n    by {\n      id\n      slug\n      name\n    }\n    date {\n      ...DateParts\n    }\n  }\n  independentOutlets\n  disputed\n}" };

export const PlaceDocument: TypedSource<PlaceQuery, PlaceQueryVariables> = { source: "# The place in the changes of the record from which to follow it.\nquery Place {\n  changeCursor\n}" };

export const RelationshipDocument: TypedSource<RelationshipQuery, RelationshipQueryVariables> = { source: "# What there is between two or more parties: their last contact, every period, agreements, and who reports on them.\nquery Relationship($between: [String!]!, $by: Period!, $agreementsAfter: String) {\n  relationship(between: $between) {\n    parties {\n      __typename\n      id\n      key\n      name\n    }\n    daysSinceLastContact\n    lastContact {\n      ...ContactRow\n    }\n    timeline(by: $by) {\n      start\n      contacts\n      calls\n      summits\n      visits\n      agreements\n    }\n    contacts(first: 0) {\n      totalCount\n    }\n    agreements(first: 25, after: $agreementsAfter) {\n      totalCount\n      edges {\n        node {\n          ...AgreementRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    outletShares(first: 12) {\n      reports\n      share\n      outlet {\n        id\n        slug\n        name\n      }\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment AgreementRow on Agreement {\n  id\n  slug\n  title\n  kind\n  parties {\n    key\n    name\n  }\n  acts {\n    kind\n    by {\n      id\n      slug\n      name\n    }\n    date {\n      ...DateParts\n    }\n  }\n  independentOutlets\n  disputed\n}" };

export const RelationshipContactsDocument: TypedSource<RelationshipContactsQuery, RelationshipContactsQueryVariables> = { source: "# The contacts of a pair in a period, page by page.\nquery RelationshipContacts($between: [String!]!, $filter: ContactFilter, $first: Int = 25, $after: String) {\n  relationship(between: $between) {\n    contacts(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...ContactRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}" };

export const RelationshipMarksDocument: TypedSource<RelationshipMarksQuery, RelationshipMarksQueryVariables> = { source: "# What a timeline draws of a pair in a period: the contacts and agreements one by one, and their number by period where\nquery RelationshipMarks($between: [String!]!, $filter: ContactFilter, $by: Period!, $during: Interval) {\n  relationship(between: $between) {\n    contacts(filter: $filter, first: 200) {\n      totalCount\n      edges {\n        node {\n          __typename\n          id\n          kind\n          title\n          date {\n            ...DateParts\n          }\n        }\n      }\n    }\n    agreements(first: 200) {\n      edges {\n        node {\n          id\n          slug\n          title\n          acts {\n            date {\n              ...DateParts\n            }\n          }\n        }\n      }\n    }\n    timeline(by: $by, during: $during) {\n      start\n      contacts\n      calls\n      summits\n      visits\n      agreements\n    }\n  }\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}" };

export const ReportDocument: TypedSource<ReportQuery, ReportQueryVariables> = { source: "# A report: what it cites, who cites it, and each of its claims.\nquery Report($id: ID!) {\n  report(id: $id) {\n    ...ReportRow\n    recordedAt\n    citedBy {\n      id\n      title\n      outlet {\n        id\n        slug\n        name\n      }\n    }\n    contacts {\n      ...ContactRow\n      topics {\n        slug\n      }\n      participants {\n        ...ParticipationParts\n      }\n    }\n    agreements {\n      ...AgreementRow\n      acts {\n        by {\n          ...Offices\n        }\n      }\n      establishes {\n        id\n        key\n        name\n      }\n    }\n    claims {\n      id\n      field\n      value\n      stance\n      quote\n      subject {\n        __typename\n        ... on Contact {\n          id\n          title\n        }\n        ... on Agreement {\n          id\n          slug\n          agreementTitle: title\n        }\n      }\n    }\n  }\n}\n\nfragment ReportRow on Report {\n  id\n  title\n  kind\n  url\n  language\n  publishedOn {\n    ...DateParts\n  }\n  retractedAt\n  speaker {\n    id\n    slug\n    name\n  }\n  outlet {\n    id\n    slug\n    name\n    kind\n    speaksFor {\n      id\n      slug\n      title\n    }\n  }\n  cites {\n    id\n    title\n    outlet {\n      id\n      slug\n      name\n    }\n  }\n}\n\nfragment DateParts on FuzzyDate {\n  edtf\n  earliest\n  latest\n  precision\n  approximate\n  uncertain\n  text\n}\n\nfragment ContactRow on Contact {\n  __typename\n  id\n  kind\n  title\n  date {\n    ...DateParts\n  }\n  duration {\n    text\n  }\n  parties {\n    key\n    name\n  }\n  topics {\n    id\n    label\n  }\n  independentOutlets\n  disputed\n}\n\nfragment ParticipationParts on Participation {\n  role\n  person {\n    id\n    slug\n    name\n  }\n  party {\n    id\n    key\n    name\n  }\n  office {\n    id\n    slug\n    title\n  }\n}\n\nfragment AgreementRow on Agreement {\n  id\n  slug\n  title\n  kind\n  parties {\n    key\n    name\n  }\n  acts {\n    kind\n    by {\n      id\n      slug\n      name\n    }\n    date {\n      ...DateParts\n    }\n  }\n  independentOutlets\n  disputed\n}\n\nfragment Offices on Person {\n  tenures {\n    office {\n      id\n      slug\n      title\n    }\n  }\n}" };

export const StatesDocument: TypedSource<StatesQuery, StatesQueryVariables> = { source: "# All states, to choose from.\nquery States($after: String) {\n  states(first: 200, after: $after) {\n    edges {\n      node {\n        id\n        key\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}" };

export const SearchDocument: TypedSource<SearchQuery, SearchQueryVariables> = { source: "# Find words among everything.\nquery Search($text: String! = \"media company\", $first: Int = 20) {\n  search(text: $text, first: $first) {\n    totalCount\n    edges {\n      node {\n        __typename\n        id\n        ... on Agreement {\n          slug\n          title\n          purpose\n        }\n        ... on Contact {\n          title\n          date {\n            text\n          }\n        }\n        ... on Organization {\n          key\n          name\n        }\n        ... on Outlet {\n          slug\n          name\n        }\n        ... on Person {\n          slug\n          name\n        }\n        ... on Report {\n          reportTitle: title\n        }\n        ... on State {\n          key\n          name\n        }\n        ... on Topic {\n          slug\n          label\n        }\n      }\n    }\n  }\n}" };

export const NetworkDocument: TypedSource<NetworkQuery, NetworkQueryVariables> = { source: "# Who met whom in a period: the parties with most contacts, and the pairs among them.\nquery Network(\n  $filter: ContactFilter = { during: { from: \"2024-01-01\", to: \"2024-12-31\" } }\n  $first: Int = 50\n) {\n  network(filter: $filter, first: $first) {\n    totalParties\n    parties {\n      contacts\n      party {\n        __typename\n        id\n        key\n        name\n      }\n    }\n    pairs {\n      contacts\n      parties {\n        id\n        key\n        name\n      }\n    }\n  }\n}" };

/** Which types are what interfaces and unions stand for, as far as a cache needs an introspection. */
export const possibleTypes = {"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},"subscriptionType":{"name":"Subscription"},"types":[{"kind":"UNION","name":"AcceptSuggestionsPayload","possibleTypes":[{"name":"AcceptSuggestionsSuccess"},{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"}]},{"kind":"OBJECT","name":"AcceptSuggestionsSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Agreement","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"AgreementAct","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"AgreementChange","fields":[],"interfaces":[{"name":"Change"}]},{"kind":"OBJECT","name":"AgreementConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"AgreementEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Ambiguous","fields":[],"interfaces":[{"name":"WriteError"}]},{"kind":"OBJECT","name":"Call","fields":[],"interfaces":[{"name":"Contact"},{"name":"Node"}]},{"kind":"OBJECT","name":"CallConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"CallEdge","fields":[],"interfaces":[]},{"kind":"INTERFACE","name":"Change","fields":[],"interfaces":[],"possibleTypes":[{"name":"AgreementChange"},{"name":"ContactChange"},{"name":"ReportChange"}]},{"kind":"OBJECT","name":"Claim","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"UNION","name":"ClaimSubject","possibleTypes":[{"name":"Agreement"},{"name":"Call"},{"name":"Encounter"},{"name":"Exchange"},{"name":"Summit"},{"name":"Visit"}]},{"kind":"OBJECT","name":"Conflict","fields":[],"interfaces":[{"name":"WriteError"}]},{"kind":"INTERFACE","name":"Contact","fields":[],"interfaces":[],"possibleTypes":[{"name":"Call"},{"name":"Encounter"},{"name":"Exchange"},{"name":"Summit"},{"name":"Visit"}]},{"kind":"OBJECT","name":"ContactChange","fields":[],"interfaces":[{"name":"Change"}]},{"kind":"OBJECT","name":"ContactConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ContactEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Counterpart","fields":[],"interfaces":[]},{"kind":"UNION","name":"DismissReportPayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"DismissReportSuccess"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"}]},{"kind":"OBJECT","name":"DismissReportSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Encounter","fields":[],"interfaces":[{"name":"Contact"},{"name":"Node"}]},{"kind":"OBJECT","name":"Evidence","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Exchange","fields":[],"interfaces":[{"name":"Contact"},{"name":"Node"}]},{"kind":"UNION","name":"FileReportPayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"FileReportSuccess"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"}]},{"kind":"OBJECT","name":"FileReportSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Forbidden","fields":[],"interfaces":[{"name":"WriteError"}]},{"kind":"OBJECT","name":"FuzzyDate","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"FuzzyDuration","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"HistoryEntry","fields":[],"interfaces":[]},{"kind":"UNION","name":"InferValuePayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InferValueSuccess"},{"name":"InvalidInput"},{"name":"NotFound"}]},{"kind":"OBJECT","name":"InferValueSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"InvalidInput","fields":[],"interfaces":[{"name":"WriteError"}]},{"kind":"UNION","name":"MergeContactsPayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"MergeContactsSuccess"},{"name":"NotFound"}]},{"kind":"OBJECT","name":"MergeContactsSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Mutation","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Network","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"NetworkPair","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"NetworkParty","fields":[],"interfaces":[]},{"kind":"INTERFACE","name":"Node","fields":[],"interfaces":[],"possibleTypes":[{"name":"Agreement"},{"name":"Call"},{"name":"Claim"},{"name":"Encounter"},{"name":"Exchange"},{"name":"Office"},{"name":"Organization"},{"name":"Outlet"},{"name":"Person"},{"name":"Report"},{"name":"State"},{"name":"Summit"},{"name":"Topic"},{"name":"Visit"}]},{"kind":"OBJECT","name":"NotFound","fields":[],"interfaces":[{"name":"WriteError"}]},{"kind":"OBJECT","name":"Office","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"Organization","fields":[],"interfaces":[{"name":"Node"},{"name":"Party"}]},{"kind":"OBJECT","name":"Outlet","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"OutletConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"OutletEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"OutletShare","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PageInfo","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Participation","fields":[],"interfaces":[]},{"kind":"INTERFACE","name":"Party","fields":[],"interfaces":[],"possibleTypes":[{"name":"Organization"},{"name":"State"}]},{"kind":"OBJECT","name":"Person","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"PersonConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PersonEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"PersonName","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Query","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Relationship","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Report","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"ReportChange","fields":[],"interfaces":[{"name":"Change"}]},{"kind":"OBJECT","name":"ReportConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"ReportEdge","fields":[],"interfaces":[]},{"kind":"UNION","name":"RetractClaimPayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"},{"name":"RetractClaimSuccess"}]},{"kind":"OBJECT","name":"RetractClaimSuccess","fields":[],"interfaces":[]},{"kind":"UNION","name":"RetractReportPayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"},{"name":"RetractReportSuccess"}]},{"kind":"OBJECT","name":"RetractReportSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SearchConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SearchEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"State","fields":[],"interfaces":[{"name":"Node"},{"name":"Party"}]},{"kind":"OBJECT","name":"StateConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"StateEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"StateName","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Subscription","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SuggestedClaim","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Summit","fields":[],"interfaces":[{"name":"Contact"},{"name":"Node"}]},{"kind":"OBJECT","name":"SummitConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"SummitEdge","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Tenure","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"TimelinePoint","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Topic","fields":[],"interfaces":[{"name":"Node"}]},{"kind":"OBJECT","name":"TopicConnection","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"TopicEdge","fields":[],"interfaces":[]},{"kind":"UNION","name":"UndoMergePayload","possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"},{"name":"UndoMergeSuccess"}]},{"kind":"OBJECT","name":"UndoMergeSuccess","fields":[],"interfaces":[]},{"kind":"OBJECT","name":"Visit","fields":[],"interfaces":[{"name":"Contact"},{"name":"Node"}]},{"kind":"INTERFACE","name":"WriteError","fields":[],"interfaces":[],"possibleTypes":[{"name":"Ambiguous"},{"name":"Conflict"},{"name":"Forbidden"},{"name":"InvalidInput"},{"name":"NotFound"}]}]}};
