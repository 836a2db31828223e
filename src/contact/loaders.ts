import DataLoader from "dataloader";
import type { Contact, Participation, Topic } from "../../prisma/client/client.ts";
import { manyByParent, oneById, valueByKey } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { loadEvidence } from "../evidence/loaders.ts";
import { byTime } from "../history/asOf.ts";
import { UNDATED } from "../time/date.ts";
import { loadContactsAsOf, loadNeighboursAsOf } from "./asOf.ts";

interface Link {
  parent: string;
  id: string;
}

export function contactLoaders(statements: Statements) {
  const linked = (fetch: (ids: string[]) => Promise<Link[]>) =>
    manyByParent((link: Link) => link.parent, fetch);
  return {
    byId: oneById<Contact>((ids) => statements.contact.findMany({ where: { id: { in: ids } } })),
    /** Contacts as they were known at a time. */
    asOf: {
      contacts: byTime((at) => new DataLoader((ids) => loadContactsAsOf(statements, ids, at))),
      /** Ids of the contacts directly before. */
      previous: byTime((at) => new DataLoader((ids) => loadNeighboursAsOf(statements, ids, at, "previous"))),
      /** Ids of the contacts directly after. */
      next: byTime((at) => new DataLoader((ids) => loadNeighboursAsOf(statements, ids, at, "next"))),
      evidence: byTime((at) => valueByKey((ids) => loadEvidence(statements, "contact", ids, at))),
    },
    participants: manyByParent(
      (participation: Participation) => participation.contactId,
      (ids) =>
        statements.participation.findMany({
          where: { contactId: { in: ids } },
          orderBy: { position: "asc" },
        }),
    ),
    /** Ids of the parties. */
    parties: linked(
      (ids) => statements.$queryRaw`
        SELECT contact_id AS parent, party_id AS id FROM contact_party
        WHERE contact_id = ANY(${ids}::uuid[]) ORDER BY contact_id, position`,
    ),
    topics: manyByParent(
      (row: Topic & { parent: string }) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT l.contact_id AS parent, t.id, t.slug, t.label
        FROM contact_topic l JOIN topic t ON t.id = l.topic_id
        WHERE l.contact_id = ANY(${ids}::uuid[]) ORDER BY l.contact_id, l.position`,
    ),
    /** Ids of the agreements that are shown. */
    agreements: linked(
      (ids) => statements.$queryRaw`
        SELECT l.contact_id AS parent, l.agreement_id AS id
        FROM contact_agreement l JOIN agreement a ON a.id = l.agreement_id
        WHERE l.contact_id = ANY(${ids}::uuid[]) AND a.shown ORDER BY l.contact_id, l.position`,
    ),
    /** The id of the latest earlier contact of just the same parties; empty for the first, and for undated ones. */
    previous: linked(
      (ids) => statements.$queryRaw`
        SELECT c.id AS parent, p.id FROM contact c CROSS JOIN LATERAL (
          SELECT p.id FROM contact p
          WHERE p.party_set = c.party_set AND (p.sort_day, p.id) < (c.sort_day, c.id) AND p.sort_day > ${UNDATED}
          ORDER BY p.sort_day DESC, p.id DESC LIMIT 1) p
        WHERE c.id = ANY(${ids}::uuid[]) AND c.sort_day > ${UNDATED}`,
    ),
    /** The id of the earliest later contact of just the same parties; empty for the last, and for undated ones. */
    next: linked(
      (ids) => statements.$queryRaw`
        SELECT c.id AS parent, n.id FROM contact c CROSS JOIN LATERAL (
          SELECT n.id FROM contact n
          WHERE n.party_set = c.party_set AND (n.sort_day, n.id) > (c.sort_day, c.id)
          ORDER BY n.sort_day, n.id LIMIT 1) n
        WHERE c.id = ANY(${ids}::uuid[]) AND c.sort_day > ${UNDATED}`,
    ),
    evidence: valueByKey((ids) => loadEvidence(statements, "contact", ids)),
  };
}
