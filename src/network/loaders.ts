import { OF_CONTACT } from "../changes/aspects.ts";
import { contactsDependency } from "../contact/dependency.ts";
import type { ContactFilter } from "../contact/filter.ts";
import { contactList } from "../contact/lists.ts";
import type { Statements } from "../database/database.ts";
import type { PageLoader } from "../paging/loader.ts";

/** Who had contact with whom: the parties with most contacts, and the pairs among them. */
export interface Network {
  /** How many parties had contact with another at all. */
  readonly totalParties: number;
  readonly parties: readonly NetworkParty[];
  readonly pairs: readonly NetworkPair[];
}

export interface NetworkParty {
  readonly partyId: string;
  readonly contacts: number;
}

export interface NetworkPair {
  readonly partyIds: readonly [string, string];
  readonly contacts: number;
}

/** Loads networks, each once in a request. */
export function networkLoader(statements: Statements, pages: PageLoader) {
  return (filter: ContactFilter | null | undefined, first: number) =>
    pages.once<Network>(`network ${first} ${JSON.stringify(filter ?? null)}`, {
      fetch: () => networkOf(statements, filter, first),
      on: () => [contactsDependency(filter ?? null, {}, OF_CONTACT.parties)],
    });
}

/**
 * The network of the contacts that the filter lets through, with at most `first` parties, those with most contacts, and
 * at most `MOST_PAIRS` pairs, those with most contacts. One statement. Throws InvalidInput for a wrong filter.
 */
async function networkOf(
  statements: Statements,
  filter: ContactFilter | null | undefined,
  first: number,
): Promise<Network> {
  const { from, where } = contactList({ filter });
  const rows = await statements.$queryRaw<Row[]>`
    WITH part AS MATERIALIZED (
      SELECT p.contact_id, p.party_id, count(*) OVER (PARTITION BY p.contact_id) AS size
      FROM ${from} JOIN contact_party p ON p.contact_id = c.id WHERE ${where}
    ), counted AS (
      SELECT party_id, count(*)::int AS contacts FROM part WHERE size > 1 GROUP BY party_id
    ), most AS MATERIALIZED (
      SELECT party_id, contacts FROM counted ORDER BY contacts DESC, party_id LIMIT ${first}
    ), among AS MATERIALIZED (
      SELECT contact_id, party_id FROM part WHERE size > 1 AND party_id IN (SELECT party_id FROM most)
    ), pair AS (
      SELECT own.party_id AS one, other.party_id AS other, count(*)::int AS contacts
      FROM among own JOIN among other ON other.contact_id = own.contact_id AND other.party_id > own.party_id
      GROUP BY 1, 2 ORDER BY contacts DESC, 1, 2 LIMIT ${MOST_PAIRS}
    )
    SELECT NULL::uuid AS one, NULL::uuid AS other, count(*)::int AS contacts FROM counted
    UNION ALL SELECT party_id, NULL, contacts FROM most
    UNION ALL SELECT one, other, contacts FROM pair`;
  const network = { totalParties: 0, parties: [] as NetworkParty[], pairs: [] as NetworkPair[] };
  for (const { one, other, contacts } of rows) {
    if (one === null) network.totalParties = contacts;
    else if (other === null) network.parties.push({ partyId: one, contacts });
    else network.pairs.push({ partyIds: [one, other], contacts });
  }
  network.parties.sort(byContacts);
  network.pairs.sort(byContacts);
  return network;
}

export const MOST_PAIRS = 2000;

interface Row {
  readonly one: string | null;
  readonly other: string | null;
  readonly contacts: number;
}

function byContacts(one: { contacts: number }, other: { contacts: number }): number {
  return other.contacts - one.contacts;
}
