import type { Database } from "../../src/database/database.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { idOf } from "../../src/identity/identity.ts";
import type { ContactKind, FilingInput } from "../../src/report/filing.ts";
import { mustFile } from "./filings.ts";

/**
 * Contacts made up for tests: the same for the same number, with all that a contact can have in all mixtures. A test
 * compares what the API answers on them with what these objects say.
 */
export interface MadeContact {
  readonly number: number;
  readonly kind: ContactKind;
  readonly date: MadeDate | null;
  /** At most one for each party; `person` is null where only the party is named. */
  readonly participants: readonly { readonly party: string; readonly person: MadePerson | null }[];
  /** Slugs. */
  readonly topics: readonly string[];
  /** SUMMIT, VISIT and ENCOUNTER only. */
  readonly place: string | null;
  /** By different outlets. All but the first may cite the first, and then only repeat it. */
  readonly reports: readonly MadeReport[];
  /** Was an agreement signed at it, of its own, by its people? */
  readonly agreement: boolean;
}

export interface MadeDate {
  readonly edtf: string;
  readonly earliest: string | null;
  readonly latest: string | null;
}

export interface MadeReport {
  readonly outlet: string;
  readonly repeats: boolean;
  /** ISO 8601; the contact is disputed where reports differ. */
  readonly duration: string;
  readonly publishedOn: string | null;
}

export interface MadePerson {
  readonly slug: string;
  readonly name: string;
  readonly office: string;
}

export const PARTIES = ["RU", "BY", "US", "FR", "CN", "made-league"] as const;
const PARTY_NAMES: Record<string, string> = {
  RU: "Russia",
  BY: "Belarus",
  US: "United States",
  FR: "France",
  CN: "China",
  "made-league": "League of Tests",
};

const NAMES: Record<string, readonly [string, string]> = {
  RU: ["Oleg Zorin", "Vera Sokol"],
  BY: ["Ihar Čarniak", "Alena Bůčková"],
  US: ["Mary O'Neill", "Walter Stone"],
  FR: ["Élodie Durand", "Zoë Lefèvre"],
  CN: ["Lǐ Méi", "Chén Guāng"],
  "made-league": ["Ana Núñez", "Jürgen Groß"],
};

/** Two people for each party, the head and the minister. */
const PEOPLE: Record<string, readonly [MadePerson, MadePerson]> = Object.fromEntries(
  Object.entries(NAMES).map(([party, [head, minister]]) => {
    const key = party.toLowerCase();
    return [
      party,
      [
        { slug: `head-of-${key}`, name: head, office: `head-office-of-${key}` },
        { slug: `minister-of-${key}`, name: minister, office: `ministry-of-${key}` },
      ],
    ];
  }),
);

const TOPICS: Record<string, string> = {
  grain: "Grain exports",
  gas: "Natural gas",
  arms: "Arms control",
  fishing: "Fishing rights",
  science: "Scientific coöperation",
};

/** Each speaks for the head of one party. */
const OUTLETS = PARTIES.map((party) => ({ slug: `voice-of-${party.toLowerCase()}`, party }));

const PLACES = ["Geneva", "Minsk", "Château de Rambouillet"];
const KINDS: readonly ContactKind[] = ["CALL", "SUMMIT", "VISIT", "ENCOUNTER", "EXCHANGE"];

/** The contacts with these numbers. */
export function makeContacts(count: number, from = 0): MadeContact[] {
  return Array.from({ length: count }, (_, index) => makeContact(from + index));
}

function makeContact(number: number): MadeContact {
  const dice = new Dice(number + 1);
  const kind = dice.pick(KINDS);
  const parties = dice.some(PARTIES, dice.chance(0.2) ? 3 : 2);
  const outlets = dice.some(OUTLETS, 1 + dice.upTo(3));
  return {
    number,
    kind,
    date: dice.chance(0.1) ? null : makeDate(dice),
    participants: parties.map((party) => ({
      party,
      person: dice.chance(0.15) ? null : (PEOPLE[party]?.[dice.upTo(2)] ?? null),
    })),
    topics: dice.some(Object.keys(TOPICS), dice.upTo(3)),
    place: ["SUMMIT", "VISIT", "ENCOUNTER"].includes(kind) && dice.chance(0.8) ? dice.pick(PLACES) : null,
    reports: outlets.map(({ slug }, index) => ({
      outlet: slug,
      repeats: index > 0 && dice.chance(0.5),
      duration: index > 0 && dice.chance(0.2) ? "PT2H" : "PT1H",
      publishedOn: dice.chance(0.7) ? dayIn(dice) : null,
    })),
    agreement: dice.chance(0.3),
  };
}

/** Dates of every form, with the bounds that they have by their meaning. */
function makeDate(dice: Dice): MadeDate {
  const day = dayIn(dice);
  const [year = "", month = ""] = day.split("-");
  const forms: (() => MadeDate)[] = [
    () => ({ edtf: `${year}?-${day.slice(5)}`, earliest: day, latest: day }),
    () => ({
      edtf: `${year}-${month}`,
      earliest: `${year}-${month}-01`,
      latest: new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10),
    }),
    () => ({ edtf: year, earliest: `${year}-01-01`, latest: `${year}-12-31` }),
    () => ({
      edtf: `${year.slice(0, 3)}X`,
      earliest: `${year.slice(0, 3)}0-01-01`,
      latest: `${year.slice(0, 3)}9-12-31`,
    }),
    () => ({ edtf: `${day}/${plusDays(day, 9)}`, earliest: day, latest: plusDays(day, 9) }),
    () => ({ edtf: `${day}/..`, earliest: day, latest: null }),
    () => ({ edtf: `../${day}`, earliest: null, latest: day }),
    () => ({ edtf: `XXXX-${day.slice(5)}`, earliest: null, latest: null }),
  ];
  return dice.chance(0.5) ? { edtf: day, earliest: day, latest: day } : dice.pick(forms)();
}

function dayIn(dice: Dice): string {
  return plusDays("2016-01-01", dice.upTo(9 * 365));
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Numbers that look thrown, the same for the same seed ("mulberry32"). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1);
  }

  /** From 0 to below 1. */
  throw(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(share: number): boolean {
    return this.throw() < share;
  }

  /** A whole number below the limit. */
  upTo(limit: number): number {
    return Math.floor(this.throw() * limit);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.upTo(from.length)];
    if (picked === undefined) throw new Error("There is nothing to pick from");
    return picked;
  }

  /** So many different ones. */
  some<T>(from: readonly T[], count: number): T[] {
    const rest = [...from];
    return Array.from({ length: count }, () => rest.splice(this.upTo(rest.length), 1)).flat();
  }
}

/** The contact's uuid. */
export function uuidOf({ number }: MadeContact): string {
  return idOf("contact", keyOf(number));
}

/** The contact's id in the API. */
export function idOfContact(contact: MadeContact): string {
  return globalId("Contact", uuidOf(contact));
}

/** The agreement's title, and so the words of its slug. */
export function agreementTitle({ number }: MadeContact): string {
  return `Treaty number ${number}`;
}

/** Its place in the order of time as an ISO day; "" where it has none, before all others. */
export function orderDay({ date }: MadeContact): string {
  return date?.earliest ?? date?.latest ?? "";
}

export function partiesOf({ participants }: MadeContact): string[] {
  return participants.map(({ party }) => party);
}

/** Outlets that do not merely repeat another one. */
export function independentOutlets({ reports }: MadeContact): number {
  return reports.filter(({ repeats }) => !repeats).length;
}

export function isDisputed({ reports }: MadeContact): boolean {
  return new Set(reports.map(({ duration }) => duration)).size > 1;
}

/** Names and labels by which a contact can be found, beside the word for its kind. */
export function namesOf({ kind, participants, topics, place }: MadeContact): string[] {
  return [
    kind,
    ...participants.flatMap(({ party, person }) => [PARTY_NAMES[party] ?? party, person?.name ?? ""]),
    ...topics.map((slug) => TOPICS[slug] ?? slug),
    place ?? "",
  ];
}

const ORDER_KEYS = {
  DATE_DESC: orderDay,
  DATE_ASC: orderDay,
  RECORDED_DESC: ({ number }: MadeContact) => batchOf(number),
  REPORTS_DESC: ({ reports }: MadeContact) => reports.length,
};
export type Order = keyof typeof ORDER_KEYS;
export const ORDERS = Object.keys(ORDER_KEYS) as Order[];

/** The ids of the contacts as the API must order them: ties go by uuid, in the same direction. */
export function idsInOrder(contacts: readonly MadeContact[], order: Order): string[] {
  const key = ORDER_KEYS[order];
  const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
  const ascending = contacts.toSorted((a, b) => compare(key(a), key(b)) || compare(uuidOf(a), uuidOf(b)));
  return (order === "DATE_ASC" ? ascending : ascending.reverse()).map(idOfContact);
}

/** Contacts of a batch are recorded in one transaction, at one time. */
const BATCH = 50;
function batchOf(number: number): number {
  return Math.floor(number / BATCH);
}

/** Files the contacts, batch by batch, and before them the people and the like that they name. */
export async function fileContacts(database: Database, contacts: readonly MadeContact[]): Promise<void> {
  await mustFile(database, WORLD);
  for (const batch of Map.groupBy(contacts, ({ number }) => batchOf(number)).values()) {
    await mustFile(database, ...batch.flatMap(filingsOf));
  }
}

/** Describes everybody; claims nothing. */
const WORLD: FilingInput = {
  idempotencyKey: "made:world",
  outlet: { slug: "made-atlas", name: "Atlas of the made world", kind: "DATASET" },
  report: { title: "Index of names", kind: "RECORD" },
  describes: {
    organizations: [{ slug: "made-league", name: "League of Tests", members: ["FR", "US"] }],
    offices: Object.entries(PEOPLE).flatMap(([party, people]) =>
      people.map(({ office }) => ({ slug: office, title: `Office ${office}`, party })),
    ),
    people: Object.values(PEOPLE)
      .flat()
      .map(({ slug, name, office }) => ({ slug, name, tenures: [{ office, from: "2015" }] })),
    topics: Object.entries(TOPICS).map(([slug, label]) => ({ slug, label })),
  },
  claims: [],
};

function filingsOf(contact: MadeContact): FilingInput[] {
  return contact.reports.map((report, index): FilingInput => {
    const url = (place: number) => `https://news.example/${contact.number}/${place}`;
    const party = OUTLETS.find(({ slug }) => slug === report.outlet)?.party ?? "RU";
    const office = PEOPLE[party]?.[0].office ?? "";
    return {
      idempotencyKey: `${keyOf(contact.number)}:${index}`,
      outlet: { slug: report.outlet, name: `Voice of ${party}`, kind: "NEWS_AGENCY", speaksFor: [office] },
      report: {
        title: `Dispatch ${index} on event ${contact.number}`,
        kind: "ARTICLE",
        url: url(index),
        publishedOn: report.publishedOn ?? undefined,
      },
      cites: report.repeats ? [{ url: url(0) }] : [],
      claims: [
        {
          subject: { newContact: { ref: "contact", keys: [keyOf(contact.number)] } },
          field: "OCCURRENCE",
          value: true,
          stance: "STATES",
        },
        about("DURATION", report.duration),
        ...(index === 0 ? claimsOf(contact) : []),
      ],
    };
  });
}

/** What the first report says of it. */
function claimsOf(contact: MadeContact): FilingInput["claims"] {
  const people = contact.participants.map(({ party, person }) =>
    person === null ? { party } : { person: person.slug, party, office: person.office },
  );
  return [
    about("KIND", contact.kind),
    ...people.map((participant) => about("PARTICIPANTS", participant)),
    ...contact.topics.map((topic) => about("TOPICS", topic)),
    ...(contact.date === null ? [] : [about("DATE", contact.date.edtf)]),
    ...(contact.place === null ? [] : [about("PLACE", contact.place)]),
    ...(contact.agreement ? agreementClaims(contact, people) : []),
  ];
}

function agreementClaims(
  contact: MadeContact,
  people: readonly { party: string; person?: string; office?: string }[],
): FilingInput["claims"] {
  const subject = { ref: "agreement" };
  const stance = "STATES";
  return [
    {
      subject: { newAgreement: { ...subject, title: agreementTitle(contact), kind: "TREATY" } },
      field: "OCCURRENCE",
      value: true,
      stance,
    },
    ...people.map(({ party }) => ({ subject, field: "PARTIES" as const, value: party, stance }) as const),
    ...people.map((value) => ({ subject, field: "SIGNATORIES", value, stance }) as const),
    ...(contact.date === null ? [] : [{ subject, field: "DATE", value: contact.date.edtf, stance } as const]),
    about("AGREEMENTS", "agreement"),
  ];
}

function about(field: FilingInput["claims"][number]["field"], value: unknown) {
  return { subject: { ref: "contact" }, field, value, stance: "STATES" } as const;
}

function keyOf(number: number): string {
  return `made:${number}`;
}
