import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { eventRow, mentionRow } from "../import/gdelt/rows.ts";
import { command, type Ended, recordFolder, run, temporaryFolder } from "../testkit/process.ts";
import { shell } from "./shell.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  left: Record<string, number>;
  mentions: Record<"rows" | "malformed" | "articles" | "created" | "merged" | "unchanged" | "left", number>;
  unknownActors: Record<string, number>;
  lastFile: string;
  lastRow: number;
}

function countsOf({ stdout, stderr, code }: Pick<Ended, "stdout" | "stderr" | "code">): Counts {
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  const counts = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Counts;
  const left = Object.values(counts.left).reduce((sum, count) => sum + count, 0);
  expect(counts.created + counts.merged + counts.unchanged + left).toBe(counts.rows);
  return counts;
}

const text = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join("");
const url = (number: number) => `https://paper-${number}.example/story`;
const EVENTS = [
  eventRow({ id: 1, url: url(1) }),
  eventRow({ id: 2, url: url(2), first: ["BLR"], second: ["RUS"] }),
  eventRow({ id: 3, url: url(2), second: ["POL"], code: "042" }),
  eventRow({ id: 4, url: url(3), first: ["AFR", "AFRICA"] }),
  eventRow({ id: 5, url: url(1) }),
  "half a row",
];

describe("import gdelt", () => {
  it("takes zipped files of a folder, mentions first, and what it tells adds up; again, nothing changes; --from goes on", async () => {
    await using folder = await recordFolder();
    await using source = await temporaryFolder();
    const zip = (name: string, rows: readonly string[]) =>
      writeFileSync(join(source.path, `${name}.zip`), zipSync({ [name]: Buffer.from(text(rows)) }));
    zip("20191024143000.export.CSV", EVENTS);
    zip("20191024143000.mentions.CSV", [
      mentionRow(1, 40, url(1)),
      mentionRow(9, 100),
      mentionRow(1, 30, url(9)),
    ]);
    zip("20191024144500.export.CSV", [eventRow({ id: 6, url: url(4) })]);
    writeFileSync(join(source.path, "notes.txt"), "no file of GDELT's");
    const environment = { DATA_DIR: folder.path };

    const first = countsOf(await run(["import", "gdelt", "--json", source.path], environment));
    expect(first).toMatchObject({
      rows: 7,
      created: 2,
      merged: 2,
      unchanged: 0,
      mentions: { rows: 3, malformed: 0, articles: 1, created: 0, merged: 1, unchanged: 0, left: 0 },
    });
    expect(first.left).toMatchObject({ noState: 1, repeated: 1, malformed: 1 });
    expect(first.unknownActors).toEqual({ AFRICA: 1 });
    expect(first).toMatchObject({ lastFile: "20191024144500.export.CSV.zip", lastRow: 1 });

    const again = countsOf(await run(["import", "gdelt", "--json", source.path], environment));
    expect(again).toMatchObject({ rows: 7, created: 0, merged: 0, unchanged: 4, left: first.left });
    expect(again.mentions).toMatchObject({ articles: 1, merged: 0, unchanged: 1 });

    const from = ["--from", "20191024143000.export.CSV.zip:6"];
    expect(countsOf(await run(["import", "gdelt", "--json", ...from, source.path], environment)).rows).toBe(
      2,
    );

    const exported = await run(["export"], environment);
    expect(exported.stdout).toContain("confidence 40 %");
    const damaged = join(source.path, "20191024143000.export.CSV.zip");
    writeFileSync(damaged, zipSync({ a: Buffer.from(text(EVENTS)) }).subarray(0, 200));
    const refused = await run(["import", "gdelt", damaged], environment);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("20191024143000.export.CSV.zip: The ZIP archive is damaged: ");
  });

  it("reads standard input, and tells a person why rows were left", async () => {
    await using folder = await recordFolder();
    const { stdout, code } = await shell("readout import gdelt -", { DATA_DIR: folder.path }, [text(EVENTS)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ 6 {2}events read\n/);
    expect(stdout).toMatch(/ 1 {4}with an actor that is neither a state nor a known organization\n/);
    expect(stdout).toContain("Actors that are no party: AFRICA (1)\n");
  });

  it.each([
    [["nowhere"], /There is no folder or file nowhere/],
    [["--from", "x", "."], /--from must name a file and a row/],
  ])("refuses %j with a sentence", async (args, message) => {
    await using empty = await temporaryFolder();
    const { code, stderr } = await run(
      ["import", "gdelt", ...args],
      { DATA_DIR: join(empty.path, "data") },
      empty.path,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});

const samples = process.env.READOUT_SAMPLES ?? "";

describe.skipIf(samples === "")(
  `the sample of GDELT${samples === "" ? ", skipped: READOUT_SAMPLES is not set" : ""}`,
  () => {
    it("is accounted for row by row", async () => {
      await using folder = await recordFolder();
      await using importing = command(["import", "gdelt", "--json", join(samples, "gdelt")], {
        DATA_DIR: folder.path,
      });
      const counts = countsOf(await importing.ended);
      expect(counts.rows).toBe(1500);
      // Codes of diplomatic contact, counted in the file by awk: 377 rows, and 88 intents.
      expect(counts.left).toMatchObject({
        otherEvent: 1500 - 377 - 88,
        intent: 88,
        malformed: 0,
        refused: 0,
      });
      expect(counts.created + counts.merged).toBeGreaterThan(30);
    });
  },
);
