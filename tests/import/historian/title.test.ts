import { expect, it } from "vitest";
import { readTitle } from "../../../src/import/historian/title.ts";

it.each<[string, string, string | null]>([
  ["Prime Minister", "prime-minister", "Prime Minister"],
  ["Premier", "prime-minister", "Premier"],
  ["Deputy Prime Minister", "deputy-prime-minister", "Deputy Prime Minister"],
  ["Vice President", "vice-president", "Vice President"],
  ["Acting President", "president", "President"],
  ["His Majesty King", "king", "King"],
  ["Emir", "amir", "Amir"],
  ["Minister of Foreign Affairs and International Cooperation", "foreign-minister", "Foreign Minister"],
  ["External Affairs Minister", "foreign-minister", "Minister of External Affairs"],
  ["Minister of Finance", "minister-of-finance", "Minister of Finance"],
  ["Secretary-General", "secretary-general", "Secretary General"],
  ["General", "general", null],
])("reads the title %j", (words, rank, office) => {
  expect(readTitle(words.split(" "), 0)).toMatchObject({
    rank,
    office,
    plural: false,
    past: false,
    future: false,
  });
});

it("tells who holds an office no more, or not yet", () => {
  expect(readTitle(["former", "President"], 0)).toMatchObject({ past: true });
  expect(readTitle(["President-elect"], 0)).toMatchObject({ rank: "president", future: true });
});

it("reads several holders' title as one for several", () => {
  expect(readTitle(["Foreign", "Ministers"], 0)).toMatchObject({ rank: "foreign-minister", plural: true });
});

it.each(["Harbour", "of", ""])("reads no title in %j", (word) => {
  expect(readTitle([word], 0)).toBeNull();
});
