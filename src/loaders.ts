import { agreementLoaders } from "./agreement/loaders.ts";
import { Reads } from "./cache/reads.ts";
import { ALL } from "./changes/aspects.ts";
import { claimLoaders } from "./claim/loaders.ts";
import { type Ahead, type ContactGraph, loadContactGraph } from "./contact/ahead.ts";
import { contactLoaders } from "./contact/loaders.ts";
import type { Batch } from "./database/batch.ts";
import type { Statements } from "./database/database.ts";
import { evidenceOfEach } from "./evidence/loaders.ts";
import type { LiveClaim } from "./evidence/rules.ts";
import { HistoryLoader } from "./history/loaders.ts";
import { networkLoader } from "./network/loaders.ts";
import { outletLoaders } from "./outlet/loaders.ts";
import { PageLoader } from "./paging/loader.ts";
import { partyLoaders } from "./party/loaders.ts";
import { personLoaders } from "./person/loaders.ts";
import { relationshipLoaders } from "./relationship/loaders.ts";
import { REPORTS_OF_CONTACT } from "./report/lists.ts";
import { reportLoaders } from "./report/loaders.ts";
import { reviewLoaders } from "./review/loaders.ts";
import { topicLoaders } from "./topic/loaders.ts";

/**
 * What one request loads with: each thing once, and all of a kind that is wanted at a time in one statement; or from a
 * cache that outlives the request.
 */
export function createLoaders(statements: Statements, reads = new Reads()) {
  let ahead: Ahead = NOTHING_AHEAD;
  const pages = new PageLoader(statements, reads);
  const loaders = {
    /** Tells what will be asked of contacts, for them to be loaded with it. */
    expect(what: Ahead): void {
      ahead = what;
      reads.fields = what.fields;
      reads.ofContacts = what.aspects;
    },
    agreement: agreementLoaders(statements, reads),
    claim: claimLoaders(statements, reads),
    contact: contactLoaders(statements, reads, fetchContacts),
    history: new HistoryLoader(statements, reads),
    network: networkLoader(statements, pages),
    outlet: outletLoaders(statements, reads),
    pages,
    party: partyLoaders(statements, reads),
    person: personLoaders(statements, reads),
    relationship: relationshipLoaders(statements, pages, reads),
    report: reportLoaders(statements, reads),
    review: reviewLoaders(statements, reads),
    topic: topicLoaders(statements, reads),
  };
  async function fetchContacts(ids: string[]) {
    const since = reads.cache?.evictions.clock ?? null;
    const graph = await loadContactGraph(statements, ids, ahead);
    prime(loaders, graph, ids, ahead, since);
    return graph.contacts;
  }
  return loaders;
}

/** Where it is not known what will be asked for. */
const NOTHING_AHEAD: Ahead = { fields: new Set(), reports: null, aspects: ALL };

/**
 * Gives the loaders what came with contacts. What contacts share is kept; what is one contact's own is for this request,
 * whose answer about the contact is kept instead, in a tenth of the memory.
 */
function prime(
  { agreement, claim, contact, outlet, pages, party, person, report }: Loaders,
  graph: ContactGraph,
  ids: readonly string[],
  ahead: Ahead,
  since: number | null,
): void {
  const one = <Row extends { id: string }>(batch: Batch<Row | null>, rows: readonly Row[] = []) => {
    for (const row of rows) batch.prime(row.id, row, since);
  };
  const many = <Row>(
    batch: Batch<Row[]>,
    parents: readonly string[],
    rows: readonly Row[] | undefined,
    parentOf: (row: Row) => string,
    keptSince: number | null = null,
  ) => {
    if (rows === undefined) return;
    const byParent = Map.groupBy(rows, parentOf);
    for (const id of parents) batch.prime(id, byParent.get(id) ?? [], keptSince);
  };
  const parentOf = ({ parent }: { parent: string }) => parent;
  one(person.byId, graph.person);
  one(person.office, graph.office);
  one(party.byId, graph.party);
  for (const row of graph.report ?? []) report.byId.prime(row.id, row, null);
  one(outlet.byId, graph.outlet);
  one(agreement.byId, graph.agreement);
  many(contact.participants, ids, graph.participants, ({ contactId }) => contactId);
  many(contact.parties, ids, graph.parties, parentOf);
  many(contact.topics, ids, graph.topics, parentOf);
  many(contact.agreements, ids, graph.agreements, parentOf);
  const agreements = graph.agreement?.map(({ id }) => id) ?? [];
  many(agreement.acts, agreements, graph.acts, ({ agreementId }) => agreementId, since);
  many(agreement.actors, agreements, graph.actors, parentOf, since);
  many(agreement.parties, agreements, graph.agreementParties, parentOf, since);
  for (const row of graph.claims ?? []) claim.byId.prime(row.id, row, null);
  if (graph.claims !== undefined) {
    const claims = new Map<string, LiveClaim[]>(ids.map((id) => [id, []]));
    // The loaders' rows are Prisma's, in which a field of a contact's claim is a field of any.
    for (const row of graph.claims) claims.get(row.subject)?.push(row as LiveClaim);
    const sources = new Map(graph.sources?.map((source) => [source.id, source]));
    for (const [id, evidence] of evidenceOfEach("contact", claims, sources)) {
      contact.evidence.prime(id, evidence, null);
    }
  }
  if (graph.reports !== undefined && ahead.reports !== null) {
    pages.primeParents(REPORTS_OF_CONTACT, ahead.reports, graph.reports, null);
  }
}

export type Loaders = ReturnType<typeof createLoaders>;
