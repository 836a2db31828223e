import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { command, recordFolder, type Serving, serve } from "../testkit/process.ts";

const samples = process.env.READOUT_SAMPLES ?? "";
const MOST_MEMORY_MB = 400;

describe.skipIf(samples === "")(
  `the whole of the collections${samples === "" ? ", skipped: READOUT_SAMPLES is not set" : ""}`,
  () => {
    const hasStatus = process.platform === "linux";
    const memory = hasStatus
      ? ` in less than ${MOST_MEMORY_MB} MB`
      : ", memory not looked at: there is no /proc";

    it(`is imported in one run${memory}, and GraphQL counts what the summary says`, async () => {
      await using folder = await recordFolder();
      const before = await counted(folder.path);
      await using underWay = command(
        ["import", "historian", "--json", join(samples, "office-of-the-historian")],
        {
          DATA_DIR: folder.path,
        },
      );
      const peak = hasStatus ? await peakMemory(underWay.pid, underWay.ended) : 0;
      const { code, stdout, stderr } = await underWay.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const summary = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(summary.rows).toBe(6258);
      expect(summary.created + summary.merged + summary.unchanged + summary.rejected).toBe(summary.rows);
      expect(summary.unchanged).toBe(0);
      const after = await counted(folder.path);
      expect(after.contacts - before.contacts).toBe(summary.created);
      expect(after.reports - before.reports).toBe(summary.created + summary.merged);
      if (hasStatus) expect(peak).toBeGreaterThan(50); // It was looked at.
      expect(peak).toBeLessThan(MOST_MEMORY_MB);
      process.stdout.write(`Importing ${summary.rows} records took at most ${peak} MB of memory.\n`);
    }, 240_000);
  },
);

async function counted(DATA_DIR: string): Promise<{ contacts: number; reports: number }> {
  await using server: Serving = await serve({ DATA_DIR });
  const { contacts, reports } = await server.data("{ contacts { totalCount } reports { totalCount } }");
  server.kill("SIGTERM");
  await server.ended;
  return { contacts: contacts.totalCount, reports: reports.totalCount };
}

/** The most resident memory that a process had until it ended, in MB, as the kernel counts it. */
async function peakMemory(pid: number, ended: Promise<unknown>): Promise<number> {
  let peak = 0;
  let isOver = false;
  ended.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    peak = Math.max(peak, highWater(pid));
    await delay(100);
  }
  return peak;
}

function highWater(pid: number): number {
  try {
    return Math.round(
      Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    );
  } catch {
    return 0; // It has just ended.
  }
}
