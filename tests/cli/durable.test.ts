import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openEmbedded } from "../../src/database/database.ts";
import { filing, outlet, says, took } from "../report/made.ts";
import { differences, dump } from "../testkit/dump.ts";
import { mustFile } from "../testkit/filings.ts";
import { fileReport, filingOf as numbered } from "../testkit/load.ts";
import { editorKey, mixedWrites, wrongAfter } from "../testkit/mixedWrites.ts";
import { recordFolder, run, serve, startServer, temporaryFolder } from "../testkit/process.ts";
import { noSmallDisk, smallDisk } from "../testkit/smallDisk.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const CONTACTS = "{ contacts(first: 3) { edges { node { title } } } }";

it("has all that was acknowledged, and nothing by half, after the server was killed under a load of writes", async () => {
  await using folder = await recordFolder();
  const environment = { DATA_DIR: folder.path, RATE_LIMIT: "none" };
  const key = await editorKey(environment);
  await using server = await serve(environment);
  const load = mixedWrites(server.url, key, "Killed", 0);
  await load.reached(60);
  server.kill("SIGKILL");
  await load.stop();

  await using after = await serve(environment);
  expect(await wrongAfter(after.url, key, load)).toEqual([]);
  expect(load.acknowledged).toBeGreaterThanOrEqual(60);
  const rebuilt = await run(["rebuild", "--json"], environment);
  expect(JSON.parse(rebuilt.stdout)).toMatchObject({ changed: 0 });
  process.stdout.write(
    `Killed on the embedded database: ${load.acknowledged} writes acknowledged, all there.\n`,
  );
});

it("syncs each write to the disk before it is acknowledged, and the log once for several at most", async () => {
  await using folder = await temporaryFolder();
  const synced: string[] = [];
  const { fsyncSync } = fs;
  fs.fsyncSync = (file) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${file}`));
    fsyncSync(file);
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
  });
  const database = await openEmbedded({ folder: join(folder.path, "database") });
  try {
    await database.prisma.$executeRaw`CREATE TABLE letters (text text)`;
    for (let count = 0; count < 5; count++) {
      synced.length = 0;
      await database.prisma.$executeRaw`INSERT INTO letters VALUES ('a')`;
      expect(synced).toEqual([expect.stringContaining("/database/pg_wal/")]);
    }
    synced.length = 0;
    expect(await database.prisma.$queryRaw`SELECT count(*)::int FROM letters`).toEqual([{ count: 5 }]);
    expect(synced).toEqual([]);
  } finally {
    await database.close();
  }
});

describe("a torn write", () => {
  it("of pages that a checkpoint was writing is mended, and one at the end of the log ends it there", async () => {
    await using folder = await temporaryFolder();
    const [path, torn] = [join(folder.path, "database"), join(folder.path, "torn")];
    const database = await openEmbedded({ folder: path });
    await mustFile(database, ...Array.from({ length: 30 }, (_, number) => filingOf(number)));
    await database.prisma.$executeRaw`CHECKPOINT`;
    await mustFile(database, ...Array.from({ length: 30 }, (_, number) => filingOf(30 + number)));
    const expected = await dump(database);
    // As a machine stops in a checkpoint: pages are written, and the control file does not say so yet.
    fs.cpSync(join(path, "global", "pg_control"), join(folder.path, "pg_control"));
    await database.prisma.$executeRaw`CHECKPOINT`;
    fs.cpSync(path, torn, { recursive: true });
    await database.close();
    fs.cpSync(join(folder.path, "pg_control"), join(torn, "global", "pg_control"));
    expect(tearPages(torn)).toBeGreaterThan(20);
    tearLog(torn);

    const after = await openEmbedded({ folder: torn });
    try {
      expect(differences(expected, await dump(after))).toEqual([]);
    } finally {
      await after.close();
    }
  });

  it("of a page at rest is found, and told, by commands and by the server; what else there is, it serves", async () => {
    await using folder = await recordFolder();
    const environment = { DATA_DIR: folder.path };
    await tearTable(folder.path, "claim");
    const exported = await run(["export"], environment);
    expect(exported.code).toBe(1);
    expect(exported.stderr).toMatch(/^The database's files are damaged, [^\n]+: restore a backup\n$/);
    await using server = await serve(environment);
    const damaged = await (
      await server.ask("{ reports(first: 1) { edges { node { claims { id } } } } }")
    ).json();
    expect(damaged).toMatchObject({
      errors: [{ message: expect.stringMatching(/files are damaged/), extensions: { code: "UNAVAILABLE" } }],
    });
    expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
    await expect.poll(() => server.stderr).toContain("invalid page in block 0");
  });

  it("of the control file is told when it is opened", async () => {
    await using folder = await recordFolder();
    const control = join(folder.path, "database", "global", "pg_control");
    const content = fs.readFileSync(control);
    fs.writeFileSync(control, content.fill(0, 100, 200));
    await using start = startServer({ DATA_DIR: folder.path });
    expect(await start.ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^The embedded database in [^\n]+ cannot be opened: [^\n]+backup[^\n]*\n$/,
      ),
    });
  });
});

describe.skipIf(noSmallDisk !== null)(
  `a full disk${noSmallDisk === null ? "" : ` (skipped: ${noSmallDisk})`}`,
  () => {
    it("refuses writes in a sentence, answers reads, and takes writes again once there is room", async () => {
      await using record = await recordFolder();
      await using disk = smallDisk(120);
      fs.cpSync(record.path, disk.path, { recursive: true });
      const environment = { DATA_DIR: disk.path };
      const key = await editorKey(environment);
      await using server = await serve(environment);
      const load = mixedWrites(server.url, key, "Room", 0);
      await load.reached(4);
      await load.stop();
      const filler = join(disk.path, ".filler");
      const { bavail, bsize } = fs.statfsSync(disk.path);
      fs.writeFileSync(filler, Buffer.alloc(bavail * bsize - 8 * 2 ** 20));
      const refused = await fileReport(server.url, key, numbered(1));
      expect(refused.errors).toMatchObject([
        { message: expect.stringMatching(/^The disk is nearly full/), extensions: { code: "UNAVAILABLE" } },
      ]);
      const imported = await run(["rebuild"], environment);
      expect(imported).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/\nThe disk is nearly full[^\n]+\n$/),
      });
      expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
      fs.rmSync(filler);
      expect((await fileReport(server.url, key, numbered(1))).data.fileReport).toMatchObject({ isNew: true });
      server.kill("SIGTERM");
      expect(await server.ended).toMatchObject({ code: 0 });
    });

    it("that takes PostgreSQL by surprise ends it with a reason, and loses nothing that was committed", async () => {
      await using disk = smallDisk(110);
      const folder = join(disk.path, "database");
      const database = await openEmbedded({ folder });
      await database.prisma.$executeRaw`CREATE TABLE letters (text text)`;
      await database.prisma.$executeRaw`INSERT INTO letters VALUES ('a')`;
      const { bavail, bsize } = fs.statfsSync(disk.path);
      fs.writeFileSync(join(disk.path, "filler"), Buffer.alloc(bavail * bsize));
      const fill = async () => {
        for (;;) {
          await database.prisma
            .$queryRaw`SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000))::text`;
        }
      };
      await database.prisma.$executeRaw`INSERT INTO letters VALUES ('a')`;
      await expect(fill()).rejects.toThrow(/No space left on device/);
      expect((await database.failed).message).toMatch(
        / has ended \(could not .+No space left on device\)\. All that/,
      );
      await expect(database.prisma.$queryRaw`SELECT 1`).rejects.toThrow(/No space left on device/);
      await database.close();
      disk.resize(300);
      const after = await openEmbedded({ folder });
      expect(await after.prisma.$queryRaw`SELECT count(*)::int FROM letters`).toEqual([{ count: 2 }]);
      await after.close();
    });
  },
);

function filingOf(number: number) {
  return filing([took({ keys: [`torn:${number}`] }), says("PLACE", `Hall ${number}`)], {
    outlet: outlet("gazette"),
    idempotencyKey: `torn:${number}`,
  });
}

const PAGE = 8192;

/**
 * Leaves of each page that was changed since the last checkpoint the first half alone; how many there are. Where a page
 * says when it was changed, and the control file when the checkpoint was: PostgreSQL, "Database Page Layout", and
 * `pg_control.h`.
 */
function tearPages(folder: string): number {
  const checkpoint = fs.readFileSync(join(folder, "global", "pg_control")).readBigUInt64LE(40);
  let torn = 0;
  for (const entry of fs.readdirSync(join(folder, "base"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^\d+$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = fs.readFileSync(path);
    for (let start = 0; start + PAGE <= content.length; start += PAGE) {
      const changed = (BigInt(content.readUInt32LE(start)) << 32n) | BigInt(content.readUInt32LE(start + 4));
      if (changed <= checkpoint) continue;
      content.fill(0, start + PAGE / 2, start + PAGE);
      torn++;
    }
    fs.writeFileSync(path, content);
  }
  return torn;
}

/** Puts something after the end of the write-ahead log, where a write was under way. */
function tearLog(folder: string): void {
  const log = join(folder, "pg_wal");
  const last =
    fs
      .readdirSync(log)
      .filter((name) => /^[\dA-F]{24}$/.test(name))
      .sort()[0] ?? "";
  const content = fs.readFileSync(join(log, last));
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end--;
  content.fill(0xa5, Math.ceil(end / 8) * 8, Math.ceil(end / 8) * 8 + 500);
  fs.writeFileSync(join(log, last), content);
}

/** Leaves of the first page of a table the first half alone. */
async function tearTable(dataDir: string, table: string): Promise<void> {
  const folder = join(dataDir, "database");
  const pglite = await PGlite.create(folder);
  const { rows } = await pglite.query<{ path: string }>("SELECT pg_relation_filepath($1::regclass) AS path", [
    table,
  ]);
  await pglite.close();
  const path = join(folder, rows[0]?.path ?? "");
  const content = fs.readFileSync(path);
  fs.writeFileSync(path, content.fill(0, PAGE / 2, PAGE));
}
