import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { fileReport, filingOf } from "../testkit/load.ts";
import { editorKey } from "../testkit/mixedWrites.ts";
import { recordFolder, serve } from "../testkit/process.ts";

/** A server that cannot go on ends by itself, with a code by which whoever supervises it starts it again. */

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const COUNT = "{ reports { totalCount } }";

/** For NODE_OPTIONS: this is done in the server's process when it gets SIGUSR2. */
function onSignal(code: string): string {
  const module = `process.once("SIGUSR2", () => { ${code} })`;
  return `--import=data:text/javascript,${encodeURIComponent(module)}`;
}

/** What a server wrote at the level "fatal". */
function fatal(stderr: string): unknown[] {
  const lines = stderr.split("\n").filter((line) => line.startsWith('{"level":60'));
  return lines.map((line) => JSON.parse(line));
}

it.each([
  [
    "an exception",
    'setImmediate(() => { throw new Error("of readout_01234567_" + ["sec", "ret"].join("")) })',
  ],
  ["a rejected promise", 'Promise.reject(new Error("of readout_01234567_" + ["sec", "ret"].join("")))'],
])(
  "logs %s that nobody catches, tells who is connected, gives the folder back, and ends with code 1",
  async (_, code) => {
    await using folder = await recordFolder();
    const environment = { DATA_DIR: folder.path };
    await using server = await serve({
      ...environment,
      SHUTDOWN_DELAY: "3600",
      NODE_OPTIONS: onSignal(code),
    });
    const subscription = encodeURIComponent("subscription { changes { cursor } }");
    const events = await fetch(`${server.url}/graphql?query=${subscription}`, {
      headers: { Accept: "text/event-stream" },
    });
    server.kill("SIGUSR2");
    // To its end, and not "complete", after which a subscriber would not come back.
    expect(await events.text()).not.toContain("complete");
    const { code: exitCode, stderr } = await server.ended;
    expect(exitCode).toBe(1);
    expect(fatal(stderr)).toMatchObject([
      { msg: "an error was caught nowhere", err: { message: "of readout_01234567_…" } },
    ]);
    expect(stderr).not.toContain("secret");
    expect(readdirSync(folder.path)).toEqual(["database"]);
    await using again = await serve(environment);
    expect((await again.data(COUNT)).reports.totalCount).toBeGreaterThan(0);
  },
);

const hasLimits = process.platform === "linux" && spawnSync("prlimit", ["--version"]).status === 0;

it.skipIf(!hasLimits)(
  `ends with code 1 when the embedded database has, and loses nothing that it acknowledged${hasLimits ? "" : " (skipped: prlimit is not installed)"}`,
  async () => {
    await using folder = await recordFolder();
    const environment = { DATA_DIR: folder.path };
    const key = await editorKey(environment);
    await using server = await serve(environment);
    const { reports } = await server.data(COUNT);
    const { data } = await fileReport(server.url, key, filingOf(1));
    expect(data.fileReport).toMatchObject({ isNew: true });
    // From here on, no file may be written: PostgreSQL cannot keep its log, and ends.
    execFileSync("prlimit", ["--pid", String(server.pid), "--fsize=0"]);
    expect(await fileReport(server.url, key, filingOf(2))).toMatchObject({ errors: [{}] });
    const { code, stderr } = await server.ended;
    expect(code).toBe(1);
    expect(fatal(stderr)).toMatchObject([
      {
        msg: "the database has ended",
        err: { message: expect.stringMatching(/ has ended \(could not .+\)\. All that was written is kept/) },
      },
    ]);
    expect(readdirSync(folder.path)).toEqual(["database"]);
    await using again = await serve(environment);
    expect((await again.data(COUNT)).reports.totalCount).toBe(reports.totalCount + 1);
  },
);
