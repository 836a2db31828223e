import { expect, it } from "vitest";
import { readProse } from "../../../src/import/historian/prose.ts";

/** "party/office/name" of everybody whom the words say took part; "+" marks one who travelled along. */
function read(prose: string, day = "2005-06-01"): string[] {
  return readProse(prose, day)
    .flatMap(({ encounters }) => encounters)
    .map(({ as, mention: { party, titles, name } }) => {
      const office = titles.map(({ office, rank }) => office ?? `(${rank})`).join(" + ");
      return `${as === "COMPANION" ? "+" : ""}${party?.key ?? ""}/${office}/${name ?? ""}`;
    });
}

it.each<[string, string[]]>([
  [
    "Met with Prime Minister Arden and Foreign Minister Cole.",
    ["/Prime Minister/Arden", "/Foreign Minister/Cole"],
  ],
  ["Met informally with Queen Maud II.", ["/Queen/Maud II"]],
  [
    "Met with German Chancellor Vogt and French President Morel.",
    ["DE/Chancellor/Vogt", "FR/President/Morel"],
  ],
  ["Met with King Talal II of Jordan.", ["JO/King/Talal II"]],
  ["Met with the Presidents of Egypt and Syria.", ["EG/President/", "SY/President/"]],
  ["Met with Prime Ministers Reed and Soler.", ["/Prime Minister/Reed", "/Prime Minister/Soler"]],
  ["Met with British Prime Ministers Reed and Hale.", ["GB/Prime Minister/Reed", "GB/Prime Minister/Hale"]],
  ["Met with NATO Secretary General Holm.", ["nato/Secretary General/Holm"]],
  [
    "Met with European Commission President Eva von der Linde.",
    ["european-union/President/Eva von der Linde"],
  ],
  [
    "Met with the Belgian Deputy Prime Minister and Minister of Foreign Affairs Anne Peeters.",
    ["BE/Deputy Prime Minister + Foreign Minister/Anne Peeters"],
  ],
  [
    "Met with Crown Prince Sheikh Zayed bin Rashid Al Amin and President de Brun.",
    ["/Crown Prince/Zayed bin Rashid Al Amin", "/President/de Brun"],
  ],
  ["Met with Prime Minister al-Rashid and Iraqi leaders.", ["/Prime Minister/al-Rashid", "IQ//"]],
  ["Met with Foreign Minister Prince Turki.", ["/Foreign Minister/Turki"]],
  ["Met with Prime MinisterTanin.", ["/Prime Minister/Tanin"]],
  ["Met with President-elect Lozano.", ["/President/Lozano"]],
  ["Met with Prime Minister Mackenzie King.", ["/Prime Minister/Mackenzie King"]],
  ["Met with Prime Minister Beck May 24.", ["/Prime Minister/Beck"]],
  ["Met with Prime Minister Laura May.", ["/Prime Minister/Laura May"]],
  [
    "Accompanied President Clinton to a meeting with Syrian President Asad.",
    ["+/President/Clinton", "SY/President/Asad"],
  ],
  ["Discussed the crisis with Foreign Minister Dahl.", ["/Foreign Minister/Dahl"]],
  ["Briefed King Talal on the talks.", ["/King/Talal"]],
  ["Was received by Pope Linus II.", ["/Pope/Linus II"]],
  [
    "Attended a Summit with the Heads of State and Government of Canada, France, and the United Kingdom.",
    ["CA//", "FR//", "GB//"],
  ],
  ["Briefed Prime Minister Arden on talks with Soviet leaders.", ["/Prime Minister/Arden"]],
  ["Met with Council Coordinator Guy Petit and Prime Minister Jean Roux.", ["/Prime Minister/Jean Roux"]],
])("reads who took part in %j", (prose, expected) => {
  expect(read(prose)).toEqual(expected);
});

it.each([
  "Attended the funeral of King Talal.",
  "Laid a wreath on the grave of former Prime Minister Arden.",
  "Attended the inauguration of President Lozano.",
  "Delivered a message from President Reagan.",
  "Delivered an invitation to meet with President Carter at Camp David.",
  "Supported President Biden’s participation in the summit.",
  "Attended meetings with representatives of Serbian organizations.",
  "Stopped en route to Egypt.",
  "",
])("takes nobody who is only spoken of for a participant: %j", (prose) => {
  expect(read(prose)).toEqual([]);
});

it("takes a state's name for the state of the day", () => {
  expect(read("Met with Russian President Orlov.", "1975-01-01")).toEqual(["SUHH/President/Orlov"]);
  expect(read("Met with Russian President Orlov.", "1999-01-01")).toEqual(["RU/President/Orlov"]);
});

it("reads a very long line in no time", () => {
  const started = performance.now();
  read(`Met with ${"President de la al bin ".repeat(3000)}`);
  read(`Met with ${"President Arden, and ".repeat(3000)}`);
  read("(".repeat(20_000));
  expect(performance.now() - started).toBeLessThan(3000);
});
