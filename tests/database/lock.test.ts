import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FolderLock, findHolder, isHolder, lockFolder, socketPathFor } from "../../src/database/lock.ts";
import { type Folder, temporaryFolder } from "../testkit/process.ts";

let folder: Folder;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await stop(server);
  await folder[Symbol.asyncDispose]();
});

async function listen(socket: string): Promise<Server> {
  const server = createServer((connection) => connection.destroy());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Takes the folder as a process of its own would. */
async function take(path = folder.path) {
  const socket = socketPathFor(path);
  const server = await listen(socket);
  return { socket, server, lock: await lockFolder(path, socket) };
}

/** As a killed process leaves it. */
function leaveLock(content: string, name = "readout.lock"): void {
  writeFileSync(join(folder.path, name), content);
}

it("gives a folder to the first, tells the second who that is, and leaves nothing when it is given back", async () => {
  const first = await take();
  expect(isHolder(first.lock)).toBe(false);
  expect((await take()).lock).toEqual({ pid: process.pid, socket: first.socket });
  expect(await findHolder(folder.path)).toEqual({ pid: process.pid, socket: first.socket });
  (first.lock as FolderLock).release();
  expect(await findHolder(folder.path)).toBeNull();
  expect(readdirSync(folder.path).filter((name) => name.includes("lock"))).toEqual([]);
  expect(isHolder((await take()).lock)).toBe(false);
});

it("takes over from a process that was killed, also one of its own number, and clears away what that left", async () => {
  // In a container, every start is process 1.
  leaveLock(JSON.stringify({ pid: process.pid, socket: "readout-0000dead.sock" }));
  leaveLock("", "readout-0000dead.sock");
  leaveLock("", "readout-1111dead.sock");
  leaveLock("{}", "readout.lock.draft.1");
  leaveLock(JSON.stringify({ pid: 1, socket: "readout-2222dead.sock" }), "readout.lock.aside.1");
  const { lock, socket } = await take();
  expect(isHolder(lock)).toBe(false);
  expect(readdirSync(folder.path).sort()).toEqual([relative(folder.path, socket), "readout.lock"].sort());
});

it("never uses one socket twice", () => {
  expect(socketPathFor(folder.path)).not.toBe(socketPathFor(folder.path));
});

it.each(["", "{", "7", '{"pid":1}'])(
  "takes over a lock of which nobody can be the holder: %j",
  async (content) => {
    leaveLock(content);
    expect(isHolder((await take()).lock)).toBe(false);
  },
);

it("counts a lock that another process has set aside in the moment it was taken", async () => {
  const first = await take();
  renameSync(join(folder.path, "readout.lock"), join(folder.path, "readout.lock.aside.x"));
  expect((await take()).lock).toEqual({ pid: process.pid, socket: first.socket });
  (first.lock as FolderLock).release();
  expect(await findHolder(folder.path)).toBeNull();
});

it("finds the holder by the folder as it is called here, wherever the holder has it", async () => {
  const { lock } = await take();
  expect(isHolder(lock)).toBe(false);
  const cwd = process.cwd();
  const other = relative(cwd, folder.path);
  expect(await findHolder(other)).toMatchObject({ pid: process.pid });
  const written = readdirSync(folder.path).length;
  expect(isHolder((await take(other)).lock)).toBe(true);
  expect(readdirSync(folder.path).length).toBe(written + 1); // The second's socket, which its owner closes.
});

it("puts the socket where its path is short enough, beside a folder whose own is not", async () => {
  const deep = join(folder.path, "d".repeat(120));
  mkdirSync(deep);
  const first = await take(deep);
  expect(dirname(first.socket)).toBe(tmpdir());
  expect(isHolder(first.lock)).toBe(false);
  expect((await take(deep)).lock).toEqual({ pid: process.pid, socket: first.socket });
});

it("gives a folder that was left locked to exactly one of many that want it at once, again and again", async () => {
  for (let round = 0; round < 20; round++) {
    leaveLock(JSON.stringify({ pid: 1, socket: `readout-dead${round}.sock` }));
    const all = await Promise.all(Array.from({ length: 8 }, () => take()));
    const holders = all.filter(({ lock }) => !isHolder(lock));
    expect(holders).toHaveLength(1);
    for (const { lock } of all) {
      if (isHolder(lock)) expect(lock.socket).toBe(holders[0]?.socket);
      else lock.release();
    }
    await Promise.all(all.map(({ server }) => stop(server)));
    servers.length = 0;
  }
});
