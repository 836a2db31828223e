import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { type LogState, readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { filing, says, took } from "../report/made.ts";
import { mustFile } from "../testkit/filings.ts";
import { Dice } from "../testkit/madeContacts.ts";
import { RandomWriter } from "../testkit/randomWrites.ts";
import { type Running, runServer } from "../testkit/running.ts";
import { isTold, type LoggedState, loggedStates } from "../testkit/toldChanges.ts";
import { type Results, TRANSPORTS } from "../testkit/transports.ts";

const WRITES = 60;
const SUBSCRIBERS = 45;

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
  const writing = write(server);

  const subscribers = [];
  for (let number = 0; number < SUBSCRIBERS; number++) {
    await delay(dice.upTo(40));
    const log = await readLogState(database.prisma);
    // Any place there is, one between two changes too; mostly near the end, where reading and hearing meet.
    const range = dice.chance(0.5) ? log.last - start.last : Math.min(10, log.last - start.last);
    const place = log.last - dice.upTo(range + 1);
    const subscription = dice.pick(SUBSCRIPTIONS);
    const [name, transport] = dice.pick(Object.entries(TRANSPORTS));
    const results = transport(server.url, subscription.query, { after: writeChangeCursor(log, place) });
    subscribers.push({ name, place, subscription, told: listenTo(results) });
  }

  const last = await writing;
  const log = await loggedStates(database, last, start.last);
  for (const { name, place, subscription, told } of subscribers) {
    const expected = log
      .filter((change) => change.seq > place && subscription.isTold(change))
      .map(({ cursor }) => cursor);
    const cursors = await told.until(expected.at(-1) ?? "");
    expect(cursors, `${name} ${subscription.query} from ${place}`).toEqual(expected);
  }
  expect(server.logged).toEqual([]);
});

/** Writes all the time, and at last what everybody is told; gives the log as it is then. */
async function write({ database }: Running): Promise<LogState> {
  const writer = new RandomWriter(database, 3);
  for (let round = 0; round < WRITES; round++) await writer.write();
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
  return readLogState(database.prisma);
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
