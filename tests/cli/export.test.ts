import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { lockFolder, socketPathFor } from "../../src/database/lock.ts";
import { recordFolder, run, temporaryFolder } from "../testkit/process.ts";
import { hasTerminal, onTerminal, shell } from "./shell.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const NO_LISTS = { people: [], offices: [], organizations: [], topics: [] };
const filing = (number: number, quote: string) => ({
  idempotencyKey: `desk:${number}`,
  outlet: { slug: "a-daily", name: "A Daily", kind: "NEWSPAPER" },
  report: { title: `Report ${number}`, kind: "ARTICLE" },
  claims: [
    {
      subject: { newContact: { ref: "1", keys: ["desk:call"], parties: ["FR", "BY"], kind: "CALL" } },
      field: "OCCURRENCE",
      value: true,
      stance: "STATES",
      quote,
    },
  ],
});

describe("ends quietly where nobody reads on", () => {
  it.each(["ndjson", "csv"])("before its first line of %s", async (format) => {
    await using folder = await recordFolder();
    const line = `{ readout export --format ${format}; echo "ended with $?" >&2; } | true`;
    expect(await shell(line, { DATA_DIR: folder.path })).toEqual({
      code: 0,
      stdout: "",
      stderr: "ended with 0\n",
    });
  });

  it("after some of very much", async () => {
    await using folder = await recordFolder();
    const environment = { DATA_DIR: folder.path };
    const quote = "Both spoke of gas and grain. ".repeat(130);
    const filings = Array.from({ length: 200 }, (_, number) => `${JSON.stringify(filing(number, quote))}\n`);
    await shell("readout import reports -", environment, filings);
    const line = '{ readout export; echo "ended with $?" >&2; } | head -1';
    const { stdout, stderr } = await shell(line, environment);
    expect(stderr).toBe("ended with 0\n");
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toHaveProperty("outlet");
    // So much that it does not fit between the two.
    expect((await run(["export"], environment)).stdout.length).toBeGreaterThan(500_000);
  });
});

describe("says so where it cannot write", () => {
  it("to a folder, or in one that is not there, before it opens the record", async () => {
    await using folder = await temporaryFolder();
    const DATA_DIR = join(folder.path, "data");
    expect(await run(["export", "--out", folder.path], { DATA_DIR })).toMatchObject({
      code: 1,
      stderr: `The export cannot be written to ${folder.path} (it is a folder).\n`,
    });
    const { code, stderr } = await run(["export", "--out", "no/such/file"], { DATA_DIR });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The export cannot be written to no\/such\/file \(ENOENT: .+\)\.\n$/);
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  it
    .skipIf(!existsSync("/dev/full"))
    .each(["readout export > /dev/full", "readout export --out /dev/full --format csv"])(
    "on a disk that is full: %s",
    async (line) => {
      await using folder = await recordFolder();
      const { code, stderr } = await shell(line, { DATA_DIR: folder.path });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^The export cannot be written to (standard output|\/dev\/full) \(ENOSPC: no space left on device, write\)\.\n$/,
      );
    },
  );
});

it("keeps what an earlier export wrote where there is no record to be had", async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, "backup.ndjson");
  writeFileSync(out, "precious");
  const { code, stderr } = await run(["export", "--out", out], { DATA_DIR: folder.path });
  expect(code).toBe(1);
  expect(stderr).toContain("holds things that are not Readout's");
  expect(readFileSync(out, "utf8")).toBe("precious");
});

describe.skipIf(!hasTerminal)(`on a terminal${hasTerminal ? "" : ", skipped: there is no script(1)"}`, () => {
  it("shows after two seconds how far it is, but not among what it writes there itself", async () => {
    await using folder = await temporaryFolder();
    await using slow = await slowReadout(folder.path);
    const out = join(folder.path, ".out");
    const environment = { DATA_DIR: folder.path };
    const toFile = await onTerminal(`$READOUT export --out ${out}`, environment);
    expect(toFile).toMatch(/2 reports \| \d+ a second/);
    expect(readFileSync(out, "utf8").trimEnd().split("\n")).toHaveLength(2);
    const shown = await onTerminal("$READOUT export", environment);
    expect(
      shown
        .trimEnd()
        .split("\r\n")
        .map((line) => JSON.parse(line).idempotencyKey),
    ).toEqual(["desk:1", "desk:2"]);
    expect(slow.pages).toBe(4);
  });
});

/** A process that holds a folder, and takes more than two seconds for the second of two pages. */
async function slowReadout(folder: string): Promise<{ readonly pages: number } & AsyncDisposable> {
  let pages = 0;
  const server = createServer(async (request, response) => {
    const answers: Record<string, () => unknown> = {
      "/exportPage": () => {
        const isFirst = ++pages % 2 === 1;
        return {
          filings: [filing(isFirst ? 1 : 2, "Yes.")],
          next: isFirst ? { recordedAt: "-infinity", id: "" } : null,
        };
      },
      "/exportUnmentioned": () => NO_LISTS,
      "/exportDescriptions": () => NO_LISTS,
    };
    const answer = JSON.stringify(answers[request.url ?? ""]?.());
    if (request.url === "/exportPage" && pages % 2 === 0) await delay(2100);
    response.end(answer);
  });
  const socket = socketPathFor(folder);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const lock = await lockFolder(folder, socket);
  return {
    get pages() {
      return pages;
    },
    [Symbol.asyncDispose]: async () => {
      if ("release" in lock) lock.release();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
