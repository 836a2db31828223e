import pg from "pg";

/** A contact's place in the list of all, the latest first. */
export interface Place {
  readonly sortDay: number;
  /** A UUID. */
  readonly id: string;
}

/** What each operation is asked with, before a server writes it in its own way. Dates are ISO days. */
export interface Variables {
  readonly latest: { readonly after: Place | null };
  readonly evidence: { readonly id: string };
  readonly relationship: {
    readonly a: string;
    readonly b: string;
    readonly from: string;
    readonly to: string;
  };
  readonly filter: {
    readonly party: string;
    readonly from: string;
    readonly to: string;
    readonly text: string;
  };
  readonly byId: { readonly ids: readonly string[] };
  readonly walk: { readonly after: Place | null };
}

export type OperationName = keyof Variables;
export type Mix = "recency" | "cold";

/** The variables of an operation's request number so, from 0 on: the same for every server. */
export type Draw = { readonly [Name in OperationName]: (request: number) => Variables[Name] };

/** How many contacts a request of an operation gives at most. */
const PAGE = { latest: 50, byId: 100, walk: 100 };

/**
 * Draws from the contacts of a record. "recency" reads by Zipf's law over the contacts by date, so that of a hundred
 * thousand the latest thousand get three of five requests; the walk goes through all pages in order. "cold" reads
 * uniformly, in random order, and repeats nothing before every contact had its turn.
 */
export async function drawer(url: string): Promise<Record<Mix, Draw>> {
  const contacts = await readContacts(url);
  return { recency: byRecency(contacts), cold: inRandomOrder(contacts) };
}

interface Contact extends Place {
  /** Keys of its first two parties. */
  readonly a: string;
  readonly b: string;
  /** The family name of somebody who took part, else of what was spoken of. */
  readonly word: string;
}

async function readContacts(url: string): Promise<Contact[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Contact>(`
      SELECT c.id, c.sort_day AS "sortDay", a.key AS a, b.key AS b,
        lower(coalesce(split_part(p.name, ' ', 2), split_part(c.title, ' ', 1))) AS word
      FROM contact c
      JOIN contact_party la ON la.contact_id = c.id AND la.position = 0 JOIN party a ON a.id = la.party_id
      JOIN contact_party lb ON lb.contact_id = c.id AND lb.position = 1 JOIN party b ON b.id = lb.party_id
      JOIN participation s ON s.contact_id = c.id AND s.position = 0 LEFT JOIN person p ON p.id = s.person_id
      ORDER BY c.sort_day DESC, c.id DESC`);
    return rows;
  } finally {
    await client.end();
  }
}

function byRecency(contacts: readonly Contact[]): Draw {
  const contact = (request: number) => at(contacts, zipf(request, contacts.length));
  const pages = (size: number) => Math.max(Math.floor(contacts.length / size), 1);
  const pageAfter = (page: number, size: number) =>
    page === 0 ? null : placeOf(at(contacts, page * size - 1));
  return {
    latest: (request) => ({ after: pageAfter(zipf(request, pages(PAGE.latest)), PAGE.latest) }),
    evidence: (request) => ({ id: contact(request).id }),
    relationship: (request) => ({ ...pairOf(contact(request)), from: "1925-01-01", to: "2024-12-31" }),
    filter: (request) => {
      const { a, word, sortDay } = contact(request);
      const year = Number(isoDay(sortDay).slice(0, 4));
      return { party: a, text: word, from: `${year - 1}-01-01`, to: `${year}-12-31` };
    },
    byId: (request) => {
      const first = zipf(request, pages(PAGE.byId)) * PAGE.byId;
      return { ids: contacts.slice(first, first + PAGE.byId).map(({ id }) => id) };
    },
    walk: (request) => ({ after: pageAfter(request % pages(PAGE.walk), PAGE.walk) }),
  };
}

function inRandomOrder(contacts: readonly Contact[]): Draw {
  const order = shuffled(contacts.length);
  const contact = (request: number) => at(contacts, order[request % order.length] ?? 0);
  return {
    latest: (request) => ({ after: placeOf(contact(request)) }),
    evidence: (request) => ({ id: contact(request).id }),
    relationship: (request) => ({
      ...pairOf(contact(request)),
      // Another century each time, since there are not as many pairs.
      from: isoDay(FIRST_DAY + (request % 365)),
      to: isoDay(LAST_DAY - (Math.floor(request / 365) % 365)),
    }),
    filter: (request) => {
      const { a, word, sortDay } = contact(request);
      const [before, after] = [400 + (request % 97), 400 + (request % 89)];
      return { party: a, text: word, from: isoDay(sortDay - before), to: isoDay(sortDay + after) };
    },
    byId: (request) => ({
      ids: Array.from({ length: PAGE.byId }, (_, index) => contact(request * PAGE.byId + index).id),
    }),
    walk: (request) => ({ after: placeOf(contact(request)) }),
  };
}

/** From 0 to below `most`, number r as often as 1 / (r + 1). */
function zipf(request: number, most: number): number {
  return Math.min(Math.floor(Math.exp(chance(request) * Math.log(most + 1))) - 1, most - 1);
}

/** From 0 to below 1, evenly, the same for the same number (the finalizer of MurmurHash3). */
function chance(number: number): number {
  let hash = Math.imul(number + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function shuffled(length: number): Int32Array {
  const order = Int32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(chance(last) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

const FIRST_DAY = Date.UTC(1925, 0, 1) / 86_400_000;
const LAST_DAY = Date.UTC(2024, 11, 31) / 86_400_000;

/** The day of so many days since 1970; of an undated contact the last. */
function isoDay(day: number): string {
  return new Date((day < -100_000 ? LAST_DAY : day) * 86_400_000).toISOString().slice(0, 10);
}

function placeOf({ sortDay, id }: Contact): Place {
  return { sortDay, id };
}

function pairOf({ a, b }: Contact) {
  return { a, b };
}

function at(contacts: readonly Contact[], rank: number): Contact {
  const contact = contacts[rank];
  if (contact === undefined) throw new Error(`No contact of rank ${rank} among ${contacts.length}`);
  return contact;
}
