import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fileReport, filingOf, inMidTransaction, load, makeRecord } from "../testkit/load.ts";
import { command, run, serve, temporaryFolder } from "../testkit/process.ts";
import { type Cluster, cluster, describeFaults } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

describeFaults("writers", [], () => {
  let postgres: Cluster;
  let DATABASE_URL: string;
  let key: string;
  beforeAll(async () => {
    postgres = await cluster();
    DATABASE_URL = postgres.url();
    key = await makeRecord(DATABASE_URL);
  });
  afterAll(() => postgres?.[Symbol.asyncDispose]());

  it("reach subscribers of all instances: through one of them, by SQL, and by the import command", async () => {
    await using a = await serve({ DATABASE_URL });
    await using b = await serve({ DATABASE_URL });
    await using folder = await temporaryFolder();
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);

    const changes = load(postgres);
    for (let number = 0; number < 100; number++) {
      const { data } = await fileReport(a.url, key, filingOf(number));
      expect(data.fileReport).toMatchObject({ isNew: true });
    }
    const imported = await run(["import", "reports", "--json", writeFilings(folder.path, 100, 600)], {
      DATABASE_URL,
    });
    expect(JSON.parse(imported.stdout)).toMatchObject({ created: 500 });
    await changes.finished;

    await expectAllTold("Writers of three sorts", log, subscribers);
    expect({ a: a.stderr, b: b.stderr }).toEqual({ a: "", b: "" });
  });

  it("leave nothing when they are killed in mid-transaction, and hold nobody up", async () => {
    await using a = await serve({ DATABASE_URL });
    await using b = await serve({ DATABASE_URL });
    await using folder = await temporaryFolder();
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);

    const changes = load(postgres);
    await changes.reached(1000);
    await inMidTransaction(postgres, async (isThere) => {
      const lines = writeFilings(folder.path, 1000, 1200, "Never");
      await using importer = command(["import", "reports", "--json", lines], { DATABASE_URL });
      await isThere();
      importer.kill("SIGKILL");
      expect((await importer.ended).signal).toBe("SIGKILL");
    });
    await changes.reached(2500);
    await inMidTransaction(postgres, async (isThere) => {
      const answer = fileReport(a.url, key, filingOf(2000, "Never 2000")).catch(() => "none");
      await isThere();
      a.kill("SIGKILL");
      expect(await answer).toBe("none");
    });
    await changes.finished;

    await expectAllTold("Writers killed in mid-transaction", log, subscribers);
    expect(await postgres.query("SELECT title FROM report WHERE title LIKE 'Never%'")).toEqual([]);
    const { data } = await fileReport(b.url, key, filingOf(2000, "Never 2000"));
    expect(data.fileReport).toMatchObject({ isNew: true });
  });
});

function writeFilings(folder: string, from: number, to: number, word = "Report"): string {
  const path = join(folder, `${word}-${from}.ndjson`);
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const lines = numbers.map((number) => JSON.stringify(filingOf(number, `${word} ${number}`)));
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
