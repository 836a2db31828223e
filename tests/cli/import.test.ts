import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { lockFolder, socketPathFor } from "../../src/database/lock.ts";
import { fixtures, writeCollection } from "../testkit/collection.ts";
import { differences, dumpFolder } from "../testkit/dump.ts";
import {
  command,
  type Ended,
  recordFolder,
  run,
  type Serving,
  serve,
  temporaryFolder,
} from "../testkit/process.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const IMPORT = ["import", "historian"];
const COUNT = "{ contacts { totalCount } }";

interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  rejected: number;
  dryRun: boolean;
}

/** The last line of `--json`. */
function countsOf({ stdout, stderr, code }: Ended): Counts {
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  const counts = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Counts;
  expect(counts.created + counts.merged + counts.unchanged + counts.rejected).toBe(counts.rows);
  return counts;
}

async function contacts(server: Serving): Promise<number> {
  return (await server.data(COUNT)).contacts.totalCount;
}

it("tells what it did, and at a second run finds all of it there and changes nothing", async () => {
  await using folder = await recordFolder();
  const environment = { DATA_DIR: folder.path, CI: "true" };
  const first = await run([...IMPORT, fixtures("travels"), fixtures("visits")], environment);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout.split("\n").map((line) => line.trim())).toEqual([
    `Imported into the embedded database in ${folder.path}/database:`,
    "7  records read",
    "5  created: contacts that were not known",
    "1  merged: further reports on known contacts",
    "0  unchanged: imported before",
    "1  rejected",
    "1  of the records tell of a summit",
    expect.stringMatching(/^\d+ {2}participants found in remarks and descriptions$/),
    expect.stringMatching(/^\d+ {2}sentences not understood, kept in quotes$/),
    "1  places without a party: Norland (1)",
    expect.stringMatching(
      /^rejected travels\/secretary-travels\/christopher-warren-minor\.xml, record 9102: the end precedes the start: /,
    ),
    "",
  ]);
  const before = await dumpFolder(folder.path);
  const second = await run([...IMPORT, "--json", fixtures("travels"), fixtures("visits")], environment);
  expect(countsOf(second)).toMatchObject({ rows: 7, created: 0, merged: 0, unchanged: 6, rejected: 1 });
  expect(differences(before, await dumpFolder(folder.path))).toEqual([]);
});

it("predicts with --dry-run the very counts of the import, and stores nothing", async () => {
  await using folder = await recordFolder();
  await using collection = await temporaryFolder();
  const { records } = writeCollection(collection.path, 120);
  const args = [...IMPORT, "--json", collection.path, fixtures("broken")];
  const before = await dumpFolder(folder.path);
  const predicted = countsOf(await run([...args, "--dry-run"], { DATA_DIR: folder.path }));
  expect(differences(before, await dumpFolder(folder.path))).toEqual([]);
  const real = countsOf(await run(args, { DATA_DIR: folder.path }));
  expect(predicted).toEqual({ ...real, dryRun: true });
  // 120 visits, 24 trips that two records tell each, and of the broken file one of nine.
  expect(real).toMatchObject({ rows: records + 9, created: 145, merged: 24, unchanged: 0, rejected: 8 });
});

it("makes no folder with --dry-run where there is none", async () => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "data");
  const counts = countsOf(await run([...IMPORT, "--json", "--dry-run", fixtures("visits")], { DATA_DIR }));
  expect(counts).toMatchObject({ rows: 2, created: 2 });
  expect(existsSync(DATA_DIR)).toBe(false);
});

it("reports each record that cannot be used with its file, its id and the reason, and takes the others", async () => {
  await using folder = await recordFolder();
  const ended = await run([...IMPORT, "--json", fixtures("broken"), fixtures("../person.test.ts")], {
    DATA_DIR: folder.path,
  });
  expect(countsOf(ended)).toMatchObject({ rows: 10, created: 1, rejected: 9 });
  const rejected = ended.stdout
    .trim()
    .split("\n")
    .slice(0, -1)
    .map(
      (line) =>
        (JSON.parse(line) as { rejected: { file: string; id: string | null; reason: string } }).rejected,
    );
  expect(rejected).toHaveLength(9);
  expect(rejected).toContainEqual({
    file: "broken/trips.xml",
    id: "9203",
    reason: 'expected <start-date> to be a day such as 1974-06-17, got "2012-02-30"',
  });
  expect(rejected).toContainEqual({
    file: "person.test.ts",
    id: null,
    reason: "expected a file with <trips> or <visits>, got neither",
  });
});

it("says so where a folder does not exist, and touches nothing", async () => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "data");
  const ended = await run([...IMPORT, "no/such/folder"], { DATA_DIR });
  expect(ended).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "There is no folder or file no/such/folder.\n",
  });
  expect(existsSync(DATA_DIR)).toBe(false);
});

it("goes through the server that holds the folder, and what it brings is seen there at once", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const before = await contacts(server);
  const dry = await run([...IMPORT, "--json", "--dry-run", fixtures("travels")], { DATA_DIR: folder.path });
  expect(await contacts(server)).toBe(before);
  const real = await run([...IMPORT, fixtures("travels")], { DATA_DIR: folder.path });
  expect(real.stdout).toContain(
    `Imported into the embedded database in ${folder.path}, through the running Readout (process ${server.pid}):`,
  );
  expect(countsOf(dry)).toMatchObject({ created: 3, merged: 1, rejected: 1 });
  expect(await contacts(server)).toBe(before + 3);
  const found = await server.data('{ search(text: "Strobe Example") { edges { node { __typename } } } }');
  expect(JSON.stringify(found)).toContain("Person");
});

it("waits for a process that is starting, and takes the folder itself where that one goes", async () => {
  await using folder = await recordFolder();
  const socket = socketPathFor(folder.path);
  const asked = Promise.withResolvers<void>();
  const starting = createServer((_, response) => {
    response.writeHead(503).end("{}");
    asked.resolve();
  });
  await new Promise<void>((resolve) => starting.listen(socket, resolve));
  const lock = await lockFolder(folder.path, socket);
  await using underWay = command([...IMPORT, "--json", fixtures("visits")], { DATA_DIR: folder.path });
  await asked.promise;
  if ("release" in lock) lock.release();
  starting.close();
  expect(countsOf(await underWay.ended)).toMatchObject({ created: 2 });
});

it("ends well when the server that it goes through is killed", async () => {
  await using folder = await recordFolder();
  await using collection = await temporaryFolder();
  const { records } = writeCollection(collection.path, 300);
  await using server = await serve({ DATA_DIR: folder.path });
  const before = await contacts(server);
  await using underWay = command([...IMPORT, "--json", collection.path], { DATA_DIR: folder.path });
  while ((await contacts(server)) === before);
  server.kill("SIGKILL");
  expect(countsOf(await underWay.ended).rows).toBe(records);
  const again = countsOf(await run([...IMPORT, "--json", collection.path], { DATA_DIR: folder.path }));
  expect(again).toMatchObject({ rows: records, unchanged: records });
});

it("finishes what is under way when it is interrupted, says how far it came, and goes on from there the next time", async () => {
  await using folder = await recordFolder();
  await using collection = await temporaryFolder();
  const { records } = writeCollection(collection.path, 700);
  await using server = await serve({ DATA_DIR: folder.path });
  const before = await contacts(server);
  await using underWay = command([...IMPORT, "--json", collection.path], { DATA_DIR: folder.path });
  while ((await contacts(server)) === before);
  underWay.kill("SIGINT");
  const { code, stdout, stderr } = await underWay.ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
  const interrupted = JSON.parse(stdout) as Counts;
  expect(interrupted.rows).toBeLessThan(records);
  expect(interrupted.created + interrupted.merged).toBe(interrupted.rows);
  const rest = countsOf(await run([...IMPORT, "--json", collection.path], { DATA_DIR: folder.path }));
  expect(rest).toMatchObject({ rows: records, unchanged: interrupted.rows });
});

it("ends well beside another import into the same folder, and both make what one would have made", async () => {
  await using folder = await recordFolder();
  await using other = await recordFolder();
  await using collection = await temporaryFolder();
  const { records } = writeCollection(collection.path, 200);
  const args = [...IMPORT, "--json", collection.path];
  await using a = command(args, { DATA_DIR: folder.path });
  await using b = command(args, { DATA_DIR: folder.path });
  const both = [countsOf(await a.ended), countsOf(await b.ended)];
  expect(both.map(({ rows }) => rows)).toEqual([records, records]);
  const alone = countsOf(await run(args, { DATA_DIR: other.path }));
  const sum = (count: "created" | "merged" | "unchanged") =>
    both.reduce((sum, counts) => sum + counts[count], 0);
  expect(sum("created") + sum("merged")).toBe(alone.created + alone.merged);
  expect(sum("unchanged")).toBe(records);
  expect(differences(await dumpFolder(other.path), await dumpFolder(folder.path))).toEqual([]);
});
