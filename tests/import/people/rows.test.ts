import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type TableRecord, tableRecords } from "../../../src/import/people/files.ts";
import { readRow } from "../../../src/import/people/row.ts";
import { wikidataRows } from "../../../src/import/people/wikidata.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

describe("a row", () => {
  it("makes slugs of names and titles, and takes blanks for nothing", () => {
    const row = {
      name: " Jean Chrétien ",
      title: "Prime Minister of Canada",
      party: "CA",
      from: "1993-11-04",
      to: "",
      names: null,
    };
    expect(readRow(row)).toEqual({
      person: { slug: "jean-chretien", name: "Jean Chrétien" },
      names: [],
      office: { slug: "prime-minister-of-canada", title: "Prime Minister of Canada", party: "CA" },
      from: "1993-11-04",
      to: null,
    });
  });

  it.each([
    [{}, "names neither a person nor an office"],
    [{ from: "2001" }, "names neither a person nor an office"],
    [{ name: "A B", title: "T" }, "whose office"],
    [{ name: "A B", from: "2001" }, "dates of no tenure"],
    [{ name: "A B", office: "o", from: "2001-13" }, 'Date "2001-13" cannot have "3" here'],
    [{ name: "A B", office: "o", from: "2001-05", to: "2001-04" }, "ends before it begins"],
    [{ name: "A B", office: "An Office" }, "slug"],
    [{ name: "A B", title: "T", party: "Canada" }, "party's key"],
    [{ name: "A B", nickname: "C" }, "nickname"],
    [{ name: "A B", names: { russian_language: "А" } }, "BCP 47"],
    [{ name: "!?" }, "without a letter"],
    [{ name: 7 }, "expected string"],
    [["A B"], "expected object"],
    ["A B", "expected object"],
    [null, "expected object"],
  ])("%o is refused: it %s", (row, why) => {
    expect(() => readRow(row)).toThrow(why);
  });

  it("may end within the month or year in which it began", () => {
    expect(readRow({ name: "A B", office: "o", from: "2001-05", to: "2001" }).to).toBe("2001");
  });
});

describe("a table", () => {
  const read = async (text: string) => {
    const records: TableRecord[] = [];
    // In pieces that break characters and lines.
    const bytes = Buffer.from(text);
    const pieces = (async function* () {
      for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
    })();
    for await (const record of tableRecords(pieces)) records.push(record);
    return records;
  };

  it("has columns in any order, and any text in its cells, and tells the lines", async () => {
    const records = await read(
      '\uFEFFtitle,NAME,names\r\n"King, or\nQueen",A,ru=А; uk=Б=В\r\n\r\n"say ""yes""",Łukasz 👑,\r\nlast,Z,',
    );
    expect(records.map(({ line, ...more }) => [line, "value" in more ? more.value : more.error])).toEqual([
      [2, { title: "King, or\nQueen", name: "A", names: { ru: "А", uk: "Б=В" } }],
      [5, { title: 'say "yes"', name: "Łukasz 👑", names: undefined }],
      [6, { title: "last", name: "Z", names: undefined }],
    ]);
  });

  it("goes on after rows that are not of its form", async () => {
    const records = await read('name,title,names\na,b\n"a"b,c,\nx,"y"z,\ne,f,g\ngood,row,\n');
    expect(records.map((record) => ("error" in record ? record.error.message : record.value.name))).toEqual([
      "The row has another number of cells than the first line",
      "The row has a quote in the wrong place",
      "The row has a quote in the wrong place",
      "The names in other languages cannot be read",
      "good",
    ]);
    expect(records.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it.each([
    ["name,born\nA,1", 'the column "born", which is none of'],
    ["name,name\nA,1", "names a column twice"],
    ['name,title\nA,"never closed\nB,b\n', "cannot be read on"],
    [`name\n${"x".repeat(200_000)}\n`, "cannot be read on"],
  ])("that cannot be one is refused as a whole", async (text, why) => {
    await expect(read(text)).rejects.toThrow(why);
  });
});

describe("an answer of Wikidata", () => {
  it("gives a row for each result, with dates as exact as they are", () => {
    const rows = wikidataRows(fixture("wikidata.json"));
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const read = rows.map(({ value }) => {
      try {
        const { person, office, names, from, to } = readRow(value);
        return [person?.slug, office?.slug, office?.party, from, to, names.length];
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(read).toEqual([
      ["stephen-harper", "prime-minister-of-canada", "CA", "2006-02-06", "2015-11-04", 2],
      ["mark-carney", "prime-minister-of-canada", "CA", "2025-03-14", null, 0],
      ["tage-erlander", "prime-minister-of-sweden", "SE", "1946-10", "1969", 0],
      // Two people of one name.
      ["john-adams-q11806", "president-of-the-united-states", "US", "1797-03-04", "1801-03-04", 0],
      ["john-adams-q999001", "governor-general-of-example", "FM", null, null, 0],
      // The century is no date, and somebody's unknown value none either.
      ["taro-example", "prime-minister-of-japan", "JP", null, null, 0],
      // No label in English: no name.
      "The row does not say whose office it is",
      "The row names neither a person nor an office",
    ]);
  });

  it.each(["", "{}", '{"results": []}', "[]", "<sparql/>"])("is not %o", (text) => {
    expect(() => wikidataRows(text)).toThrow(/no JSON|no result of a SPARQL query/);
  });
});
