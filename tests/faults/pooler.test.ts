import { expect, it, vi } from "vitest";
import { fileReport, filingOf, load, makeRecord } from "../testkit/load.ts";
import { run, serve } from "../testkit/process.ts";
import { cluster, describeFaults, poolerOf, redis } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

const TIMES = `{ contacts(first: 20) { edges { node { id date { text } } } }
  reports(first: 20) { edges { node { id recordedAt } } } }`;

describeFaults("PgBouncer in transaction mode", ["redis", "pgbouncer"], () => {
  it("lets subscribers hear of everything, by polling or by Redis", async () => {
    await using postgres = await cluster();
    await using pooler = await poolerOf(postgres);
    await using carrier = await redis();
    const DATABASE_URL = pooler.url();
    const key = await makeRecord(DATABASE_URL);
    await using polling = await serve({ DATABASE_URL });
    await using woken = await serve({ DATABASE_URL, REDIS_URL: carrier.url });
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [polling.url, woken.url]);

    const changes = load(postgres);
    for (let number = 0; number < 40; number++) {
      const { url } = number % 2 === 0 ? polling : woken;
      const { data } = await fileReport(url, key, filingOf(number));
      expect(data.fileReport).toMatchObject({ isNew: true });
    }
    await changes.finished;

    await expectAllTold("Behind PgBouncer", log, subscribers);
    expect(polling.stderr).toMatch(/^[^\n]+Notifications are not heard, as behind a pooler[^\n]+\n$/);
    expect(woken.stderr).toBe("");
  });

  it("changes nothing of what is read, whatever the server's time zone, nor of who can migrate", async () => {
    await using postgres = await cluster();
    await using pooler = await poolerOf(postgres);
    await makeRecord(pooler.url());
    for (let turn = 0; turn < 3; turn++) {
      expect(await run(["migrate"], { DATABASE_URL: pooler.url() })).toMatchObject({ code: 0, stderr: "" });
    }
    await using pooled = await serve({ DATABASE_URL: pooler.url() });
    await using direct = await serve({ DATABASE_URL: postgres.url() });

    expect(await pooled.data(TIMES)).toEqual(await direct.data(TIMES));
    // One that belonged to a session would stay with the pooler's connection; what is under way takes some for a moment.
    await vi.waitFor(
      async () =>
        expect(await postgres.query("SELECT FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]),
      20_000,
    );
  });
});
