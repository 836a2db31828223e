import { expect, it, vi } from "vitest";
import { readLogState, writeChangeCursor } from "../../src/changes/log.ts";
import { filing, outlet, took } from "../report/made.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
const { prisma } = database;

/** The server's clock cannot be put back by a test: to have written in the future is the same for what comes after. */
async function writeInTheFuture(): Promise<void> {
  await mustFile(database, made(1));
  await prisma.$executeRaw`UPDATE write SET at = at + interval '2 days'`;
  await prisma.$executeRaw`UPDATE change SET at = at + interval '2 days'`;
  await prisma.$executeRaw`UPDATE contact_version SET valid_from = valid_from + interval '2 days'`;
  await prisma.$executeRaw`UPDATE report SET recorded_at = recorded_at + interval '2 days'`;
}

it("keeps writes, changes and versions in their order where the clock is put back by days", async () => {
  await writeInTheFuture();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 86_400_000 });
  try {
    for (let number = 2; number < 6; number++) await mustFile(database, made(number));
  } finally {
    vi.useRealTimers();
  }

  const orders = await prisma.$queryRaw<{ name: string; isOrdered: boolean; count: number }[]>`
    SELECT 'changes' AS name, bool_and(at >= before) AS "isOrdered", count(*)::int
    FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM change) c
    UNION ALL SELECT 'versions', bool_and(valid_from > before), count(*)::int
    FROM (SELECT valid_from, lag(valid_from) OVER (PARTITION BY contact_id ORDER BY version) AS before FROM contact_version) v
    UNION ALL SELECT 'reports', bool_and(recorded_at > before), count(*)::int
    FROM (SELECT recorded_at, lag(recorded_at) OVER (ORDER BY title) AS before FROM report) r`;
  expect(orders.map(({ name, isOrdered }) => ({ name, isOrdered }))).toEqual([
    { name: "changes", isOrdered: true },
    { name: "versions", isOrdered: true },
    { name: "reports", isOrdered: true },
  ]);
  for (const { count } of orders) expect(count).toBeGreaterThanOrEqual(5);
  const versions = await prisma.$queryRaw<{ reports: number; asOf: number }[]>`
    SELECT v.report_count AS reports, (SELECT count(*)::int FROM report r WHERE r.recorded_at <= v.valid_from) AS "asOf"
    FROM contact_version v ORDER BY version`;
  expect(versions.map(({ reports, asOf }) => reports === asOf)).toEqual(versions.map(() => true));
  const log = await readLogState(prisma);
  expect(writeChangeCursor(log, log.last)).not.toBe(writeChangeCursor(log, log.last - 1));
});

/** Reports on one contact. */
function made(number: number) {
  return filing([took({ keys: ["clock"] })], {
    outlet: outlet("gazette"),
    report: { title: `Report ${number}`, kind: "ARTICLE" },
    idempotencyKey: `clock:${number}`,
  });
}
