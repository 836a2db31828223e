import { expect, test } from "vitest";
import { together } from "../../src/database/together.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();

test("makes the next write while one is under way, and no more than that", async () => {
  const begun: PromiseWithResolvers<void>[] = [];
  const write = () => {
    const ends = Promise.withResolvers<void>();
    begun.push(ends);
    return ends.promise;
  };
  const all = together(write, write, write);
  await nextTurn();
  expect(begun).toHaveLength(2);
  begun[0]?.resolve();
  await nextTurn();
  expect(begun).toHaveLength(3);
  begun[2]?.resolve();
  begun[1]?.resolve();
  await all;
});

test("throws what the first that failed has thrown, when none is under way any more", async () => {
  let isUnderWay = false;
  const failing = database.prisma.$transaction(async (statements) => {
    await together(
      () => statements.$executeRaw`INSERT INTO topic (id, slug, label) VALUES (NULL, 'grain', 'Grain')`,
      async () => {
        isUnderWay = true;
        await statements.$executeRaw`SELECT 1`.finally(() => {
          isUnderWay = false;
        });
      },
      () => expect.unreachable("the transaction has failed"),
    ).finally(() => expect(isUnderWay).toBe(false));
  });
  await expect(failing).rejects.toThrow(/null value|Null constraint|23502/i);
  expect(await database.prisma.topic.count({ where: { slug: "grain" } })).toBe(0);
});

test("tells of one that fails while another is under way, when that has ended", async () => {
  const underWay = Promise.withResolvers<void>();
  const all = together(
    () => underWay.promise,
    () => Promise.reject(new Error("It cannot be made")),
  );
  // Nobody has come to hear of it yet: a rejection that is not handled would end the process.
  await nextTurn();
  underWay.resolve();
  await expect(all).rejects.toThrow("It cannot be made");
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
