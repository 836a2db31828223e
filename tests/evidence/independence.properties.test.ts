import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { independentReports, type Source } from "../../src/evidence/independence.ts";
import { byId, source } from "./sources.ts";

/** Up to 12 reports that cite earlier ones only, of few outlets and voices, so that they meet; some make a claim. */
const anyGraph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .tuple(
      ...Array.from({ length: size }, (_, at) =>
        fc.record({
          outlet: fc.oneof(
            { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 }).map((number) => `outlet ${number}`) },
            { weight: 3, arbitrary: fc.constant(`own outlet of ${at}`) },
          ),
          speaksFor: fc.oneof(
            { weight: 3, arbitrary: fc.constant<string[]>([]) },
            { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom("p", "q", "r", "s"), { maxLength: 2 }) },
          ),
          cites:
            at === 0 ? fc.constant<string[]>([]) : someOf(Array.from({ length: at }, (_, of) => `r${of}`)),
          claims: fc.boolean(),
        }),
      ),
    )
    .map((reports) => ({
      sources: reports.map(({ claims, ...report }, at) => source(`r${at}`, report)),
      claiming: reports.flatMap(({ claims }, at) => (claims ? [`r${at}`] : [])),
    })),
);

function someOf(ids: string[]): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }) },
  );
}

describe("independent reports", () => {
  it("are as many as the largest subset in which no two have anything in common", () => {
    fc.assert(
      fc.property(anyGraph, ({ sources, claiming }) => {
        const graph = byId(...sources);

        expect(independentReports(claiming, graph)).toBe(largestSubset(claiming, graph));
      }),
      { numRuns: 1000 },
    );
  });

  it("are as many as that also where it does not do to take the report with the fewest neighbours first", () => {
    const size = 12;
    const pair = fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 15, maxLength: 40, size: "max" }), (pairs) => {
        const sources = Array.from({ length: size }, (_, at) =>
          // Each pair has an office in common.
          source(`r${at}`, {
            speaksFor: pairs.flatMap((two, office) => (two.includes(at) ? [`${office}`] : [])),
          }),
        );
        const ids = sources.map(({ id }) => id);

        expect(independentReports(ids, byId(...sources))).toBe(largestSubset(ids, byId(...sources)));
      }),
      { numRuns: 200 },
    );
  });

  it("do not become more when somebody cites one of them", () => {
    const cases = anyGraph.chain(({ sources, claiming }) =>
      fc.record({
        sources: fc.constant(sources),
        claiming: fc.constant(claiming),
        cited: claiming.length === 0 ? fc.constant([]) : fc.subarray(claiming, { minLength: 1 }),
        others: fc.subarray(sources.map(({ id }) => id)),
        outlet: fc.constantFrom("outlet 0", "new outlet"),
      }),
    );
    fc.assert(
      fc.property(cases, ({ sources, claiming, cited, others, outlet }) => {
        fc.pre(cited.length > 0);
        const before = independentReports(claiming, byId(...sources));
        const citing = source("citing", { outlet, cites: [...cited, ...others] });

        const after = independentReports([...claiming, "citing"], byId(...sources, citing));

        expect(after).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it("become one more with a report that has nothing in common with any", () => {
    fc.assert(
      fc.property(anyGraph, ({ sources, claiming }) => {
        const before = independentReports(claiming, byId(...sources));
        const alone = source("alone", { speaksFor: ["alone"] });

        expect(independentReports([...claiming, "alone"], byId(...sources, alone))).toBe(before + 1);
      }),
    );
  });

  it("are as many in any order", () => {
    const cases = anyGraph.chain((graph) =>
      fc.record({
        graph: fc.constant(graph),
        claiming: shuffled(graph.claiming),
        sources: shuffled(graph.sources),
      }),
    );
    fc.assert(
      fc.property(cases, ({ graph, claiming, sources }) => {
        const reversed = sources.map((one) => ({ ...one, cites: [...one.cites].reverse() }));

        expect(independentReports(claiming, byId(...reversed))).toBe(
          independentReports(graph.claiming, byId(...graph.sources)),
        );
      }),
    );
  });
});

function shuffled<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}

/** Slow and obvious: every subset is tried, and of a subset every pair. */
function largestSubset(ids: readonly string[], graph: ReadonlyMap<string, Source>): number {
  const sizes = Array.from({ length: 2 ** ids.length }, (_, bits) => {
    const subset = ids.filter((_, at) => (bits >> at) & 1);
    const areIndependent = subset.every((a) => subset.every((b) => a === b || nothingInCommon(a, b, graph)));
    return areIndependent ? subset.length : 0;
  });
  return Math.max(...sizes);
}

function nothingInCommon(a: string, b: string, graph: ReadonlyMap<string, Source>): boolean {
  const [left, right] = [reachable(a, graph), reachable(b, graph)];
  return left.every((one) =>
    right.every(
      (other) =>
        one.id !== other.id &&
        one.outlet !== other.outlet &&
        !one.speaksFor.some((office) => other.speaksFor.includes(office)),
    ),
  );
}

/** The report, what it cites, what that cites, and so on; acyclic. */
function reachable(id: string, graph: ReadonlyMap<string, Source>): Source[] {
  const source = graph.get(id);
  return source === undefined ? [] : [source, ...source.cites.flatMap((cited) => reachable(cited, graph))];
}
