import { expect, it } from "vitest";
import { eventsOf } from "../../../src/import/historian/event.ts";
import { purposeOf } from "../../../src/import/historian/purpose.ts";
import { sentencesOf } from "../../../src/import/historian/words.ts";

function events(prose: string): string[] {
  return eventsOf(sentencesOf(prose), "1995-06-01").map(({ name }) => name);
}

it.each<[string, string[]]>([
  ["Attended the NATO Summit Meeting in Madrid.", ["NATO Summit"]],
  ["Attended the G-8 Economic Summit.", ["G8 Summit"]],
  ["Attended the G20 Leaders’ Summit.", ["G20 Leaders Summit"]],
  ["Attended Paris Peace Conference.", ["Paris Peace Conference"]],
  ["Accompanied President Clinton to the NATO Summit.", ["NATO Summit"]],
  ["Met with President Bush at the U.N. General Assembly in New York City.", ["UN General Assembly"]],
  ["Casablanca Conference with British Prime Minister Churchill.", ["Casablanca Conference"]],
  ["Attended NATO and EU Summit Meetings.", ["NATO and EU Summits"]],
  [
    "Attended the Conference on Security and Cooperation in Europe.",
    ["Conference on Security and Cooperation in Europe"],
  ],
  ["Participated in the G7 Foreign Ministers’ Meeting.", ["G7 Foreign Ministers Meeting"]],
])("finds the named event in %j", (prose, expected) => {
  expect(events(prose)).toEqual(expected);
});

it.each([
  "Attended U.S.-Soviet Summit Meeting.",
  "Summit meeting with Russian President Yeltsin.",
  "Attended a Cabinet meeting.",
  "Addressed the National Assembly.",
  "Attended the funeral of President Kennedy.",
  "Discussed preparations for the Moscow Summit.",
  "Informal visit to Washington while attending UN General Assembly session.",
  "Met with Prime Minister Arden.",
])("finds no multilateral event in %j", (prose) => {
  expect(events(prose)).toEqual([]);
});

it.each<[string, string | null]>([
  ["State Visit. Addressed Congress.", "State visit"],
  ["Official working visit.", "Official working visit"],
  [
    "Attended funeral of President Kennedy; met with President Johnson.",
    "Attended funeral of President Kennedy",
  ],
  ["Met with President Clinton during a private visit.", "Private visit"],
  ["Stopped en route to Cairo.", "Stopped en route to Cairo"],
  ["Vacation.", "Vacation"],
  ["Met with Prime Minister Arden.", null],
  ["", null],
])("takes from %j the purpose %j", (prose, purpose) => {
  expect(purposeOf(sentencesOf(prose), () => false)?.text ?? null).toBe(purpose);
});
