import { expect, it, vi } from "vitest";
import { Turns } from "../../src/limits/turns.ts";

const PATIENT = new AbortController().signal;

it("lets so many work at a time, and the next in their order", async () => {
  const turns = new Turns({ most: 2, queue: 10 });
  const ends = [await turns.take(PATIENT), await turns.take(PATIENT)];
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (number) => {
    const end = await turns.take(PATIENT);
    order.push(number);
    return end;
  });
  await Promise.resolve();
  expect([turns.working, turns.waiting]).toEqual([2, 3]);
  ends[0]?.();
  ends[0]?.(); // Ends once.
  for (const turn of waiting) (await turn)();
  ends[1]?.();
  expect([turns.working, turns.waiting, order]).toEqual([0, 0, [1, 2, 3]]);
});

it("sends away who finds too many waiting, with UNAVAILABLE", async () => {
  const turns = new Turns({ most: 1, queue: 1 });
  const end = await turns.take(PATIENT);
  const waiting = turns.take(PATIENT);
  expect(() => turns.take(PATIENT)).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
  end();
  (await waiting)();
});

it("forgets who is gone, and sends away whose turn does not come in time", async () => {
  vi.useFakeTimers();
  try {
    const turns = new Turns({ most: 1, queue: 10 });
    await turns.take(PATIENT);
    const controller = new AbortController();
    const gone = expect(turns.take(controller.signal)).rejects.toThrow("gone");
    const late = expect(turns.take(PATIENT)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    controller.abort(new Error("gone"));
    await gone;
    expect(turns.waiting).toBe(1);
    await vi.runAllTimersAsync();
    await late;
    expect(turns.waiting).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
