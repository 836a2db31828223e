import { expect, test } from "vitest";
import { Frames } from "../../src/live/frames.ts";
import type { Frame } from "../../src/live/teller.ts";

/** A frame of 1,000 characters, and frames that have room for three of them. */
function frame(cursor = ""): Frame {
  return { cursor, result: {}, json: "x".repeat(1000) };
}
const THREE = 3 * (600 + 6 * 1000);

/** Frames, and for which operations and changes they were made. */
function framesOf(mostBytes: number) {
  const frames = new Frames(mostBytes);
  const made: string[] = [];
  const get = (operation: number, change: number) =>
    frames.get(operation, change, async () => {
      made.push(`${operation} ${change}`);
      return frame(`${operation} ${change}`);
    });
  return { frames, made, get };
}

test("makes what an operation tells of a change once, for all who come to it", async () => {
  const { made, get } = framesOf(THREE);

  const [first, second] = await Promise.all([get(1, 1), get(1, 1)]);
  const third = await get(1, 1);
  const other = await get(2, 1);

  expect([second, third]).toEqual([first, first]);
  expect(other.cursor).toBe("2 1");
  expect(made).toEqual(["1 1", "2 1"]);
});

test("lets the oldest go where there are too many bytes", async () => {
  const { made, get } = framesOf(THREE);
  for (const change of [1, 2, 3, 4]) await get(1, change);
  made.length = 0;

  for (const change of [2, 3, 4]) await get(1, change);
  expect(made).toEqual([]);
  await get(1, 1);
  expect(made).toEqual(["1 1"]);
});

test("lets those go first whose operation has told nothing for the longest", async () => {
  const { made, get } = framesOf(THREE);
  await get(1, 1);
  await get(2, 1);
  await get(1, 2);
  await get(1, 3);
  made.length = 0;

  for (const change of [1, 2, 3]) await get(1, change);
  expect(made).toEqual([]);
  await get(2, 1);
  expect(made).toEqual(["2 1"]);
});

test("keeps no failure", async () => {
  const { frames, get } = framesOf(THREE);

  await expect(frames.get(1, 1, () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");

  expect((await get(1, 1)).cursor).toBe("1 1");
});

test("makes room where an operation is forgotten, also for what it was about to tell", async () => {
  const { frames, made, get } = framesOf(THREE);
  await get(1, 1);
  const underWay = get(1, 2);
  frames.forget(1);
  expect((await underWay).cursor).toBe("1 2");
  for (const change of [1, 2, 3]) await get(2, change);
  made.length = 0;

  for (const change of [1, 2, 3]) await get(2, change);
  expect(made).toEqual([]);
  await get(1, 2);
  expect(made).toEqual(["1 2"]);
});
