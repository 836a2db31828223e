import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { expect, it, vi } from "vitest";
import { fixtures } from "../testkit/collection.ts";
import { changeFolder, dumpFolder, fingerprint } from "../testkit/dump.ts";
import {
  type Ended,
  recordFolder,
  run,
  type Serving,
  serve,
  startServer,
  takenPort,
  temporaryFolder,
} from "../testkit/process.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const COUNT = "{ contacts { totalCount } }";

/** Refused with one sentence on standard error, and nothing else. */
function expectRefusal({ code, stdout, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
}

function leftBehind(dataDir: string): string[] {
  return readdirSync(dataDir).filter((name) => name !== "database");
}

it("loads the first record at the first start, and keeps the data at the second", async () => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "new", "data with spaces");
  const count = async (start: Serving) => (await start.data(COUNT)).contacts.totalCount;
  await using first = await serve({ DATA_DIR });
  expect(first.stdout).toContain("with the first record loaded");
  const loaded = await count(first);
  expect(loaded).toBeGreaterThan(0);
  first.kill("SIGTERM");
  expect(await first.ended).toMatchObject({ code: 0, stderr: "" });
  expect(leftBehind(DATA_DIR)).toEqual([]);

  await using second = await serve({ DATA_DIR });
  expect(second.stdout).not.toContain("first record");
  expect(await count(second)).toBe(loaded);
});

it("keeps what was acknowledged when the process is killed, and takes over its lock and socket", async () => {
  await using folder = await recordFolder();
  const { path: DATA_DIR } = folder;
  await using first = await serve({ DATA_DIR });
  const before = (await first.data(COUNT)).contacts.totalCount;
  const imported = await run(["import", "historian", fixtures("visits"), "--json"], { DATA_DIR });
  expect(JSON.parse(imported.stdout.trim())).toMatchObject({ created: 2 });
  first.kill("SIGKILL");
  expect((await first.ended).signal).toBe("SIGKILL");
  const stale = leftBehind(DATA_DIR);
  expect(stale).toHaveLength(2); // Else there would be nothing to take over.

  await using second = await serve({ DATA_DIR });
  expect((await second.data(COUNT)).contacts.totalCount).toBe(before + 2);
  second.kill("SIGTERM");
  await second.ended;
  expect(leftBehind(DATA_DIR)).toEqual([]);
});

it("refuses a folder that another process holds, by whatever path, and leaves that one alone", async () => {
  await using folder = await recordFolder();
  await using first = await serve({ DATA_DIR: folder.path });
  const files = Object.keys(fingerprint(folder.path));
  await using second = startServer({ DATA_DIR: folder.path });
  const within = join(folder.path, "database");
  await using third = startServer({ DATA_DIR: ".." }, within);
  const inUse = `is in use by another Readout \\(process ${first.pid}\\): stop that one, or set DATA_DIR to `;
  expectRefusal(await second.ended, new RegExp(`^The folder ${folder.path} ${inUse}`));
  expectRefusal(await third.ended, new RegExp(`^The folder \\.\\. ${inUse}`));
  expect(Object.keys(fingerprint(folder.path))).toEqual(files);
  expect((await first.data(COUNT)).contacts.totalCount).toBeGreaterThan(0);
});

it("lets one of two starts at the same moment have a folder that a killed process left", async () => {
  await using folder = await recordFolder();
  const { path: DATA_DIR } = folder;
  writeFileSync(join(DATA_DIR, "readout.lock"), JSON.stringify({ pid: 1, socket: "readout-0.sock" }));
  await using a = startServer({ DATA_DIR });
  await using b = startServer({ DATA_DIR });
  const refused = await Promise.race([a.ended, b.ended]);
  expectRefusal(refused, /is in use by another Readout/);
  const other = refused === (await Promise.race([a.ended, null])) ? b : a;
  await other.says("Ctrl+C");
});

it("refuses a folder that holds other things, and touches none of them", async () => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, "letters.txt"), "Dear Prime Minister");
  mkdirSync(join(folder.path, "photos"));
  const before = fingerprint(folder.path);
  await using start = startServer({ DATA_DIR: folder.path });
  expectRefusal(await start.ended, /holds things that are not Readout's \(letters\.txt, photos\)/);
  expect(fingerprint(folder.path)).toEqual(before);
});

it("refuses a DATA_DIR that is no folder", async () => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "file");
  writeFileSync(DATA_DIR, "");
  await using start = startServer({ DATA_DIR });
  expectRefusal(await start.ended, /^The folder .+ cannot be used \(ENOTDIR: .+\): set DATA_DIR to /);
});

it.each(["PORT", "METRICS_PORT"])("refuses a %s that is taken before it touches the folder", async (name) => {
  await using folder = await temporaryFolder();
  await using taken = await takenPort();
  const DATA_DIR = join(folder.path, "data");
  await using start = startServer({ DATA_DIR, [name]: String(taken.port) });
  expectRefusal(
    await start.ended,
    new RegExp(`^The port ${taken.port} on 127\\.0\\.0\\.1 is taken: .* set ${name} to another`),
  );
  expect(existsSync(DATA_DIR)).toBe(false);
});

it("refuses an address that this machine does not have", async () => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "data");
  await using start = startServer({ DATA_DIR, HOST: "192.0.2.1" });
  expectRefusal(await start.ended, /^This machine has no address 192\.0\.2\.1: set HOST /);
  expect(existsSync(DATA_DIR)).toBe(false);
});

it("refuses a database that a newer version wrote, and leaves it as it is", async () => {
  await using folder = await recordFolder();
  const { path: DATA_DIR } = folder;
  await changeFolder(
    DATA_DIR,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ('future', 'x', '29991231000000_future', now(), 1)`,
  );
  const before = await dumpFolder(DATA_DIR);
  await using start = startServer({ DATA_DIR });
  expectRefusal(await start.ended, /was written by a newer version of Readout .+29991231000000_future/);
  expect(await dumpFolder(DATA_DIR)).toEqual(before);
  expect(leftBehind(DATA_DIR)).toEqual([]);
});

it.each([
  ["PORT", "http", /PORT must be a port number from 0 to 65535, and is "http"/],
  ["DATABASE_URL", "mysql://root:secret@db/readout", /DATABASE_URL must be a PostgreSQL URL such as /],
])("refuses a wrong %s by its name", async (name, value, sentence) => {
  await using folder = await temporaryFolder();
  const DATA_DIR = join(folder.path, "data");
  await using start = startServer({ DATA_DIR, [name]: value });
  const ended = await start.ended;
  expectRefusal(ended, sentence);
  expect(ended.stderr).not.toContain("secret");
  expect(existsSync(DATA_DIR)).toBe(false);
});

it.each([
  [
    "that nothing listens on",
    "refused",
    /^The PostgreSQL database at 127\.0\.0\.1:\d+\/readout cannot be used: connect ECONNREFUSED [^\n]+\.\n$/,
  ],
  [
    "that is no PostgreSQL",
    "closed",
    /^The PostgreSQL database at 127\.0\.0\.1:\d+\/readout cannot be used: [^\n]+\.\n$/,
  ],
])("refuses a DATABASE_URL with a port %s, and does not tell the password", async (_, kind, sentence) => {
  await using taken = await takenPort();
  const { port } = taken;
  if (kind === "refused") await taken[Symbol.asyncDispose]();
  await using start = startServer({ DATABASE_URL: `postgresql://me:secret@127.0.0.1:${port}/readout` });
  const ended = await start.ended;
  expectRefusal(ended, sentence);
  expect(ended.stderr).not.toContain("secret");
});

it("answers the request that is under way when it is asked to stop, takes no other, and leaves nothing", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const body = JSON.stringify({ query: COUNT });
  const connection = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = () =>
    request(`${server.url}/graphql`, {
      agent: connection,
      method: "POST",
      headers: { "Content-Type": "application/json", "Content-Length": body.length, Expect: "100-continue" },
    });
  const underWay = post();
  const answer = once(underWay, "response");
  underWay.flushHeaders();
  await once(underWay, "continue"); // The server has it, and waits for the body.
  underWay.write(body.slice(0, 10));
  server.kill("SIGTERM");
  await refusesConnections(server);
  underWay.end(body.slice(10));
  const [response] = (await answer) as [IncomingMessage];
  expect(await json(response)).toMatchObject({ data: { contacts: { totalCount: expect.any(Number) } } });
  const next = post();
  const outcome = once(next, "response").then(
    ([{ statusCode }]) => statusCode,
    () => "cut off",
  );
  next.end(body);
  expect([503, "cut off"]).toContain(await outcome);
  expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
  expect(leftBehind(folder.path)).toEqual([]);
});

async function refusesConnections({ url }: Serving): Promise<void> {
  for (;;) {
    try {
      await fetch(url, { headers: { Connection: "close" } });
    } catch {
      return;
    }
  }
}

it("ends at once at a second signal, and what it left is taken over", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const stuck = request(`${server.url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Expect: "100-continue" },
  });
  stuck.on("error", () => {}).flushHeaders();
  await once(stuck, "continue");
  server.kill("SIGINT");
  await refusesConnections(server);
  server.kill("SIGINT");
  expect((await server.ended).code).toBe(130);
  await using second = await serve({ DATA_DIR: folder.path });
  expect((await second.data(COUNT)).contacts.totalCount).toBeGreaterThan(0);
});
