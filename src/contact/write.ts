import type { Statements } from "../database/database.ts";
import { insertRows, type Row, updateRows } from "../database/rows.ts";
import { loadLiveClaims, loadSources } from "../evidence/loaders.ts";
import type { Write } from "../history/write.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import { UNDATED } from "../time/date.ts";
import { parseDuration } from "../time/duration.ts";
import { loadNames } from "./names.ts";
import { replaceParts } from "./parts.ts";
import { type ContactState, contactTitle, deriveContact } from "./rules.ts";
import { storeVersions } from "./versions.ts";

/** Makes contacts that have no claims yet; `deriveContacts` must follow in the same transaction. */
export async function createContacts(
  statements: Statements,
  ids: readonly string[],
  at: string,
): Promise<void> {
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
      recorded_at: at,
      version: 0,
      shown: false,
    })),
  );
}

/** A contact as it is shown, or kept from being shown. */
export interface DerivedContact {
  readonly id: string;
  /** Has a live claim, and was not merged into another. */
  readonly shown: boolean;
  readonly state: ContactState;
  readonly title: string;
  /** What it can be found by, beside the title. */
  readonly words: string;
}

/**
 * Works out everything that follows from the live claims on these contacts, stores it, and with a write keeps what
 * changed as a version of it. To be called in the transaction that changes the claims.
 */
export async function deriveContacts(
  statements: Statements,
  ids: readonly string[],
  write: Write | null,
): Promise<void> {
  if (ids.length === 0) return;
  const contacts = await derive(statements, await withWinners(statements, ids));
  await updateRows(statements, "contact", contacts.map(contactRow));
  await replaceParts(statements, contacts);
  await storeSearch(statements, contacts);
  if (write !== null) await storeVersions(statements, contacts, write);
}

/** What contacts were merged into, through any number of merges, changes with their claims. */
async function withWinners(statements: Statements, ids: readonly string[]): Promise<string[]> {
  const rows = await statements.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE led(id) AS (
      SELECT id FROM unnest(${[...ids]}::uuid[]) AS id
      UNION
      SELECT merge.into_id FROM merge JOIN led ON merge.from_id = led.id WHERE merge.undone_at IS NULL
    )
    SELECT id FROM led`;
  return rows.map(({ id }) => id);
}

async function derive(statements: Statements, ids: readonly string[]): Promise<DerivedContact[]> {
  const claims = await loadLiveClaims(statements, "contact", ids);
  const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
  const sources = await loadSources(statements, [...reports]);
  const merged = await statements.$queryRaw<{ id: string }[]>`
    SELECT id FROM contact WHERE id = ANY(${[...ids]}::uuid[]) AND merged_into_id IS NOT NULL`;
  const hidden = new Set(merged.map(({ id }) => id));
  const states = [...claims].map(([id, live]) => ({
    id,
    shown: live.length > 0 && !hidden.has(id),
    state: deriveContact(live, sources),
  }));
  const names = await loadNames(
    statements,
    states.map(({ state }) => state),
  );
  return states.map(({ id, shown, state }) => ({
    id,
    shown,
    state,
    title: contactTitle(state, names),
    words: [
      ...state.participants.flatMap(({ person }) => (person === undefined ? [] : [names.person(person)])),
      ...state.parties.map(names.party),
      ...state.topics.map(names.topic),
      state.place ?? "",
      state.event ?? "",
      state.purpose ?? "",
      state.note ?? "",
    ].join(" "),
  }));
}

function contactRow({ id, shown, state, title }: DerivedContact): Row {
  const duration = state.duration === null ? null : parseDuration(state.duration);
  const { edtf, earliest, latest, sortDay } = dateColumns(state.date);
  return {
    id,
    shown,
    kind: state.kind,
    title,
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
    // What is not shown is nobody's neighbour.
    party_set: shown ? partySetId(state.parties) : null,
    independent_outlets: state.independentOutlets,
    disputed: state.disputed,
    report_count: state.reports.length,
  };
}

async function storeSearch(statements: Statements, contacts: readonly DerivedContact[]): Promise<void> {
  const hidden = contacts.filter(({ shown }) => !shown).map(({ id }) => id);
  if (hidden.length > 0) {
    await statements.$executeRaw`
      DELETE FROM search_entry WHERE kind = 'CONTACT' AND id = ANY(${hidden}::uuid[])`;
  }
  await writeSearchEntries(
    statements,
    contacts
      .filter(({ shown }) => shown)
      .map(({ id, title, words }) => ({ kind: "CONTACT", id, title, body: words })),
  );
}
