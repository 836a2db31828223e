import type { Browser, Page } from "playwright-core";

/** What the browser's own trace says of a stretch of work: its longest task on the main thread. */
export interface Longest {
  /** From its begin to its end, ms: with what it waited for a processor. */
  readonly wall: number;
  /** What it took of a processor, ms: the page's own part, however busy the machine is. */
  readonly processor: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** Does something on a page under the browser's trace, and tells of the longest task of it, by wall and by processor. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Longest> {
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  await page.evaluate("performance.mark('traced')");
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  // The thread that set the mark is the page's main one.
  const mark = traceEvents.find(({ name }) => name === "traced");
  if (mark === undefined) throw new Error("The trace has no mark of the page");
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid, ts }) =>
      ph === "X" && name.endsWith("RunTask") && pid === mark.pid && tid === mark.tid && ts > mark.ts,
  );
  const most = (part: "dur" | "tdur") => Math.max(0, ...tasks.map((task) => task[part] ?? 0)) / 1000;
  return { wall: most("dur"), processor: most("tdur") };
}
