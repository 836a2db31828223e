import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type Ended, recordFolder, run, serve, temporaryFolder } from "../testkit/process.ts";
import { shell } from "./shell.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

function countsOf({ stdout, stderr, code }: Pick<Ended, "stdout" | "stderr" | "code">) {
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  const counts = JSON.parse(stdout);
  expect(counts.created + counts.updated + counts.unchanged + counts.rejected).toBe(counts.rows);
  return counts;
}

const fixture = (name: string) => new URL(`../import/people/fixtures/${name}`, import.meta.url).pathname;
const LEADERS = fixture("leaders.csv");
const ROWS = readFileSync(LEADERS, "utf8").trimEnd().split("\n").length - 1;

describe("import people", () => {
  it("brings a table, leaves bad rows with their lines, and changes nothing again, also through a server", async () => {
    await using folder = await recordFolder();
    await using place = await temporaryFolder();
    const table = join(place.path, "people.csv");
    writeFileSync(table, readFileSync(LEADERS));
    appendFileSync(
      table,
      ',Nobody,"President of\nNowhere",XX,2001,\n,A,B\n,Ann Example,King of Canada,CA,2002,2001\n',
    );
    const environment = { DATA_DIR: folder.path };
    const import_ = () => run(["import", "people", "--json", table], environment, place.path);

    const first = countsOf(await import_());
    expect(first).toMatchObject({ rows: ROWS + 3, updated: 0, rejected: 3 });
    const rejects = readFileSync(join(place.path, "people.rejects.ndjson"), "utf8").trimEnd().split("\n");
    expect(
      rejects
        .map((line) => JSON.parse(line))
        .map(({ line, reason }) => [line, reason])
        .sort(),
    ).toEqual([
      [ROWS + 2, 'There is no party "XX"'],
      [ROWS + 4, "The row has another number of cells than the first line"],
      [ROWS + 5, "The tenure ends before it begins"],
    ]);

    await using server = await serve(environment);
    expect(countsOf(await import_())).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: first.created + first.unchanged,
      rejected: 3,
    });
    const { person } = await server.data(
      '{ person(slug: "anthony-eden") { tenures { office { slug } from { edtf } to { edtf } } } }',
    );
    expect(person.tenures).toHaveLength(3);
  });

  it("takes JSON lines and Wikidata's answers, from standard input too, and says in words what it did", async () => {
    await using folder = await recordFolder();
    const environment = { DATA_DIR: folder.path };
    await using place = await temporaryFolder();
    const rejects = join(place.path, "rejects");
    const lines = [{ name: "Ann Example", names: { ru: "Анна" } }, { name: "" }].map(
      (row) => `${JSON.stringify(row)}\n`,
    );
    const told = await shell(`readout import people - --rejects ${rejects}`, environment, [
      ...lines,
      "\n",
      "{\n",
    ]);
    expect(told.stdout).toMatch(
      /3 {2}rows read\n +1 {2}created[^\n]*\n +0 {2}updated[^\n]*\n +0 {2}unchanged[^\n]*\n +2 {2}rejected/,
    );
    expect(readFileSync(rejects, "utf8")).toContain('"line":4');
    const wikidata = await run(
      ["import", "people", "--from", "wikidata", "--json", "--rejects", rejects, fixture("wikidata.json")],
      environment,
    );
    expect(countsOf(wikidata)).toMatchObject({ rows: 8, created: 6, rejected: 2 });
  });

  it("says what is wrong with a file that it cannot read, and leaves no rejects", async () => {
    await using folder = await recordFolder();
    await using place = await temporaryFolder();
    const table = join(place.path, "people.csv");
    writeFileSync(table, "who,when\nA,B\n");
    const { code, stderr } = await run(["import", "people", table], { DATA_DIR: folder.path }, place.path);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('the column "who", which is none of person, name'),
    ]);
    expect(existsSync(join(place.path, "people.rejects.ndjson"))).toBe(false);
  });
});
