import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Suggestion, suggestClaims } from "../../src/review/rules.ts";
import { HELD_OUT, KNOWN, PUBLISHED, type Reading, SENTENCES, type Sentence } from "./sentences.ts";

const offices = KNOWN.leaders.flatMap(({ tenures }) => tenures);

function suggestionsFor(sentence: Partial<Sentence> & { title?: string }): Suggestion[] {
  const { title = sentence.text ?? "", text = "", voice } = sentence;
  return suggestClaims(
    {
      title,
      text: sentence.title === undefined ? "" : text,
      published: PUBLISHED,
      voices: offices.filter(({ office }) => office === voice),
    },
    KNOWN,
  );
}

/** What is suggested, as a reader would put it down; the day of publication, which is always known, is left out. */
function found(sentence: Sentence): Required<Record<keyof Reading, unknown[]>> {
  const suggested = suggestionsFor(sentence).filter(({ rule }) => rule !== "day of publication");
  const values = (...fields: string[]) =>
    suggested.filter(({ field }) => fields.includes(field)).map(({ value }) => value);
  const actors = values("PARTICIPANTS", "SIGNATORIES", "ENDORSERS") as { party: string }[];
  return {
    kind: suggested
      .filter(({ field, subject }) => field === "KIND" && subject.kind === "contact")
      .map(({ value }) => value),
    parties: [...new Set(actors.map(({ party }) => party))],
    date: [...new Set(values("DATE"))],
    duration: values("DURATION"),
    agreements: values("TITLE"),
  };
}

interface Score {
  right: number;
  suggested: number;
  expected: number;
}

function score(sentences: readonly Sentence[]): Record<keyof Reading, Score> {
  const none = (): Score => ({ right: 0, suggested: 0, expected: 0 });
  const scores = { kind: none(), parties: none(), date: none(), duration: none(), agreements: none() };
  for (const sentence of sentences) {
    for (const [name, values] of Object.entries(found(sentence)) as [keyof Reading, unknown[]][]) {
      const expected = [sentence[name] ?? []].flat();
      scores[name].right += values.filter((value) => (expected as unknown[]).includes(value)).length;
      scores[name].suggested += values.length;
      scores[name].expected += expected.length;
    }
  }
  return scores;
}

/** Least precision and recall, in per cent, as they were measured. */
type Floors = Record<keyof Reading, readonly [precision: number, recall: number]>;

describe.each<[string, readonly Sentence[], Floors]>([
  [
    "sentences that the rules were made with",
    SENTENCES,
    { kind: [100, 100], parties: [100, 100], date: [100, 100], duration: [100, 100], agreements: [100, 100] },
  ],
  [
    "sentences that came after the rules",
    HELD_OUT,
    { kind: [100, 70], parties: [100, 70], date: [100, 80], duration: [100, 60], agreements: [100, 50] },
  ],
])("of %s", (name, sentences, floors) => {
  it("suggestions are as right, and as complete, as they were", () => {
    const scores = score(sentences);
    const percent = (part: number, whole: number) => (100 * part) / whole;
    const rows = (Object.entries(scores) as [keyof Reading, Score][]).map(
      ([what, { right, suggested, expected }]) => ({
        what,
        right,
        suggested,
        expected,
        precision: percent(right, suggested),
        recall: percent(right, expected),
      }),
    );
    process.stdout.write(
      `${sentences.length} ${name}:\n${rows
        .map(
          ({ what, right, suggested, expected, precision, recall }) =>
            `  ${what.padEnd(10)} precision ${precision.toFixed(0).padStart(3)} % (${right}/${suggested}), recall ${recall.toFixed(0).padStart(3)} % (${right}/${expected})\n`,
        )
        .join("")}`,
    );
    for (const { what, precision, recall } of rows) {
      expect({ what, precision, isRight: precision >= floors[what][0] }).toMatchObject({ isRight: true });
      expect({ what, recall, isComplete: recall >= floors[what][1] }).toMatchObject({ isComplete: true });
    }
  });
});

describe("suggestions", () => {
  it("are claims of one contact, each with its rule and the words that it was found in", () => {
    const suggested = suggestionsFor({
      title: "Телефонный разговор с Президентом Белоруссии Александром Лукашенко",
      text: "Владимир Путин провёл телефонный разговор с Александром Лукашенко.\nБеседа длилась около часа. Предыдущий разговор состоялся 2 марта.",
      voice: "president-of-russia",
    });

    expect(suggested.map(({ field, value, rule, words }) => [field, value, rule, words])).toEqual([
      [
        "OCCURRENCE",
        true,
        "call by telephone, Russian",
        "Телефонный разговор с Президентом Белоруссии Александром Лукашенко",
      ],
      ["KIND", "CALL", "call by telephone, Russian", "Телефонный разговор"],
      ["CHANNEL", "TELEPHONE", "call by telephone, Russian", "Телефонный разговор"],
      [
        "PARTICIPANTS",
        { person: "vladimir-putin", party: "RU", office: "president-of-russia" },
        "whoever the outlet speaks for",
        "Телефонный разговор",
      ],
      [
        "PARTICIPANTS",
        { person: "alexander-lukashenko", party: "BY", office: "president-of-belarus" },
        "leader by name",
        "Александром Лукашенко",
      ],
      ["DURATION", "PT1H~", "length, about", "около часа"],
      ["DATE", "2024-03-18~", "day of publication", "published on 2024-03-18"],
    ]);
    expect(new Set(suggested.map(({ subject }) => subject.ref))).toEqual(new Set(["contact of BY, RU"]));
  });

  it("stand to what they say as the text does", () => {
    const stances = (text: string) => new Set(suggestionsFor({ text }).map(({ stance }) => stance));
    expect(stances("Putin reportedly spoke with Lukashenko yesterday.")).toEqual(new Set(["HEDGES"]));
    expect(stances("Peskov confirmed that Putin spoke with Lukashenko yesterday.")).toEqual(
      new Set(["CONFIRMS"]),
    );
    expect(stances("Putin spoke with Lukashenko yesterday.")).toEqual(new Set(["STATES"]));
  });

  it("know who was in office on the day, and names in all cases", () => {
    const people = (text: string) =>
      suggestionsFor({ text })
        .filter(({ field }) => field === "PARTICIPANTS")
        .map(({ value }) => (value as { person?: string }).person);
    expect(people("Путин созвонился с Меркель.")).toEqual([]);
    expect(people("Шольцем и Путиным проведён телефонный разговор.")).toEqual([
      "olaf-scholz",
      "vladimir-putin",
    ]);
    expect(people("Телефонный разговор Эрдогана с Владимиром Зеленским")).toEqual([
      "recep-tayyip-erdogan",
      "volodymyr-zelenskyy",
    ]);
    expect(people("President of China and Президент Франции spoke by phone.")).toEqual([
      "xi-jinping",
      "emmanuel-macron",
    ]);
  });

  it("are made of any text without an error", () => {
    const words = SENTENCES.flatMap(({ text }) => text.split(" "));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" })), { maxLength: 60 }),
        (parts) => {
          for (const { words: quote } of suggestionsFor({ title: "", text: parts.join(" ") })) {
            expect(quote).not.toBe("");
          }
        },
      ),
      { numRuns: 100 },
    );
    suggestionsFor({ title: "x", text: "подписали «".repeat(2000) });
    suggestionsFor({ title: "x", text: `Putin ${"A b ".repeat(5000)}` });
  });
});
