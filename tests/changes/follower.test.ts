import { beforeEach, expect, onTestFinished, test } from "vitest";
import { Follower } from "../../src/changes/follower.ts";
import {
  type Change,
  pruneChanges,
  readChanges,
  readLogState,
  writeChangeCursor,
} from "../../src/changes/log.ts";
import type { Statements } from "../../src/database/database.ts";
import { CursorExpired, InvalidInput } from "../../src/errors/errors.ts";
import { testDatabase } from "../testkit/database.ts";
import { lastSeq } from "../testkit/loggedChanges.ts";

const database = await testDatabase();
const { prisma } = database;

/** One change more. */
async function change(): Promise<number> {
  await prisma.$executeRaw`INSERT INTO topic VALUES (gen_random_uuid(), gen_random_uuid()::text, 'A topic')`;
  return lastSeq(database);
}

/** So many more, by one statement. */
async function changeMany(count: number): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO topic SELECT gen_random_uuid(), gen_random_uuid()::text, 'A topic' FROM generate_series(1, ${count}::int)`;
}

/** A follower that nobody wakes but the test, and what it told. */
async function follow(statements: Statements = prisma) {
  const told: number[] = [];
  let lost = 0;
  const errors: unknown[] = [];
  const follower = await Follower.start(statements, (error) => errors.push(error));
  onTestFinished(() => follower.stop());
  follower.listen({
    changed: (changes) => told.push(...changes.map(({ seq }) => seq)),
    lost: () => lost++,
  });
  return {
    follower,
    told,
    errors,
    get lost() {
      return lost;
    },
  };
}

beforeEach(() => change());

test("tells what comes after its start, once and in order", async () => {
  const { follower, told } = await follow();
  const changes = [await change(), await change()];

  await Promise.all([follower.wake(), follower.wake()]);
  changes.push(await change());
  await follower.wake();
  await follower.wake();

  expect(told).toEqual(changes);
});

test("tells listeners that they have lost what was pruned while it slept, and goes on from the end", async () => {
  const asleep = await follow();
  await change();
  const last = await change();
  await pruneChanges(database, { days: 1, changes: 1 });

  await asleep.follower.wake();

  expect(asleep.lost).toBe(1);
  expect(asleep.told).toEqual([]);
  expect(asleep.follower.log.last).toBe(last);
  const next = await change();
  await asleep.follower.wake();
  expect(asleep.told).toEqual([next]);
  expect(asleep.lost).toBe(1);
});

test("has lost nothing where only what it has told is pruned", async () => {
  const awake = await follow();
  const changes = [await change(), await change()];
  await awake.follower.wake();
  await pruneChanges(database, { days: 1, changes: 1 });
  changes.push(await change());

  await awake.follower.wake();

  expect(awake.lost).toBe(0);
  expect(awake.told).toEqual(changes);
});

test("tells listeners that they have lost what there was when the log is another one", async () => {
  const { id } = await readLogState(prisma);
  const restored = await follow();
  onTestFinished(async () => {
    await prisma.$executeRaw`UPDATE change_log SET id = ${id}::uuid`;
  });
  await prisma.$executeRaw`UPDATE change_log SET id = gen_random_uuid()`;

  await restored.follower.wake();

  expect(restored.lost).toBe(1);
});

test("reads until the end whenever it is woken, also while it is just done with reading", async () => {
  for (let step = 0; step < 24; step++) {
    let wake = async () => {};
    let written: number | null = null;
    // After what it reads is read, and before it has it, something is written; and some steps later it is woken.
    const statements: Statements = new Proxy(prisma, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (name !== "$queryRaw") return value;
        return async (...args: Parameters<Statements["$queryRaw"]>) => {
          const rows = await Reflect.apply(value, target, args);
          if (written === 0 && String(args[0]).includes("FROM change_log")) {
            written = await change();
            void after(step, () => wake());
          }
          return rows;
        };
      },
    });
    const { follower, told } = await follow(statements);
    const woken = Promise.withResolvers<void>();
    wake = async () => {
      await follower.wake();
      woken.resolve();
    };
    written = 0;

    await follower.wake();
    await woken.promise;

    expect(told, `woken ${step} steps after`).toContain(written);
  }
});

/** So many turns of the queue of microtasks later. */
async function after(steps: number, act: () => void): Promise<void> {
  for (let step = 0; step < steps; step++) await undefined;
  act();
}

test("goes on after a failure, and says so once", async () => {
  let failures = 3;
  const statements: Statements = new Proxy(prisma, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (name !== "$queryRaw" || !isStarted) return value;
      return (...args: Parameters<Statements["$queryRaw"]>) =>
        failures-- > 0 ? Promise.reject(new Error("no connection")) : Reflect.apply(value, target, args);
    },
  });
  let isStarted = false;
  const { follower, told, errors } = await follow(statements);
  isStarted = true;
  const seq = await change();

  await follower.wake();

  expect(told).toEqual([seq]);
  expect(errors).toEqual([new Error("no connection")]);
});

test("finds the place of a cursor that it has not come to itself", async () => {
  const { follower } = await follow();
  const cursor = writeChangeCursor(follower.log, await change());

  expect(await follower.place(cursor)).toBe(await lastSeq(database));
});

test("refuses a cursor of what is pruned, also where it does not know yet", async () => {
  const { follower } = await follow();
  const first = await lastSeq(database);
  await change();
  await follower.wake();
  const late = await follow();
  await change();
  await pruneChanges(database, { days: 1, changes: 1 });

  await expect(late.follower.place(writeChangeCursor(follower.log, first))).rejects.toThrow(CursorExpired);
  await expect(late.follower.place(writeChangeCursor(follower.log, 1e9))).rejects.toThrow(InvalidInput);
  await expect(late.follower.after(first - 1, 10)).rejects.toThrow(CursorExpired);
});

test("gives the changes after a place from memory as the log has them", { timeout: 120_000 }, async () => {
  const { follower } = await follow();
  const start = follower.log.last;
  await changeMany(12_000);
  await follower.wake();
  const all = await readChanges(prisma, start, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  expect(all).toHaveLength(12_000);

  const seqs = (changes: readonly Change[]) => changes.map(({ seq }) => seq);
  for (const index of [0, 1, 4000, 6998, 6999, 7000, 11_899, 11_900, 11_999]) {
    const seq = all[index]?.seq ?? 0;
    expect(seqs(await follower.after(seq, 100)), `after the ${index}th`).toEqual(
      seqs(all.slice(index + 1, index + 101)),
    );
  }
});

test("remembers the latest thousand changes; while many come, those of the last minute, up to 5,000", async () => {
  let sent = 0;
  const counted: Statements = new Proxy(prisma, {
    get: (target, name) => {
      if (name === "$queryRaw") sent++;
      return Reflect.get(target, name);
    },
  });
  const { follower, told } = await follow(counted);
  /** Can it tell of so many without the database? */
  const remembers = async (count: number) => {
    sent = 0;
    await follower.after(told.at(-count - 1) ?? 0, 1);
    return sent === 0;
  };

  await changeMany(3001);
  await follower.wake();
  expect(await remembers(3000)).toBe(true);

  await changeMany(4000);
  await follower.wake();
  expect([await remembers(5000), await remembers(5001)]).toEqual([true, false]);

  await prisma.$executeRaw`UPDATE change SET at = at + interval '61 s' WHERE seq = ${await change()}::bigint`;
  await follower.wake();
  expect([await remembers(1000), await remembers(1001)]).toEqual([true, false]);
});
