import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each([
  [1000, ["500 of 1000 bytes, 100 a second, 5 s left\n", "800 of 1000 bytes, 80 a second, 3 s left\n"]],
  [null, ["500 bytes, 100 a second\n", "800 bytes, 80 a second\n"]],
])("tells every five seconds how far it is, of %s", (total, expected) => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const progress = createProgress({ total, unit: "bytes", isSilent: false });
  for (const [milliseconds, bytes] of [
    [4000, 400],
    [1000, 100],
    [1000, 100],
    [4000, 200],
  ] as const) {
    vi.advanceTimersByTime(milliseconds);
    progress.advance(bytes);
  }
  progress.stop();
  expect(written.mock.calls.map(([text]) => text)).toEqual(expected);
});
