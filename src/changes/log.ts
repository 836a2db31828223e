import { type Database, Prisma, type Statements } from "../database/database.ts";
import { CursorExpired, InvalidInput } from "../errors/errors.ts";
import { partyIdOf } from "../party/filter.ts";
import { type Aspects, aspectsOf } from "./aspects.ts";

export type ChangeKind = "CREATED" | "UPDATED" | "RETRACTED";
export type ChangeEntity =
  | "CONTACT"
  | "AGREEMENT"
  | "REPORT"
  | "PARTY"
  | "PERSON"
  | "OFFICE"
  | "OUTLET"
  | "TOPIC"
  | "KEY";

/** What one transaction did to one thing. */
export interface Change {
  /** Its place in the log: later than all that was committed before. */
  readonly seq: number;
  readonly entity: ChangeEntity;
  /** UUID of the thing. */
  readonly id: string;
  /** Null where nothing of the thing itself is shown otherwise. */
  readonly kind: ChangeKind | null;
  /** RFC 3339 with microseconds. */
  readonly at: string;
  /** As of when to show the thing: `at`, or just before where it is no longer shown. */
  readonly asOf: string;
  /** Versions of a contact or agreement; null for what has none. */
  readonly before: number | null;
  readonly after: number | null;
  /** UUIDs of the parties that the thing had before or after. */
  readonly parties: readonly string[];
  /** The parties in each state in which it was shown: before, and after; for what has no versions, once. */
  readonly partiesShown: readonly (readonly string[])[];
  /** The party sets (see `partySetId`) of a contact before and after. */
  readonly partySets: readonly string[];
  /** Of a contact: what its place in lists followed from, in each version; null where it was, or is, not shown. */
  readonly listed: { readonly before: ListedContact | null; readonly after: ListedContact | null } | null;
  /** What else may be shown otherwise since, as "person:<uuid>". */
  readonly evict: readonly string[];
  /** What of the thing was touched. */
  readonly aspects: Aspects;
}

/** What filters and orders of contacts look at; ids are UUIDs. */
export interface ListedContact {
  readonly kind: string;
  readonly sortDay: number;
  /** ISO days; null where the date has no bound, or there is none. */
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly isDated: boolean;
  readonly partySet: string | null;
  readonly partyIds: readonly string[];
  readonly personIds: readonly string[];
  readonly topicIds: readonly string[];
  readonly outletIds: readonly string[];
  readonly independentOutlets: number;
  readonly disputed: boolean;
  readonly reportCount: number;
  readonly recordedAt: string;
  /** All that it is found by, folded. */
  readonly words: string;
}

/** A place of the log: after the change of this number and time. After a restore, others have the same numbers. */
export type Place = Pick<Change, "seq" | "at">;

/** The log as a whole. */
export interface LogState {
  /** Tells its cursors from those of another record. */
  readonly id: string;
  /** Changes up to this one are no longer kept. */
  readonly prunedTo: number;
  /** The last change, or where pruning came to; 0 for a log without any. */
  readonly last: number;
}

export async function readLogState(statements: Statements): Promise<LogState> {
  const [row] = await statements.$queryRaw<{ id: string; pruned_to: number; last: number }[]>`
    SELECT id, pruned_to::float8, greatest(pruned_to, (SELECT max(seq) FROM change))::float8 AS last
    FROM change_log`;
  if (row === undefined) throw new Error("The change log has no row of its own");
  return { id: row.id, prunedTo: row.pruned_to, last: row.last };
}

/** Makes it another log: all cursors that were given are of another record from now on. */
export async function renewLog(statements: Statements): Promise<void> {
  await statements.$executeRaw`UPDATE change_log SET id = gen_random_uuid()`;
}

/** The changes after one and up to another, in their order, at most so many. */
export async function readChanges(
  statements: Statements,
  after: number,
  upTo: number,
  most: number,
): Promise<Change[]> {
  const rows = await statements.$queryRaw<ChangeRow[]>`
    WITH page AS (
      SELECT * FROM change WHERE seq > ${after}::bigint AND seq <= ${upTo}::bigint ORDER BY seq LIMIT ${most})
    SELECT c.seq::float8, c.entity::text, c.entity_id AS id, c.kind::text, c.before, c.after, c.parties, c.evict, c.changed,
      ${rfc3339(Prisma.sql`c.at`)} AS at,
      CASE WHEN c.kind = 'RETRACTED' THEN ${rfc3339(Prisma.sql`coalesce(ca.valid_from, aa.valid_from) - interval '1 microsecond'`)} END AS before_it,
      array_remove(ARRAY[cb.party_set, ca.party_set], NULL) AS "partySets",
      ${listed(Prisma.raw("cb"))} AS listed_before, ${listed(Prisma.raw("ca"))} AS listed_after,
      CASE WHEN cb.shown THEN to_jsonb(cb.party_ids) WHEN ab.shown THEN ab.state->'parties' END AS parties_before,
      CASE WHEN ca.shown THEN to_jsonb(ca.party_ids) WHEN aa.shown THEN aa.state->'parties' END AS parties_after
    FROM page c
    LEFT JOIN contact_version cb ON c.entity = 'CONTACT' AND cb.contact_id = c.entity_id AND cb.version = c.before
    LEFT JOIN contact_version ca ON c.entity = 'CONTACT' AND ca.contact_id = c.entity_id AND ca.version = c.after
    LEFT JOIN agreement_version ab ON c.entity = 'AGREEMENT' AND ab.agreement_id = c.entity_id AND ab.version = c.before
    LEFT JOIN agreement_version aa ON c.entity = 'AGREEMENT' AND aa.agreement_id = c.entity_id AND aa.version = c.after
    ORDER BY c.seq`;
  return rows.map(
    ({ before_it, parties_before, parties_after, listed_before, listed_after, changed, ...row }) => {
      const ids = (parties: string[] | null) =>
        parties === null ? [] : [row.entity === "AGREEMENT" ? parties.map(partyIdOf) : parties];
      const isVersioned = row.entity === "CONTACT" || row.entity === "AGREEMENT";
      return {
        ...row,
        asOf: before_it ?? row.at,
        aspects: aspectsOf(row.entity, changed),
        listed: row.entity === "CONTACT" ? { before: listed_before, after: listed_after } : null,
        partiesShown: isVersioned ? [...ids(parties_before), ...ids(parties_after)] : [row.parties],
      };
    },
  );
}

/** The latest changes up to one, in their order, at most so many. */
export async function readLatestChanges(
  statements: Statements,
  upTo: number,
  most: number,
): Promise<Change[]> {
  const [first] = await statements.$queryRaw<{ seq: number | null }[]>`
    SELECT min(seq)::float8 AS seq FROM (
      SELECT seq FROM change WHERE seq <= ${upTo}::bigint ORDER BY seq DESC LIMIT ${most}) AS latest`;
  return first?.seq == null ? [] : await readChanges(statements, first.seq - 1, upTo, most);
}

interface ChangeRow {
  seq: number;
  entity: ChangeEntity;
  id: string;
  kind: ChangeKind | null;
  before: number | null;
  after: number | null;
  parties: string[];
  partySets: string[];
  evict: string[];
  changed: string[] | null;
  at: string;
  before_it: string | null;
  listed_before: ListedContact | null;
  listed_after: ListedContact | null;
  parties_before: string[] | null;
  parties_after: string[] | null;
}

function listed(version: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${version}.shown THEN jsonb_build_object(
    'kind', ${version}.kind, 'sortDay', ${version}.sort_day, 'earliest', ${version}.date_earliest,
    'latest', ${version}.date_latest, 'isDated', ${version}.date_edtf IS NOT NULL, 'partySet', ${version}.party_set,
    'partyIds', ${version}.party_ids, 'personIds', ${version}.person_ids, 'topicIds', ${version}.topic_ids,
    'outletIds', ${version}.outlet_ids, 'independentOutlets', ${version}.independent_outlets,
    'disputed', ${version}.disputed, 'reportCount', ${version}.report_count, 'recordedAt', ${version}.recorded_at,
    'words', ${version}.search_title || ' ' || ${version}.search_body) END`;
}

function rfc3339(time: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The cursor of a change: opaque, and good for this log only. */
export function writeChangeCursor({ id }: Pick<LogState, "id">, seq: number): string {
  return Buffer.from(`${id.slice(0, 8)}:${seq}`).toString("base64url");
}

/**
 * The change that a cursor is of. Throws InvalidInput for what is no cursor of this log, and CursorExpired where
 * changes after it are no longer kept.
 */
export function readChangeCursor(log: LogState, cursor: string): number {
  const { id, seq } = partsOf(cursor);
  if (id === undefined || writeChangeCursor({ id }, seq) !== cursor) {
    throw new InvalidInput("This is no cursor of a change", { ...CURSOR, got: cursor });
  }
  if (id !== log.id.slice(0, 8) || seq > log.last) {
    throw new InvalidInput("This cursor is of another record", { ...CURSOR, got: cursor });
  }
  if (seq < log.prunedTo) throw cursorExpired(log, seq);
  return seq;
}

/** Is it of this log, and of a change that the log does not have yet? */
export function isAhead(log: LogState, cursor: string): boolean {
  const { id, seq } = partsOf(cursor);
  return id === log.id.slice(0, 8) && seq > log.last;
}

function partsOf(cursor: string): { id: string | undefined; seq: number } {
  const [, id, digits] =
    /^([0-9a-f]{8}):(0|[1-9]\d{0,15})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  return { id, seq: Number(digits) };
}

/** The error for a place after which changes are no longer kept. */
export function cursorExpired(log: LogState, seq: number): CursorExpired {
  return new CursorExpired(
    "The changes after this cursor are no longer all kept: subscribe without a cursor, and query what you need again",
    {
      path: ["after"],
      expected: `a cursor from ${writeChangeCursor(log, log.prunedTo)} on`,
      got: writeChangeCursor(log, seq),
    },
  );
}

const CURSOR = { path: ["after"], expected: "a cursor that a change of this record had" };

/** How many changes, and how old ones, are kept. */
export interface Retention {
  readonly days: number;
  readonly changes: number;
}

/**
 * Forgets changes that are too old or too many, the oldest first, some thousands in a transaction, and gives how many.
 * A log is pruned by one process at a time; where another does it, nothing is done.
 */
export async function pruneChanges(
  { prisma }: Pick<Database, "prisma">,
  { days, changes }: Retention,
): Promise<number> {
  for (let pruned = 0; ; ) {
    const count = await prisma.$transaction(async (statements) => {
      const [turn] = await statements.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${PRUNERS}::bigint) AS mine`;
      if (turn?.mine !== true) return 0;
      const [end] = await statements.$queryRaw<{ seq: number | null }[]>`
        SELECT greatest(
          (SELECT max(seq) FROM change WHERE at < now() - make_interval(days => ${days}::int)),
          (SELECT seq FROM change ORDER BY seq DESC OFFSET ${changes} LIMIT 1))::float8 AS seq`;
      if (end?.seq == null) return 0;
      const [last] = await statements.$queryRaw<{ seq: number | null; count: number }[]>`
        WITH gone AS (
          DELETE FROM change WHERE seq IN (SELECT seq FROM change WHERE seq <= ${end.seq}::bigint ORDER BY seq LIMIT ${PRUNED_AT_ONCE})
          RETURNING seq)
        SELECT max(seq)::float8 AS seq, count(*)::int FROM gone`;
      if (last?.seq == null) return 0;
      await statements.$executeRaw`UPDATE change_log SET pruned_to = ${last.seq}::bigint`;
      return last.count;
    });
    pruned += count;
    if (count < PRUNED_AT_ONCE) return pruned;
  }
}

const PRUNERS = 0x5ead_0019;
const PRUNED_AT_ONCE = 5000;
