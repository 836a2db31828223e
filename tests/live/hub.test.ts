import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createAuthenticate } from "../../src/access/caller.ts";
import { createKey, revokeKey } from "../../src/access/keys.ts";
import { ANONYMOUS, type Caller } from "../../src/access/rules.ts";
import { pruneChanges, writeChangeCursor } from "../../src/changes/log.ts";
import { referenceStates } from "../../src/party/states.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { filing, says, took } from "../report/made.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import { listen, TestSink } from "../testkit/listening.ts";

const database = await testDatabase();
const authenticate = createAuthenticate(database.prisma, null);
let statements: string[] = [];
database.onStatement((sql) => statements.push(sql));
/** Contacts are shown as of a time by one statement for each execution. */
const executions = () => statements.filter((sql) => sql.includes("shown_as(asked, id)")).length;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

let filed = 0;
/** A contact more, of these parties. */
async function contact(...parties: string[]): Promise<void> {
  await mustFile(database, filingOn(parties));
}

function filingOn(parties: readonly string[]): FilingInput {
  const participants = parties.map((party) => says("PARTICIPANTS", { party }));
  return filing([took({ keys: [`hub:${++filed}`] }), ...participants]);
}

const TOLD = "cursor kind contact { title parties { key } }";
const ALL = `subscription ($after: String) { contactChanged(after: $after) { ${TOLD} } }`;
const OF_PARTY = `subscription ($party: String!) { contactChanged(filter: { parties: { allOf: [$party] } }) { ${TOLD} } }`;

test("one execution serves all who wait for the same, from whatever cursors they came", async () => {
  const live = await listen(database);
  const cursors = [];
  for (let round = 0; round < 5; round++) {
    cursors.push(writeChangeCursor(live.follower.log, live.follower.log.last));
    await contact("RU");
    await live.hear();
  }
  const sinks = [];
  for (let round = 0; round < 10; round++) {
    for (const after of cursors) sinks.push(await live.subscribe({ query: ALL, variables: { after } }));
  }
  await live.hear();
  expect(sinks.map(({ frames }) => frames.length)).toEqual(sinks.map((_, index) => 5 - (index % 5)));
  statements = [];

  for (let round = 0; round < 3; round++) {
    await contact("RU", "BY");
    await live.hear();
  }

  expect(executions()).toBe(3);
  for (const sink of sinks) expect(sink.frames.slice(-3)).toEqual(sinks[0]?.frames.slice(-3));
  expect(
    new Set(sinks.map(({ frames }) => frames.at(-1))).size,
    "the same frame, and so the same bytes",
  ).toBe(1);
});

test("another role, other variables, another text are another execution", async () => {
  const live = await listen(database);
  const editor: Caller = { role: "EDITOR", name: "desk" };
  await live.subscribe({ query: ALL });
  await live.subscribe({ query: ALL, caller: { role: "READER", name: "somebody with a token" } });
  await live.subscribe({ query: ALL, caller: editor });
  await live.subscribe({ query: OF_PARTY, variables: { party: "RU" } });
  await live.subscribe({ query: OF_PARTY, variables: { party: "BY" } });
  await live.subscribe({ query: ALL.replace("title", "id title") });
  statements = [];

  await contact("RU", "BY");
  await live.hear();

  expect(executions()).toBe(5);
});

test("of a thousand filters by party only those that a change concerns cost anything", async () => {
  const live = await listen(database);
  const [a, b, c, ...others] = referenceStates().map(({ code }) => code);
  const sinks = new Map<string, TestSink>();
  // Pairs, so that there are enough of them.
  const pairs = [a, b, c, ...others].flatMap((party, index) =>
    [1, 2, 3, 4].map((step) => [party ?? "", others[(index + step * 31) % others.length] ?? ""]),
  );
  const query = `subscription ($all: [String!]!) { contactChanged(filter: { parties: { allOf: $all } }) { ${TOLD} } }`;
  const far = pairs.filter((pair) => !pair.some((party) => party === a || party === b)).slice(0, 997);
  for (const all of [...far, [a ?? "", b ?? ""], [a ?? ""], [b ?? ""]]) {
    sinks.set(all.join(), await live.subscribe({ query, variables: { all } }));
  }
  expect(sinks.size).toBe(1000);
  statements = [];

  await contact(a ?? "", b ?? "");
  statements = [];
  await live.hear();

  expect(executions()).toBe(3);
  expect(
    statements.filter((sql) => sql.includes("jsonb_to_recordset")),
    "matched in the database",
  ).toHaveLength(3);
  const told = [...sinks].filter(([, { frames }]) => frames.length > 0).map(([all]) => all);
  expect(told.toSorted()).toEqual([a, b, `${a},${b}`].toSorted());
});

test("what comes while a change is told is told after it, to those who were behind too", async () => {
  let more = 3;
  const live = await listen(database, {
    meanwhile: async () => {
      if (more-- <= 0) return;
      await contact("RU");
      await live.follower.wake();
    },
  });
  const after = writeChangeCursor(live.follower.log, live.follower.log.last);
  const now = await live.subscribe({ query: ALL });
  await contact("RU");
  await live.hear();
  const later = await live.subscribe({ query: ALL.replace("title", "kind"), variables: { after } });
  more = 3;
  await live.hear();

  expect(later.frames).toHaveLength(7);
  expect(later.cursors).toEqual(now.cursors);
});

test("what was told is kept no longer than somebody waits for the same", async () => {
  const live = await listen(database);
  const sinks = [await live.subscribe({ query: ALL }), await live.subscribe({ query: ALL })];
  await contact("RU");
  await live.hear();
  const told = sinks.flatMap(({ frames }) => frames.splice(0)).map((frame) => new WeakRef(frame));
  // A WeakRef holds what it refers to until the turn that made it, or looked at it, is over; and what still runs on the
  // stack may hold a frame for some turns more. What is kept is kept after any number of them.
  const isKept = async () => {
    for (let turn = 0; turn < 20; turn++) {
      await new Promise(setImmediate);
      collectGarbage();
    }
    return told.map((frame) => frame.deref() !== undefined);
  };

  sinks[0]?.detach();
  expect(await isKept()).toEqual([true, true]);
  sinks[1]?.detach();
  expect(await isKept()).toEqual([false, false]);
});

test("nothing is executed for nobody", async () => {
  const live = await listen(database);
  const sink = await live.subscribe({ query: ALL });
  sink.detach();
  statements = [];

  await contact("RU");
  await live.hear();

  expect(executions()).toBe(0);
  expect(sink.frames).toEqual([]);
  expect(live.hub.size).toBe(0);
});

test("a slow subscriber is not kept from what it missed, keeps nobody waiting, and keeps little in memory", async () => {
  const live = await listen(database, { buffer: 20 });
  const slow = new TestSink({ isSlow: true });
  const after = writeChangeCursor(live.follower.log, live.follower.log.last);
  await mustFile(database, ...Array.from({ length: 60 }, () => filingOn(["RU"])));
  await live.follower.wake();

  await live.subscribe({ query: ALL, variables: { after } }, slow);
  const quick = await live.subscribe({ query: ALL, variables: { after } });
  await live.hear();
  expect(quick.frames).toHaveLength(60);
  while (slow.frames.length < 60 && slow.ends.length === 0) {
    slow.take();
    await new Promise(setImmediate);
  }

  expect(slow.ends).toEqual([]);
  expect(slow.cursors).toEqual(quick.cursors);
  expect(slow.mostPending).toBeLessThanOrEqual(20);
});

test("a subscriber that takes nothing of what comes is closed when it is too far behind", async () => {
  const live = await listen(database, { buffer: 5 });
  const stuck = await live.subscribe({ query: ALL }, new TestSink({ isSlow: true }));
  const quick = await live.subscribe({ query: ALL });

  for (let round = 0; round < 10; round++) {
    await contact("RU");
    await live.hear();
  }

  expect(stuck.ends).toEqual(["too slow"]);
  expect(stuck.mostPending).toBeLessThanOrEqual(6);
  expect(quick.ends).toEqual([]);
  expect(quick.frames).toHaveLength(10);
  expect(live.hub.size).toBe(1);
});

test("a key that is revoked or changed ends its subscriptions and no others", async () => {
  const live = await listen(database);
  const subscribe = async (name: string) => {
    const { id, key } = await createKey(database.prisma, { name, role: "READER", expiresAt: null });
    const caller = await authenticate(`Bearer ${key}`);
    return {
      id,
      sinks: [await live.subscribe({ query: ALL, caller }), await live.subscribe({ query: ALL, caller })],
    };
  };
  const [revoked, changed, kept] = [
    await subscribe("revoked"),
    await subscribe("changed"),
    await subscribe("kept"),
  ];
  const anonymous = await live.subscribe({ query: ALL });

  await revokeKey(database.prisma, revoked.id);
  await database.prisma.apiKey.update({ where: { id: changed.id }, data: { role: "EDITOR" } });
  await contact("RU");
  await live.hear();

  for (const sink of [...revoked.sinks, ...changed.sinks]) {
    expect(sink.ends).toMatchObject([{ error: { code: "UNAUTHENTICATED" } }]);
    expect(sink.frames).toEqual([]);
  }
  for (const sink of [...kept.sinks, anonymous]) {
    expect(sink.ends).toEqual([]);
    expect(sink.frames).toHaveLength(1);
  }
});

test("a key that is revoked between the look at it and the first event ends the subscription", async () => {
  const live = await listen(database);
  const { id, key } = await createKey(database.prisma, { name: "brief", role: "READER", expiresAt: null });
  const caller = await authenticate(`Bearer ${key}`);
  const subscription = await live.read({ query: ALL, caller });

  await revokeKey(database.prisma, id);
  await live.hear();
  const sink = new TestSink();
  subscription.attach(sink);

  expect(sink.ends).toMatchObject([{ error: { code: "UNAUTHENTICATED" } }]);
});

test("a key or token ends with its time", async () => {
  const live = await listen(database);
  const expiresAt = Date.now() + 60_000;
  const brief = await live.subscribe({ query: ALL, caller: { role: "READER", name: "brief", expiresAt } });
  const kept = await live.subscribe({ query: ALL });

  live.hub.beat(expiresAt - 1);
  expect(brief.ends).toEqual([]);
  live.hub.beat(expiresAt);

  expect(brief.ends).toMatchObject([{ error: { code: "UNAUTHENTICATED" } }]);
  expect(kept.ends).toEqual([]);
});

test("whoever the log has gone on without is asked to come back", async () => {
  const live = await listen(database);
  const sinks = [
    await live.subscribe({ query: ALL }),
    await live.subscribe({ query: OF_PARTY, variables: { party: "FR" } }),
  ];
  for (let round = 0; round < 3; round++) await contact("RU");
  await pruneChanges(database, { days: 1, changes: 1 });

  await live.follower.wake();

  expect(sinks.map(({ ends }) => ends)).toEqual([["reconnect"], ["reconnect"]]);
  expect(sinks.map(({ frames }) => frames)).toEqual([[], []]);
  expect(live.errors).toMatchObject([{ message: expect.stringContaining("went on without") }]);
  const again = await live.subscribe({ query: ALL });
  await contact("RU");
  await live.hear();
  expect(again.frames).toHaveLength(1);
});

test("when it is closed all are asked to come back, also who comes then", async () => {
  const live = await listen(database);
  const sink = await live.subscribe({ query: ALL });
  const subscription = await live.read({ query: ALL });

  live.hub.close();
  const late = new TestSink();
  subscription.attach(late);

  expect(sink.ends).toEqual(["reconnect"]);
  expect(late.ends).toEqual(["reconnect"]);
  expect((await live.subscribe({ query: ALL })).ends).toEqual(["reconnect"]);
});

test("clients have so many subscriptions at a time, those that came to nothing not counted", async () => {
  const live = await listen(database, { mostPerClient: 2 });
  const first = await live.subscribe({ query: ALL });
  const second = await live.read({ query: ALL });
  await expect(live.read({ query: ALL })).rejects.toMatchObject({ code: "TOO_MANY" });
  await expect(live.read({ query: ALL, caller: { ...ANONYMOUS, key: "other" } })).resolves.toBeDefined();

  second.cancel();
  await expect(live.read({ query: ALL, variables: { after: "no" } })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  first.detach();
  first.detach();

  await live.subscribe({ query: ALL });
  await live.subscribe({ query: ALL });
  await expect(live.read({ query: ALL })).rejects.toMatchObject({ code: "TOO_MANY" });
});

test.each([
  [
    'changes(filter: { types: ["Agreement"], parties: { anyOf: $many } }) { cursor }',
    ["filter", "parties", "anyOf"],
  ],
  ["changes(filter: { types: $many }) { cursor }", ["filter", "types"]],
  ['changes(filter: { types: ["Report", "Embassy"] }) { cursor }', ["filter", "types", 1]],
  [
    "contactChanged(filter: { not: { parties: { exactly: $many } } }) { cursor }",
    ["filter", "not", "parties", "exactly"],
  ],
  ["agreementChanged(parties: { noneOf: $many }) { cursor }", ["parties", "noneOf"]],
  ["reportFiled(outlets: $many) { cursor }", ["outlets"]],
  ["reportFiled(parties: { allOf: $many }) { cursor }", ["parties", "allOf"]],
])("what is wrong in the arguments is named by its path: %s", async (field, path) => {
  const live = await listen(database);
  const many = Array.from({ length: 1000 }, () => "Call");
  const declared = field.includes("$many") ? "($many: [String!]!)" : "";

  await expect(
    live.read({ query: `subscription ${declared} { ${field} }`, variables: { many } }),
  ).rejects.toMatchObject({
    code: "INVALID_INPUT",
    inputPath: path,
  });
});

test("an error in what is told is told in the place of the change, and ends nothing", async () => {
  const live = await listen(database);
  const wrong = "subscription { contactChanged { cursor contact { evidence(field: TITLE) { value } } } }";
  const sink = await live.subscribe({ query: wrong });

  for (let round = 0; round < 2; round++) await contact("RU");
  await live.hear();

  const told = sink.frames.map(({ cursor, json }) => ({ cursor, ...JSON.parse(json) }));
  const error = {
    path: ["contactChanged", "contact", "evidence"],
    message: expect.stringContaining("TITLE"),
  };
  expect(told).toMatchObject([{ errors: [error] }, { errors: [error] }]);
  expect(sink.ends).toEqual([]);
});

test("signs of life bring the place that was come to", async () => {
  const live = await listen(database);
  const sink = await live.subscribe({ query: OF_PARTY, variables: { party: "FR" } });
  const start = writeChangeCursor(live.follower.log, live.follower.log.last);
  expect(sink.beats).toEqual([start]);

  await contact("RU");
  await live.follower.wake();
  live.hub.beat();

  expect(sink.frames).toEqual([]);
  expect(sink.beats.at(-1)).toBe(writeChangeCursor(live.follower.log, live.follower.log.last));
  expect(sink.beats.at(-1)).not.toBe(start);
});
