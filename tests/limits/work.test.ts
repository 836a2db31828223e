import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Work } from "../../src/database/work.ts";

const LIMIT = 2000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function begun(): Work {
  return new Work(new AbortController().signal, LIMIT);
}

it.each([1, 2, 4])(
  "ends %i statements at a time before they have taken more than it may together",
  (count) => {
    const work = begun();
    for (let statement = 0; statement < count; statement++) work.begin();
    vi.advanceTimersToNextTimer();
    expect(work.signal.aborted).toBe(true);
    // What is left is for how long it takes until all of them have ended.
    expect(work.spentMs).toBeCloseTo(LIMIT * (1 - 0.05 * count), 0);
    expect(work.signal.reason).toMatchObject({ code: "TOO_COSTLY" });
  },
);

it("adds up what statements took after one another, and beside one another", () => {
  const work = begun();
  for (let statement = 0; statement < 6; statement++) {
    const end = work.begin();
    vi.advanceTimersByTime(200);
    end();
    vi.advanceTimersByTime(10_000); // Between two, the database does nothing for it.
  }
  expect(work.spentMs).toBe(1200);
  const ends = [work.begin(), work.begin()];
  vi.advanceTimersByTime(100);
  for (const end of ends) end();
  expect(work.spentMs).toBe(1400);
  expect(work.signal.aborted).toBe(false);
  work.begin();
  vi.advanceTimersByTime(501);
  expect(work.signal.aborted).toBe(true);
});

it("keeps what has ended where the process noticed late, and sends nothing more", () => {
  const work = begun();
  const end = work.begin();
  const { now } = performance;
  const spy = vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + LIMIT + 1);
  end();
  spy.mockRestore();
  expect(work.signal.aborted).toBe(false);
  work.begin();
  vi.advanceTimersByTime(0);
  expect(work.signal.reason).toMatchObject({ code: "TOO_COSTLY" });
});

it("lets a write go on to its end, however long it takes", () => {
  const work = begun();
  expect(work.limitMs).toBe(LIMIT);
  work.unbind();
  expect(work.limitMs).toBeNull();
  work.begin();
  vi.advanceTimersByTime(100 * LIMIT);
  expect(work.signal.aborted).toBe(false);
});
