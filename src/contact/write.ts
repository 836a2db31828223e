import type { Statements } from "../database/database.ts";
import { insertRows, type Row, updateRows } from "../database/rows.ts";
import { together } from "../database/together.ts";
import { loadLiveClaims, loadSources, type ReportSource } from "../evidence/loaders.ts";
import { type Write, writeOf } from "../history/write.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import { UNDATED } from "../time/date.ts";
import { parseDuration } from "../time/duration.ts";
import { loadNames } from "./names.ts";
import { storeParts } from "./parts.ts";
import { type ContactState, contactTitle, deriveContact } from "./rules.ts";
import { changedVersions, storeVersions } from "./versions.ts";

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
  /** Ids of the outlets of its reports, in their order. */
  readonly outlets: readonly string[];
  /** Its reports, and others. */
  readonly sources: ReadonlyMap<string, ReportSource>;
  /** As it is stored so far. */
  readonly stored: StoredContact;
  readonly title: string;
  /** What it can be found by, beside the title. */
  readonly words: string;
  /** Whose change it is. */
  readonly write: Write | null;
}

export interface StoredContact {
  readonly id: string;
  readonly version: number;
  /** RFC 3339 with microseconds. */
  readonly recordedAt: string;
  readonly isMerged: boolean;
  /** False for one that was just made. */
  readonly wasDerived: boolean;
}

/**
 * Works out everything that follows from the live claims on these contacts, stores it, and with a write keeps what
 * changed as a version of it; of several, in their order, the last whose report says something of the contact. To be
 * called in the transaction that changes the claims.
 */
export async function deriveContacts(
  statements: Statements,
  ids: readonly string[],
  write: Write | readonly Write[] | null,
): Promise<void> {
  if (ids.length === 0) return;
  const writes = write === null ? [] : [write].flat();
  const contacts = await derive(statements, await withWinners(statements, ids), writes);
  const changed = await changedVersions(statements, contacts);
  const versions = new Map(changed.map(({ contact, version }) => [contact.id, version]));
  await together(
    () => storeVersions(statements, changed),
    () =>
      updateRows(
        statements,
        "contact",
        contacts.map((contact) => contactRow(contact, versions.get(contact.id) ?? contact.stored.version)),
      ),
    () => storeSearch(statements, contacts),
  );
  await storeParts(statements, contacts);
}

/** What contacts were merged into, through any number of merges, changes with their claims. */
async function withWinners(statements: Statements, ids: readonly string[]): Promise<StoredContact[]> {
  return statements.$queryRaw`
    WITH RECURSIVE led(id) AS (
      SELECT id FROM unnest(${[...ids]}::uuid[]) AS id
      UNION
      SELECT merge.into_id FROM merge JOIN led ON merge.from_id = led.id WHERE merge.undone_at IS NULL
    )
    SELECT id, version, merged_into_id IS NOT NULL AS "isMerged", title <> '' AS "wasDerived",
      to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt"
    FROM led JOIN contact USING (id)`;
}

async function derive(
  statements: Statements,
  stored: readonly StoredContact[],
  writes: readonly Write[],
): Promise<DerivedContact[]> {
  const claims = await loadLiveClaims(
    statements,
    "contact",
    stored.map(({ id }) => id),
  );
  const reports = new Set([...claims.values()].flat().map((claim) => claim.reportId));
  const sources = await loadSources(statements, [...reports]);
  const states = stored.map((contact) => {
    const live = claims.get(contact.id) ?? [];
    const state = deriveContact(live, sources);
    const outlets = state.reports.flatMap((report) => sources.get(report)?.outlet ?? []);
    return {
      id: contact.id,
      stored: contact,
      shown: live.length > 0 && !contact.isMerged,
      state,
      outlets: [...new Set(outlets)].sort(),
      write: writeOf(writes, live),
      sources,
    };
  });
  const names = await loadNames(
    statements,
    states.map(({ state }) => state),
  );
  return states.map(({ state, ...contact }) => ({
    ...contact,
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

function contactRow({ id, shown, state, title }: DerivedContact, version: number): Row {
  const duration = state.duration === null ? null : parseDuration(state.duration);
  const { edtf, earliest, latest, sortDay } = dateColumns(state.date);
  return {
    id,
    version,
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
