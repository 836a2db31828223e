import type { Contact, Participation, Topic } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tagOfSet, tags } from "../cache/tags.ts";
import { type Aspects, CONTACT_ROW, OF_CONTACT, ROW, UNNAMED } from "../changes/aspects.ts";
import { Batch, manyByParent, oneById, valueByKey } from "../database/batch.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { loadRows } from "../database/json.ts";
import { evidenceLoader } from "../evidence/loaders.ts";
import { byTime } from "../history/asOf.ts";
import { UNDATED } from "../time/date.ts";
import { type Direction, loadContactsAsOf, loadNeighboursAsOf } from "./asOf.ts";
import { PARTICIPATION } from "./columns.ts";

interface Link {
  parent: string;
  id: string;
}

/** One that is not shown may be later, without any change of the contact. */
export interface AgreementLink extends Link {
  shown: boolean;
}

/** Loads contacts by their ids, in no order, with what of them the request looks at; what else it loads is its own affair. */
export type FetchContacts = (ids: string[]) => Promise<readonly Contact[]>;

export function contactLoaders(statements: Statements, reads: Reads, fetch: FetchContacts) {
  const of = (name: string, aspects: Aspects) => ({
    reads,
    name,
    on: (_: unknown, id: string) => [tag("CONTACT", id, aspects)],
  });
  return {
    byId: oneById<Contact>(fetch, {
      ...of("contact", CONTACT_ROW),
      noted: (id) => [tag("CONTACT", id, reads.ofContacts)],
      // Resolvers look at whether it is shown, and the execution does the rest.
      standIn: (id) => reads.standIn(id) as Contact | null,
      sort: () => String(reads.ofContacts),
      // What answers show of them is kept, in a tenth of the memory.
      as: "nothing",
    }),
    /** Contacts as they were known at a time. */
    asOf: {
      contacts: byTime((at) => new Batch((ids) => loadContactsAsOf(statements, ids, at), reads)),
      /** Ids of the contacts directly before. */
      previous: byTime(
        (at) => new Batch((ids) => loadNeighboursAsOf(statements, ids, at, "previous"), reads),
      ),
      /** Ids of the contacts directly after. */
      next: byTime((at) => new Batch((ids) => loadNeighboursAsOf(statements, ids, at, "next"), reads)),
      evidence: byTime((at) => evidenceLoader(statements, "contact", reads, at)),
    },
    participants: manyByParent(
      (participation: Participation) => participation.contactId,
      (ids) =>
        loadRows(
          statements,
          PARTICIPATION,
          Prisma.sql`SELECT * FROM participation WHERE contact_id = ANY(${ids}::uuid[]) ORDER BY contact_id, position`,
        ),
      of("participants of contact", OF_CONTACT.participants),
    ),
    /** Ids of the parties. */
    parties: manyByParent(
      (link: Link) => link.parent,
      (ids) => statements.$queryRaw`
        SELECT contact_id AS parent, party_id AS id FROM contact_party
        WHERE contact_id = ANY(${ids}::uuid[]) ORDER BY contact_id, position`,
      of("parties of contact", OF_CONTACT.parties),
    ),
    topics: manyByParent(
      (row: Topic & { parent: string }) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT l.contact_id AS parent, t.id, t.slug, t.label
        FROM contact_topic l JOIN topic t ON t.id = l.topic_id
        WHERE l.contact_id = ANY(${ids}::uuid[]) ORDER BY l.contact_id, l.position`,
      {
        reads,
        name: "topics of contact",
        on: (topics, id) => [tag("CONTACT", id, OF_CONTACT.topics), ...tags("TOPIC", idsOf(topics), ROW)],
      },
    ),
    /** Ids of the agreements, with whether they are shown. */
    agreements: manyByParent(
      (link: AgreementLink) => link.parent,
      (ids) => statements.$queryRaw`
        SELECT l.contact_id AS parent, l.agreement_id AS id, a.shown
        FROM contact_agreement l JOIN agreement a ON a.id = l.agreement_id
        WHERE l.contact_id = ANY(${ids}::uuid[]) ORDER BY l.contact_id, l.position`,
      {
        reads,
        name: "agreements of contact",
        on: (agreements, id) => [
          tag("CONTACT", id, OF_CONTACT.agreements),
          ...tags("AGREEMENT", idsOf(agreements), UNNAMED),
        ],
      },
    ),
    /** The id of the latest earlier contact of just the same parties; null for the first, and for undated ones. */
    previous: neighbours(statements, reads, "previous"),
    /** The id of the earliest later contact of just the same parties; null for the last, and for undated ones. */
    next: neighbours(statements, reads, "next"),
    evidence: evidenceLoader(statements, "contact", reads),
  };
}

interface Neighbour {
  readonly id: string | null;
  readonly partySet: string | null;
}

function neighbours(statements: Statements, reads: Reads, direction: Direction): Batch<Neighbour> {
  const compare = Prisma.raw(direction === "previous" ? "<" : ">");
  const order = Prisma.raw(direction === "previous" ? "DESC" : "ASC");
  return valueByKey(
    async (ids) => {
      const rows = await statements.$queryRaw<(Neighbour & { asked: string })[]>`
        SELECT c.id AS asked, c.party_set AS "partySet", found.id FROM contact c LEFT JOIN LATERAL (
          SELECT n.id FROM contact n
          WHERE n.party_set = c.party_set AND n.sort_day > ${UNDATED}
            AND (n.sort_day, n.id) ${compare} (c.sort_day, c.id)
          ORDER BY n.sort_day ${order}, n.id ${order} LIMIT 1) AS found ON c.sort_day > ${UNDATED}
        WHERE c.id = ANY(${ids}::uuid[])`;
      const byId = new Map<string, Neighbour>(rows.map(({ asked, ...neighbour }) => [asked, neighbour]));
      return new Map(ids.map((id) => [id, byId.get(id) ?? { id: null, partySet: null }]));
    },
    {
      reads,
      name: `${direction} contact`,
      on: ({ partySet }, id) => [
        tag("CONTACT", id, OF_CONTACT.date | OF_CONTACT.parties),
        ...(partySet === null ? [] : [tagOfSet(partySet)]),
      ],
    },
  );
}
