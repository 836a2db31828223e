import { expect, test } from "vitest";
import { readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { filing, says, took } from "../report/made.ts";
import { mustFile } from "../testkit/filings.ts";
import { Dice } from "../testkit/madeContacts.ts";
import { RandomWriter } from "../testkit/randomWrites.ts";
import { type Running, runServer } from "../testkit/running.ts";
import { isTold, type LoggedState, loggedStates } from "../testkit/toldChanges.ts";
import { type Results, TRANSPORTS } from "../testkit/transports.ts";

const WRITES = 60;

/** Each is told the last change, which tells that there is no more. */
const SUBSCRIPTIONS: { query: string; isTold: (change: LoggedState) => boolean }[] = [
  { query: "subscription ($after: String) { changes(after: $after) { cursor } }", isTold: () => true },
  {
    query: `subscription ($after: String) { contactChanged(after: $after) { cursor contact { title } } }`,
    isTold: ({ entity }) => entity === "CONTACT",
  },
  {
    query: `subscription ($after: String) { contactChanged(after: $after, filter: {
      parties: { allOf: ["RU", "BY"] }, or: [{ topics: ["trade"] }, { minIndependentOutlets: 2 }] }) { cursor } }`,
    isTold: (change) =>
      change.entity === "CONTACT" &&
      isTold(change, {
        parties: { allOf: ["RU", "BY"] },
        or: [{ topics: ["trade"] }, { minIndependentOutlets: 2 }],
      }),
  },
  {
    query: `subscription ($after: String) { reportFiled(after: $after, outlets: ["wire"]) { cursor report { title } } }`,
    isTold: (change) => change.entity === "REPORT" && isTold(change, { outlets: ["wire"] }),
  },
  {
    query: `subscription ($after: String) { changes(after: $after, filter: { kinds: [CREATED], types: ["Call", "Report"] }) { cursor } }`,
    isTold: (change) =>
      change.kind === "CREATED" &&
      (change.entity === "REPORT" || (change.entity === "CONTACT" && isTold(change, { kinds: ["CALL"] }))),
  },
];

test("whoever joins at any time from any cursor while there is writing gets all that is to be told, once and in order", {
  timeout: 300_000,
}, async () => {
  await using server = await runServer({ SUBSCRIBER_BUFFER: "50" });
  const { database } = server;
  const dice = new Dice(5);
  const start = await readLogState(database.prisma);
  const writer = new RandomWriter(database, 3);
  const joining: Promise<Subscriber>[] = [];
  for (let round = 0; round < WRITES; round++) {
    while (dice.chance(0.4)) joining.push(join(server, dice, start.last));
    await writer.write();
  }
  const subscribers = await Promise.all(joining);
  await writeLast(server);

  const log = await loggedStates(database, start, start.last);
  for (const { name, place, subscription, told } of subscribers) {
    const expected = log
      .filter((change) => change.seq > place && subscription.isTold(change))
      .map(({ cursor }) => cursor);
    expect(expected.length).toBeGreaterThan(0);
    const cursors = await told.until(expected.at(-1) ?? "");
    expect(cursors, `${name} ${subscription.query} from ${place}`).toEqual(expected);
  }
  expect(server.logged).toEqual([]);
});

interface Subscriber {
  readonly name: string;
  readonly subscription: (typeof SUBSCRIPTIONS)[number];
  /** Of the log, from which it goes on. */
  readonly place: number;
  readonly told: ReturnType<typeof listenTo>;
}

/** Subscribes from any place there is, one between two changes too; mostly near the end, where reading and hearing meet. */
async function join({ database, url }: Running, dice: Dice, start: number): Promise<Subscriber> {
  const subscription = dice.pick(SUBSCRIPTIONS);
  const [name, transport] = dice.pick(Object.entries(TRANSPORTS));
  const share = dice.throw() ** 3;
  const log = await readLogState(database.prisma);
  const place = log.last - Math.round(share * (log.last - start));
  const results = transport(url, subscription.query, { after: writeChangeCursor(log, place) });
  return { name, subscription, place, told: listenTo(results) };
}

/** What everybody is told. */
async function writeLast({ database }: Running): Promise<void> {
  await mustFile(
    database,
    filing(
      [
        took({ keys: ["the end"] }),
        says("KIND", "CALL"),
        says("PARTICIPANTS", { party: "RU" }),
        says("PARTICIPANTS", { party: "BY" }),
        says("TOPICS", "trade"),
      ],
      { report: { title: "The end", kind: "ARTICLE" } },
    ),
  );
}

/** The cursors that are told, from now on. */
function listenTo(results: Results): { until(cursor: string): Promise<string[]> } {
  const cursors: string[] = [];
  const came = new Map<string, () => void>();
  const listening = (async () => {
    for await (const { data, errors } of results) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      const [told] = Object.values<{ cursor: string }>(data);
      cursors.push(told?.cursor ?? "");
      came.get(told?.cursor ?? "")?.();
    }
    throw new Error("It has ended");
  })();
  listening.catch(() => {}); // Told to whoever waits.
  return {
    until: async (cursor) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      came.set(cursor, resolve);
      if (cursors.includes(cursor)) resolve();
      await Promise.race([promise, listening]);
      return [...cursors];
    },
  };
}
