import type { Agreement, AgreementAct, Person } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tags } from "../cache/tags.ts";
import { OF_CONTACT, ROW, UNNAMED } from "../changes/aspects.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { type Columns, loadRows, rowsById, time } from "../database/json.ts";
import { evidenceLoader } from "../evidence/loaders.ts";
import { byTime } from "../history/asOf.ts";
import { loadAgreementsAsOf, loadContactsAsOf } from "./asOf.ts";
import type { ContactLink } from "./rules.ts";

export const AGREEMENT: Columns<Agreement> = {
  id: "id",
  slug: "slug",
  title: "title",
  kind: "kind",
  establishesId: "establishes_id",
  purpose: "purpose",
  sortDay: "sort_day",
  independentOutlets: "independent_outlets",
  disputed: "disputed",
  recordedAt: time("recorded_at"),
  version: "version",
  shown: "shown",
};
export const ACT: Columns<AgreementAct> = {
  agreementId: "agreement_id",
  kind: "kind",
  dateEdtf: "date_edtf",
  dateEarliest: time("date_earliest"),
  dateLatest: time("date_latest"),
};

/** Somebody who did an act of an agreement (`parent`). */
export interface Actor extends Person {
  readonly parent: string;
  readonly kind: string;
}

export function agreementLoaders(statements: Statements, reads: Reads) {
  const of = (name: string) => ({
    reads,
    name,
    on: (_: unknown, id: string) => [tag("AGREEMENT", id, UNNAMED)],
  });
  return {
    byId: oneById<Agreement>((ids) => rowsById(statements, "agreement", AGREEMENT, ids), of("agreement")),
    /** Agreements as they were known at a time; null for one that was not shown then. */
    asOf: {
      agreements: byTime((at) => oneById((ids) => loadAgreementsAsOf(statements, ids, at), reads)),
      contacts: byTime((at) =>
        manyByParent(
          (row: ContactLink & { parent: string }) => row.parent,
          (ids) => loadContactsAsOf(statements, ids, at),
          reads,
        ),
      ),
      evidence: byTime((at) => evidenceLoader(statements, "agreement", reads, at)),
    },
    /** Ids of the parties. */
    parties: manyByParent(
      (link: { parent: string; id: string }) => link.parent,
      (ids) => statements.$queryRaw`
        SELECT agreement_id AS parent, party_id AS id FROM agreement_party
        WHERE agreement_id = ANY(${ids}::uuid[]) ORDER BY agreement_id, position`,
      of("parties of agreement"),
    ),
    acts: manyByParent(
      (act: AgreementAct) => act.agreementId,
      (ids) =>
        loadRows(
          statements,
          ACT,
          Prisma.sql`SELECT * FROM agreement_act WHERE agreement_id = ANY(${ids}::uuid[]) ORDER BY kind`,
        ),
      of("acts of agreement"),
    ),
    /** Who did the acts of an agreement, with the kind of act, in order. */
    actors: manyByParent(
      (row: Actor) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT a.agreement_id AS parent, a.kind::text, p.id, p.slug, p.name
        FROM act_person a JOIN person p ON p.id = a.person_id
        WHERE a.agreement_id = ANY(${ids}::uuid[]) ORDER BY a.agreement_id, a.kind, a.position`,
      {
        reads,
        name: "actors of agreement",
        on: (people, id) => [tag("AGREEMENT", id, UNNAMED), ...tags("PERSON", idsOf(people), ROW)],
      },
    ),
    /** The contacts that a claim links to an agreement, the earliest first. */
    contacts: manyByParent(
      (row: ContactLink & { parent: string }) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT l.agreement_id AS parent, c.id, c.date_edtf AS date
        FROM contact_agreement l JOIN contact c ON c.id = l.contact_id
        WHERE l.agreement_id = ANY(${ids}::uuid[]) ORDER BY c.sort_day, c.id`,
      {
        reads,
        name: "contacts of agreement",
        on: (contacts, id) => [tag("AGREEMENT", id), ...tags("CONTACT", idsOf(contacts), OF_CONTACT.date)],
      },
    ),
    evidence: evidenceLoader(statements, "agreement", reads),
  };
}
