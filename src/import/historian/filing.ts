import type { FilingInput, ParticipantValue } from "../../report/filing.ts";
import { parseFuzzyDate } from "../../time/date.ts";
import type { Appearance, Office } from "./appearance.ts";
import { slugOf } from "./name.ts";
import { isState, ofParty, partyName } from "./party.ts";
import type { Person } from "./person.ts";
import { countryWords } from "./place.ts";
import type { HistorianRecord } from "./record.ts";
import type { Told } from "./told.ts";

/** What the other records add to one. */
export interface Whole {
  readonly participants: readonly Appearance[];
  readonly persons: ReadonlyMap<Appearance, Person>;
  /** Keys of all records that tell this contact, its own among them, sorted. */
  readonly keys: readonly string[];
  /** Any of these records names an event. */
  readonly isSummit: boolean;
}

/** One record as a report with its claims on one contact. */
export function filingOf(told: Told, whole: Whole): FilingInput {
  const { record } = told;
  const date = record.start === record.end ? record.start : `${record.start}/${record.end}`;
  const seats = seatsOf(whole);
  const claims = claimsOf(told, whole, date, seats);
  const parties = [...new Set(seats.flatMap(({ value }) => value.party ?? []))].sort();
  const description = {
    ref: "contact",
    kind: whole.isSummit ? ("SUMMIT" as const) : ("VISIT" as const),
    parties,
    date,
    keys: [...whole.keys],
  };
  return {
    idempotencyKey: record.key,
    outlet,
    report: { title: titleOf(record, date), kind: "RECORD", url: pageOf(record), language: "en" },
    describes: describe(seats, parties),
    claims: claims.map((claim, index) => ({
      subject: index === 0 ? { newContact: description } : { ref: "contact" },
      ...claim,
      stance: "STATES",
      quote: claim.quote.slice(0, 4000),
    })),
  };
}

const outlet = {
  slug: "office-of-the-historian",
  name: "Office of the Historian, US Department of State",
  kind: "DATASET" as const,
  country: "US",
  url: "https://history.state.gov",
};

interface Claim {
  readonly field: FilingInput["claims"][number]["field"];
  readonly value: unknown;
  readonly quote: string;
}

/** A participant with the value of its claim and what must be described for it. */
interface Seat {
  readonly value: ParticipantValue;
  readonly person: Person | null;
  readonly offices: readonly Office[];
  readonly quote: string;
}

function claimsOf(
  { record, event, purpose, place }: Told,
  whole: Whole,
  date: string,
  seats: Seat[],
): Claim[] {
  const who = record.kind === "trip" ? record.travellers.join(", ") : record.visitor;
  const countries = countryWords(record);
  const days = `${record.start} to ${record.end}`;
  const claims: Claim[] = [
    { field: "OCCURRENCE", value: true, quote: record.remarks || `${who}, ${countries}, ${days}` },
  ];
  // A visit is what a record is where no record of the same trip names an event: not a claim against it.
  if (event !== null) claims.push({ field: "KIND", value: "SUMMIT", quote: event.sentence });
  else if (!whole.isSummit)
    claims.push({ field: "KIND", value: "VISIT", quote: record.remarks || countries });
  claims.push({ field: "DATE", value: date, quote: days });
  for (const { value, quote } of seats) claims.push({ field: "PARTICIPANTS", value, quote });
  if (place !== null) claims.push({ field: "PLACE", value: place.text, quote: place.quote });
  if (event !== null) claims.push({ field: "EVENT", value: event.name, quote: event.sentence });
  if (purpose !== null) claims.push({ field: "PURPOSE", value: purpose.text, quote: purpose.sentence });
  return claims;
}

/** Each person, office or party once, with what is first said of it. */
function seatsOf({ participants, persons }: Whole): Seat[] {
  const seats = new Map<string, Seat>();
  for (const one of participants) {
    const person = one.known ?? persons.get(one) ?? null;
    const offices = officesOf(one);
    const [office] = offices;
    const party = one.party?.key;
    const key = person?.slug ?? office?.slug ?? party;
    if (key === undefined || seats.has(key)) continue;
    const value = {
      ...(person !== null && { person: person.slug }),
      ...(party !== undefined && { party }),
      ...(office !== undefined && { office: office.slug }),
      role: one.role,
    };
    seats.set(key, { value, person, offices, quote: one.quote });
  }
  return [...seats.values()];
}

function officesOf({ titles, party }: Appearance): Office[] {
  if (party === null) return [];
  return titles.flatMap(({ rank, office, past, future }) => {
    const title = office ?? (rank === "prince" && principalities.has(party.key) ? "Prince" : null);
    // A first minister is a region's; where the words do not name it, the office is not known.
    const isRegional = rank.endsWith("first-minister") && party.name === partyName(party.key);
    if (title === null || past || future || isRegional) return [];
    return [{ slug: slugOf(`${title} of ${ofParty(party.name)}`), title, party: party.key }];
  });
}

/** Where "Prince" is the office of the head of state, not a style. */
const principalities: ReadonlySet<string> = new Set(["MC", "LI"]);

function describe(seats: readonly Seat[], parties: readonly string[]): FilingInput["describes"] {
  const offices = new Map(seats.flatMap(({ offices }) => offices.map((office) => [office.slug, office])));
  return {
    people: seats.flatMap(({ person, offices }) =>
      person === null
        ? []
        : [{ slug: person.slug, name: person.name, tenures: offices.map(({ slug }) => ({ office: slug })) }],
    ),
    offices: [...offices.values()],
    organizations: parties.filter((key) => !isState(key)).map((slug) => ({ slug, name: partyName(slug) })),
  };
}

function titleOf(record: HistorianRecord, date: string): string {
  const days = parseFuzzyDate(date).text;
  const countries = record.countries.map(({ label, slug }) => ofParty(label || slug)).join(" and ");
  if (record.kind === "visit") {
    return `${record.visitor} of ${countries}: visit to the United States, ${days}`.slice(0, 500);
  }
  const role = record.role === "president" ? "President" : "Secretary of State";
  return `${role} ${record.travellers.join(" and ")}: travel to ${countries}, ${days}`.slice(0, 500);
}

/** The page that holds the record: one for each traveller, and one for each country that visitors came from. */
function pageOf(record: HistorianRecord): string | undefined {
  const base = "https://history.state.gov/departmenthistory";
  if (record.kind === "trip") {
    return record.who === null
      ? undefined
      : `${base}/travels/${record.role}/${encodeURIComponent(record.who)}`;
  }
  const slug = record.countries[0]?.slug;
  return slug ? `${base}/visits/${encodeURIComponent(slug)}` : undefined;
}
