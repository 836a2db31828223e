import { join } from "node:path";
import { expect, it } from "vitest";
import { listenLocally, runThrough } from "../../src/server/local.ts";
import { testDatabase } from "../testkit/database.ts";
import { temporaryFolder } from "../testkit/process.ts";

const database = await testDatabase();
const PID = 7;

it("waits until the process has its database open, and then files", async () => {
  await using folder = await temporaryFolder();
  const socket = join(folder.path, "s");
  const server = await listenLocally(socket);
  let isAnswered = false;
  const answer = runThrough({ socket, pid: PID }, "file", { filings: [] }).finally(() => {
    isAnswered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 250)); // It has been told to wait, more than once.
  expect(isAnswered).toBe(false);
  await server.take(database);
  expect(await answer).toEqual({ output: [] });
  await server.close();
});

it("tells that the process is gone, so that the folder can be opened", async () => {
  await using folder = await temporaryFolder();
  const socket = join(folder.path, "s");
  expect(await runThrough({ socket, pid: PID }, "file", { filings: [] })).toBeNull();
  const server = await listenLocally(socket);
  const waiting = runThrough({ socket, pid: PID }, "file", { filings: [] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.close(); // Although somebody asks again and again.
  expect(await waiting).toBeNull();
});

it("passes on what the process failed with, and by whom", async () => {
  await using folder = await temporaryFolder();
  const socket = join(folder.path, "s");
  const server = await listenLocally(socket);
  await server.take(database);
  const notFiling = { outlet: null } as never;
  await expect(runThrough({ socket, pid: PID }, "file", { filings: [notFiling] })).rejects.toThrow(
    /^The running Readout \(process 7\) failed: ./,
  );
  await server.close();
});
