import DataLoader from "dataloader";
import type { Contact, Participation, Topic } from "../../prisma/client/client.ts";
import { manyByParent, oneById, valueByKey } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { loadEvidence } from "../evidence/loaders.ts";
import type { Evidence } from "../evidence/rules.ts";
import { UNDATED } from "../time/date.ts";
import { type ContactAsOf, type Direction, loadContactsAsOf, loadNeighboursAsOf } from "./asOf.ts";

/** One loader for each time that a request asks for. */
class AsOfLoader {
  readonly #statements: Statements;
  readonly #contacts = new Map<string, DataLoader<string, ContactAsOf | null>>();
  readonly #evidence = new Map<string, DataLoader<string, Evidence[]>>();
  readonly #neighbours = new Map<string, DataLoader<string, string | null>>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  contacts(at: string): DataLoader<string, ContactAsOf | null> {
    const loader =
      this.#contacts.get(at) ?? new DataLoader((ids) => loadContactsAsOf(this.#statements, ids, at));
    this.#contacts.set(at, loader);
    return loader;
  }

  /** Ids of the contacts directly before or after. */
  neighbours(at: string, direction: Direction): DataLoader<string, string | null> {
    const key = `${direction} ${at}`;
    const loader =
      this.#neighbours.get(key) ??
      new DataLoader((ids) => loadNeighboursAsOf(this.#statements, ids, at, direction));
    this.#neighbours.set(key, loader);
    return loader;
  }

  evidence(at: string): DataLoader<string, Evidence[]> {
    const loader =
      this.#evidence.get(at) ?? valueByKey((ids) => loadEvidence(this.#statements, "contact", ids, at));
    this.#evidence.set(at, loader);
    return loader;
  }
}

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
    asOf: new AsOfLoader(statements),
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
    /** Ids of the agreements. */
    agreements: linked(
      (ids) => statements.$queryRaw`
        SELECT contact_id AS parent, agreement_id AS id FROM contact_agreement
        WHERE contact_id = ANY(${ids}::uuid[]) ORDER BY contact_id, position`,
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
