import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Follower } from "../../src/changes/follower.ts";
import { writeChangeCursor } from "../../src/changes/log.ts";
import type { Statements } from "../../src/database/database.ts";
import { testDatabase } from "../testkit/database.ts";

const { prisma } = await testDatabase();

test("whoever comes with a cursor is let in, though wake-ups come faster than the log can be read", async () => {
  const slow = Object.create(prisma, {
    $queryRaw: {
      value: async (...query: Parameters<Statements["$queryRaw"]>) => {
        await delay(5);
        return prisma.$queryRaw(...query);
      },
    },
  }) as Statements;
  const follower = await Follower.start(slow, () => {});
  const waking = setInterval(() => void follower.wake(), 1);
  onTestFinished(async () => {
    clearInterval(waking);
    await follower.stop();
  });
  await delay(50);

  expect(await follower.place(writeChangeCursor(follower.log, follower.log.last))).toBe(follower.log.last);
});
