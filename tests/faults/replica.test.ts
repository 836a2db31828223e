import { setTimeout as delay } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { fileReport, filingOf, load, makeRecord } from "../testkit/load.ts";
import { run, serve } from "../testkit/process.ts";
import { cluster, describeFaults, FAST, replicaOf } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

const REFUSED = { code: "UNAVAILABLE" };

describeFaults("an instance on a read replica", [], () => {
  it("tells subscribers everything, also those who come from an instance that is ahead of it", async () => {
    await using primary = await cluster();
    const key = await makeRecord(primary.url());
    await using standby = await replicaOf(primary);
    await using a = await serve({ DATABASE_URL: primary.url() });
    await using b = await serve({ DATABASE_URL: standby.url() });
    await using c = await serve({ DATABASE_URL: standby.url() });
    const log = await changeLog(primary);
    const subscribers = await subscribe(log, [a.url, b.url, c.url]);

    const changes = load(primary);
    for (let number = 0; number < 20; number++) {
      const { data } = await fileReport(a.url, key, filingOf(number));
      expect(data.fileReport).toMatchObject({ isNew: true });
    }
    await changes.reached(1500);
    await standby.query("SELECT pg_wal_replay_pause()");
    await changes.reached(2000);
    a.kill("SIGKILL");
    await changes.reached(2500);
    await standby.query("SELECT pg_wal_replay_resume()");
    await changes.reached(3500);
    b.kill("SIGKILL");
    await changes.finished;

    await expectAllTold("Two instances on a read replica", log, subscribers);
    expect({ b: b.stderr, c: c.stderr }).toEqual({ b: "", c: "" });
  });

  it("answers queries, with and without a key, and refuses to write in a sentence until it is promoted", async () => {
    await using primary = await cluster();
    const DATABASE_URL = primary.url();
    const key = await makeRecord(DATABASE_URL);
    await using standby = await replicaOf(primary);
    await using running = await serve({ DATABASE_URL: standby.url() });
    await using ahead = await serve({ DATABASE_URL });

    expect(running.stdout).toContain("Readout serves the read replica, the PostgreSQL database at ");
    const contacts = "{ contacts(first: 50) { totalCount edges { node { id title } } } }";
    expect(await running.data(contacts)).toEqual(await ahead.data(contacts));
    const { data, errors } = await fileReport(running.url, key, filingOf(1));
    expect(data).toBe(null);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^The database of this Readout is a read replica/),
        extensions: REFUSED,
      },
    ]);
    const exported = await run(["export"], { DATABASE_URL: standby.url() });
    expect(exported).toEqual(await run(["export"], { DATABASE_URL }));
    const written = await run(["keys", "create", "--name", "x", "--role", "EDITOR"], {
      DATABASE_URL: standby.url(),
    });
    expect(written).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^The database of this Readout is a read replica[^\n]+\n$/),
    });
    expect(standby.log).not.toMatch(/ERROR:(?!.*cannot execute INSERT)/);

    await primary.stop(FAST);
    await standby.query("SELECT pg_promote()");
    while ((await standby.query("SELECT WHERE pg_is_in_recovery()")).length > 0) await delay(50);
    const after = await fileReport(running.url, key, filingOf(1));
    expect(after.data.fileReport).toMatchObject({ isNew: true });
  });

  it("is not begun while what it follows lacks migrations", async () => {
    await using primary = await cluster();
    await using standby = await replicaOf(primary);
    const started = await run(["serve"], {
      DATABASE_URL: standby.url(),
      PORT: "0",
      MIGRATE_ON_START: "true",
    });
    expect(started).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/ lacks \d+ migration[^\n]+: migrate the database that it follows\.\n$/),
    });
  });
});
