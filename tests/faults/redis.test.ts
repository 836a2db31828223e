import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { expect, it, vi } from "vitest";
import { fileReport, filingOf, load, makeRecord } from "../testkit/load.ts";
import { serve } from "../testkit/process.ts";
import { cluster, describeFaults, redis } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

describeFaults("wake-ups by Redis", ["redis"], () => {
  it("come again after it was restarted, and are made up for when it is gone for good", async () => {
    await using postgres = await cluster();
    await using carrier = await redis();
    const DATABASE_URL = postgres.url();
    const key = await makeRecord(DATABASE_URL);
    const environment = { DATABASE_URL, REDIS_URL: carrier.url, LOG_LEVEL: "fatal" };
    await using a = await serve(environment);
    await using b = await serve(environment);
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);
    let number = 0;
    const file = async () => {
      const { data } = await fileReport(a.url, key, filingOf(number++));
      expect(data.fileReport).toMatchObject({ isNew: true });
    };

    const changes = load(postgres);
    await expectCarried(carrier.url, file);
    await changes.reached(1500);
    await carrier.stop("SIGKILL");
    for (let count = 0; count < 20; count++) await file();
    await carrier.start();
    await expectCarried(carrier.url, file);
    await changes.reached(3000);
    await carrier.stop("SIGTERM");
    for (let count = 0; count < 20; count++) await file();
    await changes.finished;

    await expectAllTold("Redis restarted, then gone", log, subscribers);
  });
});

/** Both instances listen to it, and a filing through one of them is told over it. */
async function expectCarried(url: string, file: () => Promise<void>): Promise<void> {
  const client = new Redis(url);
  try {
    const channels = async () => (await client.pubsub("CHANNELS", "readout:*")) as string[];
    while ((await channels()).length === 0) await delay(20);
    const [channel = ""] = await channels();
    while (Number((await client.pubsub("NUMSUB", channel))[1]) < 2) await delay(20);
    const listener = client.duplicate();
    const messages: string[] = [];
    listener.on("message", (_, message) => messages.push(message));
    await listener.subscribe(channel);
    await file();
    while (messages.length === 0) await delay(20);
    listener.disconnect();
  } finally {
    client.disconnect();
  }
}
