import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { expect, it, vi } from "vitest";
import { differences, dumpFolder, fingerprint } from "../testkit/dump.ts";
import { editorKey, mixedWrites } from "../testkit/mixedWrites.ts";
import { recordFolder, run, serve, temporaryFolder } from "../testkit/process.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

it("is whole while a server is written to, and what is restored exports as the server does", async () => {
  await using folder = await recordFolder();
  await using places = await temporaryFolder();
  const [busy, quiet] = [join(places.path, "busy"), join(places.path, "quiet")];
  const environment = { DATA_DIR: folder.path, RATE_LIMIT: "none" };
  const key = await editorKey(environment);
  await using server = await serve(environment);
  const { changeCursor } = await server.data("{ changeCursor }");
  const load = mixedWrites(server.url, key, "Before", 0);
  await load.reached(10);
  const before = load.sent.filter(({ isAcknowledged }) => isAcknowledged).map(({ filing }) => filing);
  expect(await run(["backup", busy], environment)).toMatchObject({
    code: 0,
    stdout: `Backed up to ${busy}.\n`,
  });
  await load.stop();
  expect(await run(["backup", quiet], environment)).toMatchObject({ code: 0 });
  const { stdout: expected } = await run(["export"], environment);
  expect(expected).toContain("Before 0");

  const made = fingerprint(quiet);
  const restored = { DATA_DIR: join(places.path, "restored") };
  expect(await run(["restore", quiet], restored)).toEqual({
    code: 0,
    signal: null,
    stdout: `Restored ${quiet} into ${restored.DATA_DIR}.\n`,
    stderr: "",
  });
  expect((await run(["export"], restored)).stdout).toBe(expected);
  expect(fingerprint(quiet)).toEqual(made);
  // A cursor that was given since would be of another change one day.
  await using after = await serve(restored);
  const { errors } = (await (
    await after.ask("query ($after: String!) { changes(after: $after) { edges { cursor } } }", {
      after: changeCursor,
    })
  ).json()) as { errors: object[] };
  expect(errors).toMatchObject([{ message: "This cursor is of another record" }]);

  // That of the busy moment has all that was acknowledged before, and is consistent.
  const moment = { DATA_DIR: join(places.path, "moment") };
  expect(await run(["restore", busy], moment)).toMatchObject({ code: 0, stderr: "" });
  const lines = join(places.path, "before.ndjson");
  writeFileSync(lines, before.map((filing) => `${JSON.stringify(filing)}\n`).join(""));
  const again = await run(["import", "reports", "--json", lines], moment);
  expect(JSON.parse(again.stdout)).toMatchObject({ rows: before.length, unchanged: before.length });
  const rebuilt = await run(["rebuild", "--json"], moment);
  expect(JSON.parse(rebuilt.stdout)).toMatchObject({ changed: 0 });
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
