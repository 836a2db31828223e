import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { unzipped } from "../../../src/import/gdelt/zip.ts";

const CONTENT = Array.from({ length: 200 }, (_, row) => `row ${row} ${Math.sin(row)}\n`).join("");
const ARCHIVE = Buffer.from(zipSync({ "20191024143000.export.CSV": Buffer.from(CONTENT) }));

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function textOf(bytes: Buffer, size: number): Promise<string> {
  const read: Buffer[] = [];
  for await (const piece of unzipped(pieces(bytes, size))) read.push(piece);
  return Buffer.concat(read).toString();
}

describe("what is read from a stream", () => {
  it.each([1, 3, 1000, 1_000_000])("is what is in the archive, in pieces of %i bytes", async (size) => {
    expect(await textOf(ARCHIVE, size)).toBe(CONTENT);
  });

  it.each([1, 1000])("is the stream itself where it is no archive, in pieces of %i bytes", async (size) => {
    expect(await textOf(Buffer.from(CONTENT), size)).toBe(CONTENT);
    expect(await textOf(Buffer.from("PK"), size)).toBe("PK");
    expect(await textOf(Buffer.alloc(0), size)).toBe("");
  });

  it.each([0.1, 0.5, 0.9])("is refused where the archive ends at %d of it", async (part) => {
    await expect(textOf(ARCHIVE.subarray(0, ARCHIVE.length * part), 1000)).rejects.toThrow(
      /^The ZIP archive is damaged: /,
    );
  });

  it("is refused where the archive is damaged", async () => {
    const damaged = Buffer.from(ARCHIVE);
    damaged.fill(0xff, 200, 400);
    await expect(textOf(damaged, 1000)).rejects.toThrow(/^The ZIP archive is damaged: /);
  });
});
