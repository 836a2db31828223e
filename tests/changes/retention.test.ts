import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type LogState,
  pruneChanges,
  readChangeCursor,
  readChanges,
  readLogState,
  writeChangeCursor,
} from "../../src/changes/log.ts";
import { CursorExpired, InvalidInput } from "../../src/errors/errors.ts";
import { filing, took } from "../report/made.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import { lastSeq } from "../testkit/loggedChanges.ts";

const database = await testDatabase();
const { prisma } = database;
const ALL = Number.MAX_SAFE_INTEGER;
const FOR_EVER = 36_500;

/** Adds so many changes, this long ago. */
async function addChanges(count: number, daysAgo = 0): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO change (seq, transaction, at, entity, entity_id, kind, parties, evict)
    SELECT nextval('change_seq'), currval('change_seq'), now() - make_interval(days => ${daysAgo}::int), 'TOPIC',
      gen_random_uuid(), 'UPDATED', '{}', '{}'
    FROM generate_series(1, ${count}::int)`;
}

async function kept(): Promise<number[]> {
  return (await readChanges(prisma, 0, ALL, ALL)).map(({ seq }) => seq);
}

test("keeps so many changes, the latest", async () => {
  await addChanges(20);
  const before = await kept();

  expect(await pruneChanges(database, { days: FOR_EVER, changes: 6 })).toBe(before.length - 6);

  expect(await kept()).toEqual(before.slice(-6));
  expect(await readLogState(prisma)).toMatchObject({ prunedTo: before.at(-7), last: before.at(-1) });
});

test("keeps changes for so many days", async () => {
  await addChanges(3, 8);
  await addChanges(3, 6);
  const before = await kept();

  expect(await pruneChanges(database, { days: 7, changes: ALL })).toBe(before.length - 3);

  expect(await kept()).toEqual(before.slice(-3));
});

test("does nothing where all may be kept", async () => {
  await addChanges(5);
  const [before, state] = [await kept(), await readLogState(prisma)];

  expect(await pruneChanges(database, { days: 7, changes: before.length })).toBe(0);

  expect(await kept()).toEqual(before);
  expect(await readLogState(prisma)).toEqual(state);
});

test("forgets more than fits into one transaction", async () => {
  await addChanges(12_000);

  expect(await pruneChanges(database, { days: FOR_EVER, changes: 1 })).toBeGreaterThanOrEqual(11_999);

  expect(await kept()).toHaveLength(1);
});

test("goes on where it was when nothing is left", async () => {
  await addChanges(3, 10);
  const { last } = await readLogState(prisma);

  await pruneChanges(database, { days: 1, changes: ALL });

  const state = await readLogState(prisma);
  expect(await kept()).toEqual([]);
  expect(state).toMatchObject({ prunedTo: last, last });
  expect(readChangeCursor(state, writeChangeCursor(state, last))).toBe(last);
  await mustFile(database, filing([took({ keys: ["after"] })]));
  expect(await lastSeq(database)).toBeGreaterThan(last);
  expect((await readChanges(prisma, last, ALL, ALL)).length).toBe(await prisma.change.count());
});

const LOG: LogState = { id: "0a1b2c3d-0000-4000-8000-000000000000", prunedTo: 100, last: 200 };

test("a cursor is of the change that it was made for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 200 }), (seq) => {
      expect(readChangeCursor(LOG, writeChangeCursor(LOG, seq))).toBe(seq);
    }),
  );
});

test("a cursor from before what is kept says so, and how to start over", () => {
  const cursor = writeChangeCursor(LOG, 99);

  expect(() => readChangeCursor(LOG, cursor)).toThrow(CursorExpired);
  expect(() => readChangeCursor(LOG, cursor)).toThrow(
    expect.objectContaining({
      code: "CURSOR_EXPIRED",
      message: expect.stringContaining("subscribe without a cursor"),
      inputPath: ["after"],
      expected: expect.stringContaining(writeChangeCursor(LOG, 100)),
      got: cursor,
    }),
  );
});

test.each([
  ["of another record", writeChangeCursor({ id: "ffffffff-0000-4000-8000-000000000000" }, 150)],
  ["of a change that is still to come", writeChangeCursor(LOG, 201)],
  ["empty", ""],
  ["of another list", Buffer.from('["2024-03-16","c"]').toString("base64url")],
  ["with a space at the end", `${writeChangeCursor(LOG, 150)} `],
  ["with padding", `${writeChangeCursor(LOG, 150)}=`],
  ["with a number that no change has", Buffer.from("0a1b2c3d:0150").toString("base64url")],
  ["with a number in another notation", Buffer.from("0a1b2c3d:1e2").toString("base64url")],
  ["negative", Buffer.from("0a1b2c3d:-1").toString("base64url")],
  ["too large for a number", Buffer.from("0a1b2c3d:9999999999999999").toString("base64url")],
])("a cursor that is %s is refused", (_, cursor) => {
  expect(() => readChangeCursor(LOG, cursor)).toThrow(InvalidInput);
});

test("nothing but a cursor is taken for one", () => {
  const cursors = new Set(Array.from({ length: 101 }, (_, index) => writeChangeCursor(LOG, 100 + index)));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.constantFrom(...cursors)), (text) => {
      let isTaken = true;
      try {
        readChangeCursor(LOG, text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInput);
        isTaken = false;
      }
      expect(isTaken).toBe(cursors.has(text));
    }),
  );
});
