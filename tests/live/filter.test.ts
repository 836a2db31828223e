import fc from "fast-check";
import { expect, test } from "vitest";
import { writeChangeCursor } from "../../src/changes/log.ts";
import type { ContactFilter } from "../../src/contact/filter.ts";
import { globalId } from "../../src/identity/globalId.ts";
import type { PartyFilter } from "../../src/party/filter.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { listen, type TestSink } from "../testkit/listening.ts";
import { RANDOM, RandomWriter } from "../testkit/randomWrites.ts";
import { isTold, type LoggedState, loggedStates } from "../testkit/toldChanges.ts";

const database = await testDatabase();
const query = testClient(database);
const WRITES = 40;
const FILTERS = 90;

const some = (from: readonly string[]) => fc.uniqueArray(fc.constantFrom(...from), { maxLength: 3 });
const given = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const parties: fc.Arbitrary<PartyFilter> = fc
  .tuple(
    fc.subarray(["allOf", "anyOf", "noneOf", "exactly"], { minLength: 1, maxLength: 2 }),
    some(RANDOM.parties),
  )
  .map(([names, keys]) => Object.fromEntries(names.map((name) => [name, keys])));

function filterOf(depth: number): fc.Arbitrary<ContactFilter> {
  const nested = <T>(values: () => fc.Arbitrary<T>) =>
    depth === 0 ? fc.constant(undefined) : given(values());
  return fc.record({
    parties: given(parties),
    kinds: given(some(RANDOM.kinds)) as fc.Arbitrary<ContactFilter["kinds"]>,
    people: given(some(RANDOM.people)),
    topics: given(some(RANDOM.topics)),
    outlets: given(some(RANDOM.outlets)),
    minIndependentOutlets: given(fc.integer({ min: 0, max: 3 })),
    disputed: given(fc.boolean()),
    and: nested(() => fc.array(sparse(filterOf(depth - 1)), { maxLength: 2 })),
    or: nested(() => fc.array(sparse(filterOf(depth - 1)), { maxLength: 2 })),
    not: nested(() => sparse(filterOf(depth - 1))),
  });
}

/** With a part of the conditions, so that they hold for something. */
function sparse(filters: fc.Arbitrary<ContactFilter>): fc.Arbitrary<ContactFilter> {
  return filters.chain((whole) => {
    const names = (Object.keys(whole) as (keyof ContactFilter)[]).filter((name) => whole[name] !== undefined);
    return fc
      .subarray(names, { minLength: Math.min(1, names.length), maxLength: Math.min(2, names.length) })
      .map((kept) => Object.fromEntries(kept.map((name) => [name, whole[name]])));
  });
}

const SHOWN = `id kind title independentOutlets disputed version
  date { edtf } duration { iso8601 } parties { key } participants { person { slug } party { key } } topics { slug }
  agreements { slug title parties { key } } reports(first: 50) { totalCount edges { node { id } } }
  evidence { field value verdict }`;
const WHOLE = `subscription ($after: String) { contactChanged(after: $after) { kind contact { ${SHOWN} } } }`;
const WAYS = {
  contacts: `subscription ($after: String, $filter: ContactFilter) { contactChanged(after: $after, filter: $filter) { cursor } }`,
  agreements: `subscription ($after: String, $parties: PartyFilter) { agreementChanged(after: $after, parties: $parties) { cursor } }`,
  reports: `subscription ($after: String, $parties: PartyFilter, $outlets: [String!]) { reportFiled(after: $after, parties: $parties, outlets: $outlets) { cursor } }`,
  changes: `subscription ($after: String, $filter: ChangeFilter) { changes(after: $after, filter: $filter) { cursor } }`,
} as const;

test("who is told of a change, now and afterwards, is whose filter holds before it or after it; and all see what was known then", {
  timeout: 300_000,
}, async () => {
  const live = await listen(database);
  const start = live.follower.log.last;
  const subscriptions = subscriptionsOf(20241124);
  const now = await Promise.all(subscriptions.map(({ text }) => live.subscribe(text)));
  const seen = await live.subscribe({ query: WHOLE });
  const shown: { kind: string; contact: unknown }[][] = [];
  const writer = new RandomWriter(database, 7);
  let contacts = await known();
  for (let step = 0; step < WRITES; step++) {
    const before = contacts;
    const place = live.follower.log.last;
    await writer.write();
    await live.hear();
    contacts = await known();
    const changes = await loggedStates(database, live.follower.log, place);
    shown.push(
      changes
        .filter(({ entity }) => entity === "CONTACT")
        .map(({ id, kind }) => {
          const state = kind === "RETRACTED" ? before : contacts;
          return { kind, contact: state.get(globalId("Contact", id)) };
        }),
    );
  }

  const log = await loggedStates(database, live.follower.log, start);
  const after = writeChangeCursor(live.follower.log, start);
  const later = await Promise.all(
    subscriptions.map(({ text }) => live.subscribe({ ...text, variables: { ...text.variables, after } })),
  );
  await live.hear();

  const expected = subscriptions.map(({ isTold }) => log.filter(isTold).map(({ cursor }) => cursor));
  const names = subscriptions.map(({ text }) => JSON.stringify(text.variables));
  for (const sinks of [now, later]) {
    expect(
      named(
        names,
        sinks.map(({ cursors }) => cursors),
      ),
    ).toEqual(named(names, expected));
  }
  expect(live.errors).toEqual([]);
  const seenLater = await live.subscribe({ query: WHOLE, variables: { after } });
  await live.hear();
  for (const sink of [seen, seenLater]) expect(told(sink)).toEqual(shown.flat());

  // It is no history, and these are no filters, of which little can be told.
  for (const kind of ["CREATED", "UPDATED", "RETRACTED"]) {
    expect(
      log.filter((change) => change.kind === kind && change.entity === "CONTACT").length,
    ).toBeGreaterThan(3);
  }
  const lengths = new Set(expected.map(({ length }) => length));
  expect(lengths.size, "filters hold for more and for less").toBeGreaterThan(20);
  const stopped = subscriptions.flatMap(({ isTold }) =>
    log.filter(
      (change) =>
        isTold(change) &&
        change.kind === "UPDATED" &&
        change.states.length === 2 &&
        !isTold({ ...change, states: change.states.slice(1) }),
    ),
  );
  expect(stopped.length, "changes by which a filter holds no longer").toBeGreaterThan(3);
});

function named<T>(names: readonly string[], values: readonly T[]) {
  return Object.fromEntries(names.map((name, index) => [`${index} ${name}`, values[index]]));
}

interface Subscription {
  readonly text: { readonly query: string; readonly variables: Record<string, unknown> };
  isTold(change: LoggedState): boolean;
}

function subscriptionsOf(seed: number): Subscription[] {
  const filters = [{}, ...fc.sample(sparse(filterOf(2)), { numRuns: FILTERS, seed })];
  return filters.flatMap((filter, index): Subscription[] => {
    const { parties, outlets, kinds } = filter;
    const ofContacts: Subscription = {
      text: { query: WAYS.contacts, variables: { filter } },
      isTold: (change) => change.entity === "CONTACT" && isTold(change, filter),
    };
    if (index % 3 !== 0) return [ofContacts];
    const types = { CALL: "Call", SUMMIT: "Summit", VISIT: "Visit" } as Record<string, string>;
    return [
      ofContacts,
      {
        text: { query: WAYS.agreements, variables: { parties } },
        isTold: (change) => change.entity === "AGREEMENT" && isTold(change, { parties }),
      },
      {
        text: { query: WAYS.reports, variables: { parties, outlets } },
        isTold: (change) => change.entity === "REPORT" && isTold(change, { parties, outlets }),
      },
      {
        text: {
          query: WAYS.changes,
          variables: {
            filter: {
              parties,
              kinds: index % 2 === 0 ? ["UPDATED", "RETRACTED"] : undefined,
              types: kinds == null ? undefined : ["Report", ...kinds.map((kind) => types[kind])],
            },
          },
        },
        isTold: (change) =>
          (index % 2 !== 0 || change.kind !== "CREATED") &&
          (kinds == null || change.entity !== "AGREEMENT") &&
          isTold(change, change.entity === "CONTACT" ? { parties, kinds } : { parties }),
      },
    ];
  });
}

/** All contacts as they are shown, by id. */
async function known(): Promise<Map<string, unknown>> {
  const { data, errors } = await query(`{ contacts(first: 200) { edges { node { ${SHOWN} } } } }`);
  expect(errors).toBeUndefined();
  return new Map(data.contacts.edges.map(({ node }: { node: { id: string } }) => [node.id, node]));
}

function told(sink: TestSink): unknown[] {
  return sink.frames.map(({ result }) => {
    const { kind, contact } =
      (result.data as Record<string, { kind: string; contact: unknown }>).contactChanged ?? {};
    return JSON.parse(JSON.stringify({ kind, contact }));
  });
}
