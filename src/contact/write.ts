import { Prisma, type Statements } from "../database/database.ts";
import { insertRows, updateRows } from "../database/rows.ts";
import { loadLiveClaims, loadSources } from "../evidence/loaders.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { type SearchRow, writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import { UNDATED } from "../time/date.ts";
import { parseDuration } from "../time/duration.ts";
import { type ContactState, contactTitle, deriveContact, type Names } from "./rules.ts";

/** Makes contacts that have no claims yet; `deriveContacts` must follow in the same transaction. */
export async function createContacts(statements: Statements, ids: readonly string[]): Promise<void> {
  await insertRows(
    statements,
    "contact",
    ids.map((id) => ({
      id,
      kind: "EXCHANGE",
      title: "",
      sort_day: UNDATED,
      independent_outlets: 0,
      disputed: false,
      report_count: 0,
      recorded_at: "now",
    })),
  );
}

/**
 * Works out everything that is derived from the live claims on these contacts, and stores it. To be called in the
 * transaction that changes the claims.
 */
export async function deriveContacts(statements: Statements, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const claims = await loadLiveClaims(statements, "contact", ids);
  const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
  const sources = await loadSources(statements, [...reports]);
  const states = [...claims].map(([id, ofContact]) => ({ id, ...deriveContact(ofContact, sources) }));
  const names = await loadNames(statements, states);

  await updateRows(
    statements,
    "contact",
    states.map((state) => contactRow(state, names)),
  );
  await replaceParts(statements, states);
  await writeSearchEntries(
    statements,
    states.map((state) => searchRow(state, names)),
  );
}

type Identified = ContactState & { readonly id: string };

function contactRow(state: Identified, names: Names) {
  const duration = state.duration === null ? null : parseDuration(state.duration);
  const { edtf, earliest, latest, sortDay } = dateColumns(state.date);
  return {
    id: state.id,
    kind: state.kind,
    title: contactTitle(state, names),
    channel: state.channel,
    place: state.place,
    host_id: state.host === null ? null : idOf("party", state.host),
    event: state.event,
    purpose: state.purpose,
    note: state.note,
    date_edtf: edtf,
    date_earliest: earliest,
    date_latest: latest,
    sort_day: sortDay,
    duration_iso8601: duration?.iso8601 ?? null,
    duration_approximate: duration?.approximate ?? null,
    party_set: partySetId(state.parties),
    independent_outlets: state.independentOutlets,
    disputed: state.disputed,
    report_count: state.reports.length,
  };
}

/** Participations, parties, topics, agreements and reports. */
async function replaceParts(statements: Statements, states: readonly Identified[]): Promise<void> {
  const ids = states.map(({ id }) => id);
  for (const table of [
    "participation",
    "contact_party",
    "contact_topic",
    "contact_agreement",
    "contact_report",
  ]) {
    await statements.$executeRaw`
      DELETE FROM ${Prisma.raw(table)} WHERE contact_id = ANY(${ids}::uuid[])`;
  }
  await insertRows(
    statements,
    "participation",
    states.flatMap((state) =>
      state.participants.map(({ person, party, office, role }, position) => ({
        contact_id: state.id,
        position,
        person_id: person === undefined ? null : idOf("person", person),
        party_id: party === undefined ? null : idOf("party", party),
        office_id: office === undefined ? null : idOf("office", office),
        role: role ?? "PARTICIPANT",
      })),
    ),
  );
  const part = (id: string, position: number) => ({ contact_id: id, position });
  await insertRows(
    statements,
    "contact_party",
    states.flatMap((state) =>
      state.parties.map((key, position) => ({
        ...part(state.id, position),
        party_id: idOf("party", key),
        sort_day: dateColumns(state.date).sortDay,
      })),
    ),
  );
  await insertRows(
    statements,
    "contact_topic",
    states.flatMap((state) =>
      state.topics.map((slug, position) => ({ ...part(state.id, position), topic_id: idOf("topic", slug) })),
    ),
  );
  await insertRows(
    statements,
    "contact_agreement",
    states.flatMap((state) =>
      state.agreements.map((slug, position) => ({
        ...part(state.id, position),
        agreement_id: idOf("agreement", slug),
      })),
    ),
  );
  const reports = states.flatMap((state) =>
    state.reports.map((report) => ({ contact_id: state.id, report_id: report })),
  );
  await statements.$executeRaw`
    INSERT INTO contact_report (contact_id, report_id, sort_day)
    SELECT new.contact_id, new.report_id, report.sort_day
    FROM jsonb_populate_recordset(NULL::contact_report, ${JSON.stringify(reports)}::jsonb) AS new
    JOIN report ON report.id = new.report_id`;
}

async function loadNames(
  statements: Statements,
  states: readonly ContactState[],
): Promise<Names & { topic(slug: string): string }> {
  const slugs = states.flatMap(({ participants }) => participants.map(({ person }) => person ?? ""));
  const keys = states.flatMap(({ parties, host }) => [...parties, host ?? ""]);
  const topics = states.flatMap((state) => state.topics);
  const rows = await statements.$queryRaw<{ kind: string; key: string; name: string }[]>`
    SELECT 'person' AS kind, slug AS key, name FROM person WHERE slug = ANY(${[...new Set(slugs)]})
    UNION ALL SELECT 'party', key, name FROM party WHERE key = ANY(${[...new Set(keys)]})
    UNION ALL SELECT 'topic', slug, label FROM topic WHERE slug = ANY(${[...new Set(topics)]})`;
  const names = new Map(rows.map(({ kind, key, name }) => [`${kind} ${key}`, name]));
  const name = (kind: string) => (key: string) => names.get(`${kind} ${key}`) ?? key;
  return { person: name("person"), party: name("party"), topic: name("topic") };
}

/** The words of the title, participants, topics and place. */
function searchRow(state: Identified, names: Names & { topic(slug: string): string }): SearchRow {
  return {
    kind: "CONTACT",
    id: state.id,
    title: contactTitle(state, names),
    body: [
      ...state.participants.flatMap(({ person }) => (person === undefined ? [] : [names.person(person)])),
      ...state.parties.map(names.party),
      ...state.topics.map(names.topic),
      state.place ?? "",
      state.event ?? "",
      state.purpose ?? "",
      state.note ?? "",
    ].join(" "),
  };
}
