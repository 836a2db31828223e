import { setTimeout as delay } from "node:timers/promises";
import { it, vi } from "vitest";
import { load, makeRecord } from "../testkit/load.ts";
import { serve } from "../testkit/process.ts";
import { cluster, describeFaults, FAST, IMMEDIATE } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

describeFaults("PostgreSQL that is restarted under load", [], () => {
  it.each([
    ["fast", FAST],
    ["immediate", IMMEDIATE],
  ] as const)("loses no change, in %s mode", async (mode, signal) => {
    await using postgres = await cluster();
    const DATABASE_URL = postgres.url();
    await makeRecord(DATABASE_URL);
    await using a = await serve({ DATABASE_URL, LOG_LEVEL: "silent" });
    await using b = await serve({ DATABASE_URL, LOG_LEVEL: "silent" });
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);

    const changes = load(postgres);
    await changes.reached(1500);
    await postgres.stop(signal);
    await delay(1000);
    await postgres.start();
    await changes.reached(3500);
    await postgres.stop(signal);
    await postgres.start();
    await changes.finished;

    await expectAllTold(`PostgreSQL restarted twice (${mode})`, log, subscribers);
  });
});
