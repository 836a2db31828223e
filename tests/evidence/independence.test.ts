import { describe, expect, it, test } from "vitest";
import { independentReports, type Source } from "../../src/evidence/independence.ts";
import { byId, source } from "./sources.ts";

/** `claiming` are the reports with a claim, all where it is left out. */
const CASES: { name: string; sources: Source[]; claiming?: string[]; count: number }[] = [
  { name: "no report is none", sources: [], count: 0 },
  { name: "a report is one", sources: [source("a")], count: 1 },
  { name: "two outlets without citations are two", sources: [source("a"), source("b")], count: 2 },
  {
    name: "a report and one that cites it are one",
    sources: [source("a", { cites: ["b"] }), source("b")],
    count: 1,
  },
  {
    name: "two reports that cite a third are one, even where the third makes no claim",
    sources: [source("a", { cites: ["c"] }), source("b", { cites: ["c"] }), source("c")],
    claiming: ["a", "b"],
    count: 1,
  },
  {
    name: "two reports that lead to a common source by different ways are one",
    sources: [
      source("a", { cites: ["x"] }),
      source("x", { cites: ["c"] }),
      source("b", { cites: ["y"] }),
      source("y", { cites: ["c"] }),
      source("c"),
    ],
    claiming: ["a", "b"],
    count: 1,
  },
  {
    name: "the ends of a chain are one, even where what lies between makes no claim",
    sources: [
      source("a", { cites: ["b"] }),
      source("b", { cites: ["c"] }),
      source("c", { cites: ["d"] }),
      source("d"),
    ],
    claiming: ["a", "d"],
    count: 1,
  },
  {
    name: "one outlet twice is one",
    sources: [source("a", { outlet: "agency" }), source("b", { outlet: "agency" })],
    count: 1,
  },
  {
    name: "two outlets that speak for one office are one",
    sources: [
      source("press service", { speaksFor: ["president-of-belarus"] }),
      source("channel", { speaksFor: ["minister-of-belarus", "president-of-belarus"] }),
    ],
    count: 1,
  },
  {
    name: "the voices of two offices are two",
    sources: [
      source("first pool", { speaksFor: ["president-of-belarus"] }),
      source("peskov", { speaksFor: ["president-of-russia"] }),
    ],
    count: 2,
  },
  {
    name: "the first record's article, which cites two independent sources, does not make them three",
    sources: [
      source("first pool", { speaksFor: ["president-of-belarus"] }),
      source("peskov", { speaksFor: ["president-of-russia"] }),
      source("article", { cites: ["first pool", "peskov"] }),
    ],
    count: 2,
  },
  {
    name: "the article without its sources' claims is one",
    sources: [source("first pool"), source("peskov"), source("article", { cites: ["first pool", "peskov"] })],
    claiming: ["article"],
    count: 1,
  },
  {
    name: "two articles with a source each are two, with a third that cites both sources still two",
    sources: [
      source("x"),
      source("y"),
      source("a", { cites: ["x"] }),
      source("b", { cites: ["y"] }),
      source("both", { cites: ["x", "y"] }),
    ],
    claiming: ["a", "b", "both"],
    count: 2,
  },
  {
    name: "a repetition of one of an outlet's two reports is not independent of the other",
    sources: [
      source("first", { outlet: "agency" }),
      source("second", { outlet: "agency" }),
      source("repetition", { cites: ["second"] }),
    ],
    count: 1,
  },
  {
    name: "repetitions of two reports of one outlet are one",
    sources: [
      source("first", { outlet: "agency" }),
      source("second", { outlet: "agency" }),
      source("a", { cites: ["first"] }),
      source("b", { cites: ["second"] }),
    ],
    claiming: ["a", "b"],
    count: 1,
  },
  {
    name: "repetitions of two outlets that speak for one office are one",
    sources: [
      source("press service", { speaksFor: ["president-of-belarus"] }),
      source("channel", { speaksFor: ["president-of-belarus"] }),
      source("a", { cites: ["press service"] }),
      source("b", { cites: ["channel"] }),
    ],
    claiming: ["a", "b"],
    count: 1,
  },
  {
    name: "a ring of five, each sharing an office with the next, is two",
    sources: [0, 1, 2, 3, 4].map((at) =>
      source(`r${at}`, { speaksFor: [`office ${at}`, `office ${(at + 1) % 5}`] }),
    ),
    count: 2,
  },
  {
    name: "an outlet and an office of the same name are not the same",
    sources: [source("a", { outlet: "same" }), source("b", { speaksFor: ["same"] })],
    count: 2,
  },
  {
    name: "a cited report that is not known ends the way",
    sources: [source("a", { cites: ["lost"] }), source("b")],
    count: 2,
  },
  {
    name: "two reports that cite the same unknown report are one",
    sources: [source("a", { cites: ["lost"] }), source("b", { cites: ["lost"] })],
    count: 1,
  },
  {
    name: "a circle, which the database refuses, is one and ends",
    sources: [source("a", { cites: ["b"] }), source("b", { cites: ["a"] })],
    count: 1,
  },
];

describe("independent reports", () => {
  test.each(CASES)("$name", ({ sources, claiming = sources.map(({ id }) => id), count }) => {
    const counted = independentReports(claiming, byId(...sources));

    expect(counted).toBe(count);
  });

  it("counts a report that is named twice once", () => {
    expect(independentReports(["a", "a", "b"], byId(source("a"), source("b")))).toBe(2);
  });
});

describe("a large graph", () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  it("of 2,000 reports without citations counts them all", () => {
    const sources = numbers(2000).map((at) => source(`r${at}`));

    expect(timed(() => count(sources))).toBe(2000);
  });

  it("of 500 reports that cite one is one, whether that one makes a claim or not", () => {
    const star = numbers(500).map((at) => source(`r${at}`, { cites: ["hub"] }));
    const graph = byId(source("hub"), ...star);
    const leaves = star.map(({ id }) => id);

    expect(timed(() => independentReports(["hub", ...leaves], graph))).toBe(1);
    expect(timed(() => independentReports(leaves, graph))).toBe(1);
  });

  it("of 100 agencies with ten repetitions each, some of two, counts the agencies", () => {
    const agencies = numbers(100).map((at) => source(`agency ${at}`));
    const repetitions = numbers(1000).map((at) =>
      source(`r${at}`, {
        cites: [`agency ${at % 100}`, ...(at % 7 === 0 ? [`agency ${(at * 3) % 100}`] : [])],
      }),
    );

    expect(timed(() => count([...agencies, ...repetitions]))).toBe(100);
  });

  it("of a chain of 500 is one", () => {
    const chain = numbers(500).map((at) => source(`r${at}`, { cites: at === 0 ? [] : [`r${at - 1}`] }));

    expect(timed(() => count(chain))).toBe(1);
  });

  function count(sources: readonly Source[]): number {
    return independentReports(
      sources.map(({ id }) => id),
      byId(...sources),
    );
  }

  /** What it counted, within the seconds that a writer may keep others waiting. */
  function timed(work: () => number): number {
    const start = performance.now();
    const result = work();
    expect(performance.now() - start).toBeLessThan(5000);
    return result;
  }
});
