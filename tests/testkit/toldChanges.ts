import { type LogState, writeChangeCursor } from "../../src/changes/log.ts";
import type { ContactFilter } from "../../src/contact/filter.ts";
import type { Database } from "../../src/database/database.ts";
import { idOf } from "../../src/identity/identity.ts";
import type { PartyFilter } from "../../src/party/filter.ts";

/** What a change was of, as the definition of a filter looks at it. */
export interface LoggedState {
  readonly seq: number;
  readonly cursor: string;
  readonly entity: "CONTACT" | "AGREEMENT" | "REPORT";
  readonly id: string;
  readonly kind: "CREATED" | "UPDATED" | "RETRACTED";
  /** The states before and after the change in which it was shown; of a report, its subjects' parties. */
  readonly states: readonly State[];
}

interface State {
  readonly kind: string;
  readonly parties: readonly string[];
  readonly topics: readonly string[];
  readonly people: readonly string[];
  /** Ids. */
  readonly outlets: readonly string[];
  readonly independentOutlets: number;
  readonly disputed: boolean;
}

/** Every change that can be told, after a place of the log, with the states that decide who is told. */
export async function loggedStates({ prisma }: Database, log: Pick<LogState, "id">, after: number) {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT c.seq::float8, c.entity::text, c.entity_id AS id, c.kind::text,
      to_jsonb(ARRAY(SELECT key FROM party WHERE id = ANY(c.parties))) AS parties,
      (SELECT outlet_id FROM report WHERE id = c.entity_id) AS outlet,
      coalesce((SELECT jsonb_agg(v.state || jsonb_build_object('outlets', v.outlet_ids) ORDER BY v.version) FROM contact_version v
        WHERE v.contact_id = c.entity_id AND v.version IN (c.before, c.after) AND v.shown), '[]') AS contacts,
      coalesce((SELECT jsonb_agg(v.state ORDER BY v.version) FROM agreement_version v
        WHERE v.agreement_id = c.entity_id AND v.version IN (c.before, c.after) AND v.shown), '[]') AS agreements
    FROM change c
    WHERE c.seq > ${after}::bigint AND c.kind IS NOT NULL AND c.entity IN ('CONTACT', 'AGREEMENT', 'REPORT')
    ORDER BY c.seq`;
  return rows.map(({ parties, outlet, contacts, agreements, ...row }): LoggedState => {
    const ofReport: StoredState = { ...NOTHING, parties, outlets: outlet === null ? [] : [outlet] };
    const states = { CONTACT: contacts, AGREEMENT: agreements, REPORT: [ofReport] }[row.entity];
    return {
      ...row,
      cursor: writeChangeCursor(log, row.seq),
      states: states.map((state) => ({
        ...NOTHING,
        ...state,
        people: (state.participants ?? []).flatMap(({ person }) => person ?? []),
      })),
    };
  });
}

interface Row extends Omit<LoggedState, "cursor" | "states"> {
  readonly parties: string[];
  readonly outlet: string | null;
  readonly contacts: StoredState[];
  readonly agreements: StoredState[];
}

interface StoredState extends Omit<State, "people"> {
  readonly participants?: readonly { person?: string }[];
}

const NOTHING: State = {
  kind: "",
  parties: [],
  topics: [],
  people: [],
  outlets: [],
  independentOutlets: 0,
  disputed: false,
};

/** The definition: told is what matches in the state before the change or in the one after it. */
export function isTold(change: LoggedState, filter: ContactFilter): boolean {
  return change.states.some((state) => matches(state, filter));
}

function matches(state: State, filter: ContactFilter): boolean {
  const { kinds, parties, people, topics, outlets, minIndependentOutlets, disputed, and, or, not } = filter;
  const shares = (wanted: readonly string[], has: readonly string[]) =>
    wanted.some((one) => has.includes(one));
  const outletIds = (outlets ?? []).map((slug) => idOf("outlet", slug));
  return (
    (kinds == null || kinds.some((kind) => kind === state.kind)) &&
    (parties == null || hasParties(state.parties, parties)) &&
    (people == null || shares(people, state.people)) &&
    (topics == null || shares(topics, state.topics)) &&
    (outlets == null || shares(outletIds, state.outlets)) &&
    (minIndependentOutlets == null || state.independentOutlets >= minIndependentOutlets) &&
    (disputed == null || state.disputed === disputed) &&
    (and ?? []).every((part) => matches(state, part)) &&
    (or == null || or.some((part) => matches(state, part))) &&
    (not == null || !matches(state, not))
  );
}

function hasParties(has: readonly string[], { allOf, anyOf, noneOf, exactly }: PartyFilter): boolean {
  const isOne = (key: string) => has.includes(key);
  return (
    (allOf == null || allOf.every(isOne)) &&
    (anyOf == null || anyOf.some(isOne)) &&
    (noneOf == null || !noneOf.some(isOne)) &&
    (exactly == null ||
      (exactly.length > 0 && exactly.every(isOne) && has.every((key) => exactly.includes(key))))
  );
}
