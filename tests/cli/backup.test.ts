import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { expect, it, vi } from "vitest";
import { type Database, openEmbedded } from "../../src/database/database.ts";
import { storeReferenceStates } from "../../src/party/states.ts";
import { rebuild } from "../../src/rebuild/rebuild.ts";
import { differences, dumpFolder, fingerprint } from "../testkit/dump.ts";
import { recordFolder, run, serve, temporaryFolder } from "../testkit/process.ts";
import { RandomWriter } from "../testkit/randomWrites.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

it("is made while a server runs, and what is restored exports as the server does, under cursors of its own", async () => {
  await using folder = await recordFolder();
  await using places = await temporaryFolder();
  const backup = join(places.path, "backup");
  const environment = { DATA_DIR: folder.path };
  const server = await serve(environment);
  const { changeCursor } = await server.data("{ changeCursor }");
  expect(await run(["backup", backup], environment)).toMatchObject({
    code: 0,
    stdout: `Backed up to ${backup}.\n`,
  });
  const { stdout: expected } = await run(["export"], environment);
  await server[Symbol.asyncDispose]();

  const made = fingerprint(backup);
  const restored = { DATA_DIR: join(places.path, "restored") };
  expect(await run(["restore", backup], restored)).toEqual({
    code: 0,
    signal: null,
    stdout: `Restored ${backup} into ${restored.DATA_DIR}.\n`,
    stderr: "",
  });
  expect((await run(["export"], restored)).stdout).toBe(expected);
  expect(expected.split("\n").length).toBeGreaterThan(3);
  expect(fingerprint(backup)).toEqual(made);
  // A cursor that was given since the backup would be of another change one day.
  await using pglite = await PGlite.create(join(restored.DATA_DIR, "database"));
  const { rows } = await pglite.query<{ id: string }>("SELECT id FROM change_log");
  const log = Buffer.from(changeCursor, "base64url").toString().slice(0, 8);
  expect(log).toMatch(/^[\da-f]{8}$/);
  expect(rows[0]?.id).not.toContain(log);
});

it("is whole and consistent while the record is written to, and has all that was written before", async () => {
  await using places = await temporaryFolder();
  const [folder, copy] = [join(places.path, "database"), join(places.path, "copy")];
  const database = await openEmbedded({ folder });
  await storeReferenceStates(database);
  const writer = new RandomWriter(database, 7);
  const reportsIn = ({ prisma }: Database) => prisma.report.count();
  let isCopied = false;
  let meanwhile = 0;
  try {
    for (let count = 0; count < 10; count++) await writer.write();
    const before = await reportsIn(database);
    const copying = database.copy(copy).finally(() => {
      isCopied = true;
    });
    for (; !isCopied; meanwhile++) {
      await writer.write();
      await new Promise(setImmediate); // Files are copied between two writes; a server waits for its clients there.
    }
    await copying;
    expect(meanwhile).toBeGreaterThan(0);
    await expect(database.copy(copy)).rejects.toThrow(/is there already/);
    const copied = await openEmbedded({ folder: copy });
    try {
      expect(await reportsIn(copied)).toBeGreaterThanOrEqual(before);
      expect(await reportsIn(copied)).toBeLessThanOrEqual(await reportsIn(database));
      expect(await rebuild(copied)).toMatchObject({ changed: 0 });
    } finally {
      await copied.close();
    }
  } finally {
    await database.close();
  }
});

it("is made without a server too, is whole or not there, and never goes over another", async () => {
  await using folder = await recordFolder();
  await using places = await temporaryFolder();
  const environment = { DATA_DIR: folder.path };
  const backup = join(places.path, "backup");
  expect(await run(["backup", backup], environment)).toMatchObject({ code: 0 });
  for (const [args, reason] of [
    [["backup", backup], /^(?:[^\n]+\n)?The folder [^\n]+ is there already: [^\n]+\n$/],
    [["restore", backup], /^The folder [^\n]+ is there already: [^\n]+\n$/],
    [["restore", places.path], /^There is no backup in [^\n]+\n$/],
  ] as const) {
    expect(await run(args, environment)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(reason),
    });
  }
  const nowhere = { DATA_DIR: join(places.path, "nowhere") };
  expect(await run(["backup", join(places.path, "none")], nowhere)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is no database in [^\n]+\n$/),
  });
  expect(existsSync(nowhere.DATA_DIR)).toBe(false);
  const server = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" };
  expect(await run(["restore", backup], server)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^DATABASE_URL is set: [^\n]+pg_restore[^\n]+\n$/),
  });
  expect(differences(await dumpFolder(folder.path), await dumpFolder(backup))).toEqual([]);
});

it("that is damaged is not restored", async () => {
  await using folder = await recordFolder();
  await using restored = await temporaryFolder();
  const database = join(folder.path, "database");
  const pglite = await PGlite.create(database);
  const { rows } = await pglite.query<{ path: string }>("SELECT pg_relation_filepath('claim') AS path");
  await pglite.close();
  const table = join(database, rows[0]?.path ?? "");
  const content = readFileSync(table);
  writeFileSync(table, content.fill(0, 4096, 8192));
  const DATA_DIR = join(restored.path, "data");
  expect(await run(["restore", folder.path], { DATA_DIR })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^The database's files are damaged, [^\n]+\n$/),
  });
  expect(existsSync(join(DATA_DIR, "database"))).toBe(false);
});
