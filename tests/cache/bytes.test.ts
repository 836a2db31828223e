import { expect, test } from "vitest";
import { ownBytes } from "../../src/cache/bytes.ts";

test.each(["", "a", "Лукашенко", "x".repeat(100_000)])(
  "are those of the text, and hold on to no others",
  (text) => {
    const bytes = ownBytes(text);

    expect(bytes.toString()).toBe(text);
    expect(bytes.buffer.byteLength).toBe(Buffer.byteLength(text));
  },
);
