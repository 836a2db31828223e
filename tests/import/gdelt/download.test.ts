import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { download, NotAsListed, readList } from "../../../src/import/gdelt/download.ts";
import { areNext, byQuarter, type ListedFile, readListed } from "../../../src/import/gdelt/list.ts";
import { serving } from "../../testkit/serving.ts";

const CONTENT = "what the file holds";
const FILE: ListedFile = {
  size: CONTENT.length,
  md5: createHash("md5").update(CONTENT).digest("hex"),
  name: "20191024143000.export.CSV.zip",
  time: "20191024143000",
};
const limits = (patience = 30_000) => ({
  signal: new AbortController().signal,
  patience,
  privateHosts: "all" as const,
});

describe("a download", () => {
  it("is the file where it is as listed", async () => {
    await using server = await serving((_, response) => response.end(CONTENT));
    expect((await download(server.url, FILE, limits())).toString()).toBe(CONTENT);
  });

  it.each<[string, RequestListener, RegExp, boolean]>([
    ["is shorter", (_, response) => response.end("what"), /expected 19 bytes, got 4\.$/, true],
    ["is longer", (_, response) => response.end(`${CONTENT}!`), /expected 19 bytes, got more\.$/, true],
    [
      "is another",
      (_, response) => response.end("What the file holds"),
      /expected the MD5 [\da-f]{32}, got/,
      true,
    ],
    ["is not there", (_, response) => response.writeHead(404).end(), /is not there \(404\)/, true],
    ["cannot be had", (_, response) => response.writeHead(500).end(), /answers with 500/, false],
    [
      "breaks off",
      (_, response) =>
        response.writeHead(200, { "Content-Length": 19 }).end("what", () => response.destroy()),
      /cannot be read/,
      false,
    ],
  ])(
    "tells what is wrong where the file %s, and whether to ask again helps",
    async (_, answer, message, isFinal) => {
      await using server = await serving(answer);
      const error = await download(server.url, FILE, limits()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).toMatch(message);
      expect(error instanceof NotAsListed).toBe(isFinal);
    },
  );

  it("waits for a slow body as long as something comes, and no longer", async () => {
    await using slow = await serving(async (_, response) => {
      for (const letter of CONTENT) {
        response.write(letter);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      response.end();
    });
    await using silent = await serving((_, response) => response.write("what"));
    expect((await download(slow.url, FILE, limits(200))).toString()).toBe(CONTENT);
    await expect(download(silent.url, FILE, limits(200))).rejects.toThrow("nothing came for 0.2 s");
  });
});

describe("a list", () => {
  const line = (name: string) => `19 ${FILE.md5} http://data.gdeltproject.org/gdeltv2/${name}`;

  it("names files by size, sum and address; those of other kinds, and lines that are cut, are passed over", () => {
    expect(readListed(line(FILE.name))).toEqual(FILE);
    expect(readListed(line("20191024143000.gkg.csv.zip"))).toBeNull();
    expect(readListed(`19 ${FILE.md5}`)).toBeNull();
    expect(readListed("")).toBeNull();
  });

  it("is read from where it was left, whatever pieces it comes in", async () => {
    const text = ["20191024143000", "20191024144500", "20191024150000"]
      .map((time) => line(`${time}.export.CSV.zip`))
      .join("\n");
    await using server = await serving(async (_, response) => {
      for (let at = 0; at < text.length; at += 50) {
        response.write(text.slice(at, at + 50));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const files = await readList(server.url, "20191024143000", limits());
    expect(files.map(({ time }) => time)).toEqual(["20191024144500", "20191024150000"]);
  });

  it("is in the order of time, mentions first", () => {
    const names = ["20191024144500.export.CSV.zip", FILE.name, "20191024143000.mentions.CSV.zip"];
    const quarters = byQuarter(names.flatMap((name) => readListed(line(name)) ?? []));
    expect(quarters.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ["20191024143000.mentions.CSV.zip", FILE.name],
      ["20191024144500.export.CSV.zip"],
    ]);
  });

  it("jumps where a quarter of an hour lies between, also over midnight", () => {
    expect(areNext("20191231234500", "20200101000000")).toBe(true);
    expect(areNext("20191231234500", "20200101001500")).toBe(false);
  });
});
