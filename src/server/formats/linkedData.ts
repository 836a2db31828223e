import { parse } from "graphql";
import { ask, DATE, type ToldDate, type Working } from "./graph.ts";

const CONTACT = parse(`
  query ContactLinked($id: ID!, $asOf: DateTime) {
    contact(id: $id, asOf: $asOf) {
      id kind title independentOutlets
      date { ${DATE} }
      duration { iso8601 approximate }
      ... on Summit { place event host { key name } }
      ... on Visit { place host { key name } }
      ... on Encounter { place }
      participants { role person { slug name } office { slug title } party { __typename key name } }
      topics { slug label }
      agreements { slug title kind }
      reports(first: 200) { edges { node { ...Source } } }
      evidence {
        field value verdict independentOutlets
        claims { id value stance quote recordedAt report { ...Source } }
      }
    }
  }
  fragment Source on Report {
    id title kind url language publishedOn { edtf earliest latest precision approximate uncertain text }
    speaker { slug name } outlet { slug name url } cites { id title url outlet { slug name url } }
  }`);

/** The contact with this global id in terms of schema.org and PROV-O; null where there is none. */
export async function linkedData(
  id: string,
  { origin, asOf }: { origin: string; asOf: string | null },
  working: Working,
): Promise<{ readonly id: string; readonly document: object } | null> {
  const { contact } = await working((context) =>
    ask<{ contact: LinkedContact | null }>(CONTACT, { id, asOf }, context),
  );
  return contact === null ? null : { id: contact.id, document: eventOf(contact, origin) };
}

interface Named {
  readonly slug: string;
  readonly name: string;
}

interface Outlet extends Named {
  readonly url: string | null;
}

interface Cited {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly outlet: Outlet;
}

interface Source extends Cited {
  readonly kind: string;
  readonly language: string | null;
  readonly publishedOn: ToldDate | null;
  readonly speaker: Named | null;
  readonly cites: readonly Cited[];
}

interface Participation {
  readonly role: string;
  readonly person: Named | null;
  readonly office: { readonly slug: string; readonly title: string } | null;
  readonly party: { readonly __typename: string; readonly key: string; readonly name: string } | null;
}

interface ToldEvidence {
  readonly field: string;
  readonly value: string | null;
  readonly verdict: string;
  readonly independentOutlets: number;
  readonly claims: readonly {
    readonly id: string;
    readonly value: string | null;
    readonly stance: string;
    readonly quote: string | null;
    readonly recordedAt: string;
    readonly report: Source;
  }[];
}

interface LinkedContact {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly date: ToldDate | null;
  readonly duration: { readonly iso8601: string; readonly approximate: boolean } | null;
  readonly place?: string | null;
  readonly event?: string | null;
  readonly host?: { readonly key: string; readonly name: string } | null;
  readonly participants: readonly Participation[];
  readonly topics: readonly { readonly slug: string; readonly label: string }[];
  readonly agreements: readonly { readonly slug: string; readonly title: string; readonly kind: string }[];
  readonly reports: { readonly edges: readonly { readonly node: Source }[] };
  readonly evidence: readonly ToldEvidence[];
  readonly independentOutlets: number;
}

/** Its own words are the graph's: readout.graphql describes them. */
const WORDS = {
  "@vocab": "https://schema.org/",
  prov: "http://www.w3.org/ns/prov#",
  dcterms: "http://purl.org/dc/terms/",
  edtf: "http://id.loc.gov/datatypes/edtf/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  startDate: { "@type": "Date" },
  endDate: { "@type": "Date" },
  datePublished: { "@type": "Date" },
  duration: { "@type": "xsd:duration" },
  url: { "@type": "@id" },
  "dcterms:date": { "@type": "edtf:EDTF" },
  "dcterms:issued": { "@type": "edtf:EDTF" },
  "prov:generatedAtTime": { "@type": "xsd:dateTime" },
};

function eventOf(contact: LinkedContact, origin: string): object {
  const at = (path: string) => `${origin}/${path}`;
  const { date, duration, place, event, host } = contact;
  return {
    // The whole of it, so that nobody has to fetch another document to understand this one.
    "@context": { ...WORDS, readout: at("graphql#") },
    "@id": at(`contact/${contact.id}`),
    "@type": ["Event", "prov:Activity"],
    identifier: contact.id,
    url: at(`contact/${contact.id}`),
    additionalType: contact.kind,
    name: contact.title,
    ...datesOf(date),
    ...(duration === null || duration.approximate ? {} : { duration: duration.iso8601 }),
    ...(place == null ? {} : { location: { "@type": "Place", name: place } }),
    ...(event == null ? {} : { superEvent: { "@type": "Event", name: event } }),
    ...(host == null
      ? {}
      : { organizer: { "@id": at(`party/${host.key}`), "@type": "Organization", name: host.name } }),
    attendee: contact.participants.map((participation) => attendeeOf(participation, at)),
    about: contact.topics.map(({ slug, label }) => ({
      "@type": "DefinedTerm",
      termCode: slug,
      name: label,
    })),
    workFeatured: contact.agreements.map(({ slug, title, kind }) => ({
      "@id": at(`agreement/${slug}`),
      "@type": "CreativeWork",
      additionalType: kind,
      name: title,
    })),
    "readout:independentOutlets": contact.independentOutlets,
    subjectOf: contact.reports.edges.map(({ node }) => reportOf(node, at)),
    // What is shown of each field, and the claims that it rests on.
    review: contact.evidence.map((known) => reviewOf(known, contact, at)),
  };
}

/** To the day, month or year that is known for sure; whatever is known as EDTF. */
function datesOf(date: ToldDate | null): object {
  if (date === null) return {};
  const { edtf, earliest, latest, precision, approximate, uncertain } = date;
  const whole = { "dcterms:date": edtf, temporalCoverage: edtf };
  if (approximate || uncertain || earliest === null || latest === null) return whole;
  if (/^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/.test(edtf))
    return { ...whole, startDate: earliest, endDate: latest };
  const digits = { DAY: 10, MONTH: 7, YEAR: 4 }[precision];
  if (digits === undefined || !edtf.startsWith(earliest.slice(0, digits))) return whole;
  return { ...whole, startDate: earliest.slice(0, digits), endDate: latest.slice(0, digits) };
}

type Address = (path: string) => string;

/** A role stands between the event and who had it (schema.org, "Role"). */
function attendeeOf({ role, person, office, party }: Participation, at: Address): object {
  const of =
    party === null
      ? null
      : {
          "@id": at(`party/${party.key}`),
          "@type": party.__typename === "State" ? "Country" : "Organization",
          name: party.name,
        };
  const who =
    person === null
      ? of
      : {
          "@id": at(`person/${person.slug}`),
          "@type": "Person",
          name: person.name,
          ...(of === null ? {} : { affiliation: of }),
        };
  return {
    "@type": "OrganizationRole",
    roleName: role,
    ...(office === null ? {} : { namedPosition: office.title }),
    ...(who === null ? {} : { attendee: who }),
  };
}

function reviewOf(
  { field, value, verdict, independentOutlets, claims }: ToldEvidence,
  contact: LinkedContact,
  at: Address,
): object {
  return {
    "@type": "ClaimReview",
    url: at(`contact/${contact.id}`),
    author: { "@id": at(""), "@type": "Organization", name: "Readout" },
    reviewAspect: field,
    claimReviewed: `${field}: ${value ?? ""}`.trimEnd(),
    reviewRating: { "@type": "Rating", alternateName: verdict },
    "readout:independentOutlets": independentOutlets,
    itemReviewed: claims.map((claim) => ({
      "@id": `urn:readout:${claim.id}`,
      "@type": ["Claim", "prov:Entity"],
      "readout:field": field,
      "readout:stance": claim.stance,
      ...(claim.value === null ? {} : { "prov:value": claim.value }),
      ...(claim.quote === null ? {} : { text: claim.quote }),
      "prov:generatedAtTime": claim.recordedAt,
      "prov:wasAttributedTo": outletOf(claim.report.outlet, at),
      "prov:hadPrimarySource": reportOf(claim.report, at),
    })),
  };
}

function reportOf(report: Source, at: Address): object {
  const { publishedOn, speaker, language, cites } = report;
  return {
    ...citedOf(report, at),
    additionalType: report.kind,
    ...(publishedOn === null ? {} : { "dcterms:issued": publishedOn.edtf, ...publishedOf(publishedOn) }),
    ...(language === null ? {} : { inLanguage: language }),
    ...(speaker === null
      ? {}
      : { author: { "@id": at(`person/${speaker.slug}`), "@type": "Person", name: speaker.name } }),
    ...(cites.length === 0 ? {} : { "prov:wasDerivedFrom": cites.map((cited) => citedOf(cited, at)) }),
  };
}

function publishedOf(date: ToldDate): object {
  const { startDate } = datesOf(date) as { startDate?: string };
  return startDate === undefined ? {} : { datePublished: startDate };
}

function citedOf({ id, title, url, outlet }: Cited, at: Address): object {
  return {
    "@id": at(`report/${id}`),
    "@type": ["CreativeWork", "prov:Entity"],
    headline: title,
    ...(url === null ? {} : { url }),
    publisher: outletOf(outlet, at),
  };
}

function outletOf({ slug, name, url }: Outlet, at: Address): object {
  return {
    "@id": at(`outlet/${slug}`),
    "@type": ["Organization", "prov:Agent"],
    name,
    ...(url === null ? {} : { url }),
  };
}
