import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { writeCollection } from "../testkit/collection.ts";
import { differences, dumpFolder } from "../testkit/dump.ts";
import { command, recordFolder, run, temporaryFolder } from "../testkit/process.ts";

const samples = process.env.READOUT_SAMPLES ?? "";
const PLACES = [0.1, 0.45, 0.8];

/** Some hundreds of real visits where there are some; else made-up ones. */
function visits(folder: string): string[] {
  if (samples === "") return [writeCollection(folder, 500).folder];
  const data = join(samples, "office-of-the-historian", "visits", "data");
  return ["1960.xml", "1970.xml"].map((file) => join(data, file));
}

function counts(stdout: string): { rows: number; unchanged: number } {
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

it(`ends in the state of an undisturbed import, wherever it was killed, with ${samples === "" ? "made-up records: READOUT_SAMPLES is not set" : "real visits"}`, async () => {
  await using records = await temporaryFolder();
  await using undisturbed = await recordFolder();
  const args = ["import", "historian", "--json", ...visits(records.path)];
  const whole = command(args, { DATA_DIR: undisturbed.path });
  const writes = await writesUntilEnd(undisturbed.path, whole.ended);
  const { rows } = counts((await whole.ended).stdout);
  const expected = await dumpFolder(undisturbed.path);
  expect(expected.contact?.length).toBeGreaterThan(100);

  const foundStored: number[] = [];
  for (const place of PLACES) {
    await using folder = await recordFolder();
    await using killed = command(args, { DATA_DIR: folder.path });
    await writesUntilEnd(folder.path, killed.ended, place * writes);
    killed.kill("SIGKILL");
    expect((await killed.ended).signal).toBe("SIGKILL");
    const { code, stdout, stderr } = await run(args, { DATA_DIR: folder.path });
    expect({ code, stderr: withoutProgress(stderr), rows: counts(stdout).rows }).toEqual({
      code: 0,
      stderr: "",
      rows,
    });
    foundStored.push(counts(stdout).unchanged);
    expect(differences(expected, await dumpFolder(folder.path))).toEqual([]);
  }
  expect(foundStored.some((stored) => stored > 0 && stored < rows)).toBe(true); // Else nothing was under way.
}, 480_000);

it("ends in the state of an undisturbed first import, however often it was killed while the database was made", async () => {
  await using records = await temporaryFolder();
  writeCollection(records.path, 40);
  await using undisturbed = await temporaryFolder();
  await using folder = await temporaryFolder();
  const args = ["import", "historian", "--json", records.path];
  const [expected, DATA_DIR] = [join(undisturbed.path, "data"), join(folder.path, "data")];
  expect(await run(args, { DATA_DIR: expected })).toMatchObject({ code: 0, stderr: "" });

  const appears = (name: string) => () => existsSync(join(DATA_DIR, name));
  for (const [isThere, then] of [
    [appears("readout.lock"), 0],
    [appears("database.new"), 20],
    [appears("database"), 0],
    [appears("database/postmaster.pid"), 150],
    [appears("database/postmaster.pid"), 450],
  ] as const) {
    await using killed = command(args, { DATA_DIR });
    while (!isThere()) await delay(2);
    await delay(then);
    killed.kill("SIGKILL");
    expect((await killed.ended).signal).toBe("SIGKILL");
  }
  const { code, stderr } = await run(args, { DATA_DIR });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(differences(await dumpFolder(expected), await dumpFolder(DATA_DIR))).toEqual([]);
}, 120_000);

/** How often the write-ahead log was written until the process ended, or until it was so often: how far it came. */
async function writesUntilEnd(
  dataDir: string,
  ended: Promise<unknown>,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let writes = 0;
  const enough = Promise.withResolvers<void>();
  const watcher = watch(join(dataDir, "database", "pg_wal"), (_, file) => {
    // A segment is made by many writes at once, under another name.
    if (file !== null && !file.startsWith("xlogtemp") && ++writes >= most) enough.resolve();
  });
  await Promise.race([ended, enough.promise]);
  watcher.close();
  return writes;
}

function withoutProgress(stderr: string): string {
  return stderr.replace(/^\d+ of \d+ records, .+\n/gm, "");
}
