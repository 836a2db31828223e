import { expect, it } from "vitest";
import { readiness } from "../../src/server/health.ts";
import { testDatabase } from "../testkit/database.ts";
import { serve } from "../testkit/process.ts";
import { runServer } from "../testkit/running.ts";
import { cluster, describeFaults, FAST } from "../testkit/services.ts";

const database = await testDatabase();

async function health(url: string, what: "live" | "ready") {
  const answer = await fetch(new URL(`/health/${what}`, url));
  return { status: answer.status, body: await answer.json() };
}

it("is live and ready when it serves, and neither is counted or asks for a key", async () => {
  await using server = await runServer({ RATE_LIMIT: "1/1h" });
  for (let round = 0; round < 3; round++) {
    expect(await health(server.url, "live")).toEqual({ status: 200, body: { status: "live" } });
    expect(await health(server.url, "ready")).toEqual({
      status: 200,
      body: { status: "ready", database: true, migrations: true, changes: true },
    });
  }
});

it("is not ready on a database that lacks a migration, or has another", async () => {
  await using server = await runServer();
  const { prisma } = server.database;
  await prisma.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES ('newer', '', '99999999999999_newer', now())`;
  expect(await health(server.url, "ready")).toMatchObject({
    status: 503,
    body: { status: "not ready", database: true, migrations: false },
  });
  expect((await health(server.url, "live")).status).toBe(200);
});

it("asks the database once for all who ask at a time", async () => {
  let statements = 0;
  database.onStatement(() => statements++);
  const ready = readiness(database, { isFollowing: () => true });
  const answers = await Promise.all(Array.from({ length: 20 }, ready));
  expect(answers).toEqual(Array(20).fill({ database: true, migrations: true, changes: true }));
  expect(statements).toBe(1);
});

it("says that it is not ready for SHUTDOWN_DELAY before it refuses requests", async () => {
  await using server = await runServer({ SHUTDOWN_DELAY: "2" });
  const stopped = server.stop();
  const answers = await Promise.all([
    health(server.url, "ready"),
    health(server.url, "live"),
    fetch(`${server.url}?query=${encodeURIComponent("{ contacts { totalCount } }")}`),
  ]);
  expect(answers).toMatchObject([
    { status: 503, body: { status: "stopping" } },
    { status: 200, body: { status: "live" } },
    { status: 200 },
  ]);
  await stopped;
  await expect(health(server.url, "live")).rejects.toThrow("fetch failed");
});

describeFaults("a server whose database goes away", [], () => {
  it("is live and not ready until it is back", async () => {
    await using database = await cluster();
    await using server = await serve({ DATABASE_URL: database.url() });
    expect((await health(server.url, "ready")).status).toBe(200);
    await database.stop(FAST);
    expect(await health(server.url, "ready")).toMatchObject({ status: 503, body: { database: false } });
    expect((await health(server.url, "live")).status).toBe(200);
    await database.start();
    while ((await health(server.url, "ready")).status !== 200) await new Promise((r) => setTimeout(r, 100));
  });
});
