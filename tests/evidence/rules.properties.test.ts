import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Field } from "../../src/claim/notation.ts";
import { fieldRule } from "../../src/evidence/fields.ts";
import { evidenceOf, type LiveClaim } from "../../src/evidence/rules.ts";
import { claim, participant } from "./claims.ts";
import { byId, source } from "./sources.ts";

const VALUES: Partial<Record<Field, readonly string[]>> = {
  OCCURRENCE: ["true"],
  KIND: ["CALL", "SUMMIT", "VISIT", "ENCOUNTER", "EXCHANGE"],
  DATE: [
    "2024",
    "2024-03",
    "2024-03-16",
    "2024-03-16~",
    "XXXX-03-16",
    "2024-03-17",
    "2024-03-10/2024-03-20",
    "XXXX",
  ],
  DURATION: ["PT1H", "PT1H~", "PT1H2M", "PT1H20M", "PT1H20M~"],
  PLACE: ["London", "Lancaster House, London", "Minsk"],
  CHANNEL: ["TELEPHONE", "VIDEO"],
  NOTE: ["one thing", "another"],
  TOPICS: ["gas", "grain"],
  PARTICIPANTS: [
    participant({ person: "p" }),
    participant({ person: "p", party: "RU" }),
    participant({ party: "RU" }),
    participant({ person: "q", party: "BY" }),
  ],
};
const FIELDS = Object.keys(VALUES) as Field[];

const SOURCES = byId(
  source("a"),
  source("b", { speaksFor: ["office"] }),
  source("c", { speaksFor: ["office"] }),
  source("d", { cites: ["a"] }),
  source("e", { cites: ["a", "b"] }),
  source("f", { outlet: "outlet of a" }),
  source("g"),
);

const anyClaim = fc
  .record({
    field: fc.constantFrom(...FIELDS),
    report: fc.constantFrom(...SOURCES.keys()),
    stance: fc.constantFrom("STATES", "CONFIRMS", "HEDGES", "DENIES", "WITHHOLDS", "INFERRED"),
    pick: fc.nat(),
  })
  .map(({ field, report, stance, pick }) => {
    const values = VALUES[field] ?? [];
    return claim(
      report,
      stance,
      field,
      stance === "WITHHOLDS" ? null : (values[pick % values.length] ?? null),
    );
  });
const anyClaims = fc.array(anyClaim, { maxLength: 14 });

describe("the evidence", () => {
  it("shows no value that none of its claims gives", () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        for (const { value, claims: its } of evidenceOf("contact", claims, SOURCES)) {
          if (value !== null) expect(its.map((one) => one.value)).toContain(value);
        }
      }),
    );
  });

  it("holds every claim of its field, in order of recording, and no other", () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        const evidence = evidenceOf("contact", claims, SOURCES);

        for (const { field, claims: its } of evidence) {
          expect(its.every((one) => one.field === field)).toBe(true);
          const places = its.map((one) => claims.indexOf(one));
          expect(places).toEqual([...places].sort((a, b) => a - b));
        }
        expect(new Set(evidence.flatMap((known) => known.claims))).toEqual(new Set(claims));
      }),
    );
  });

  it("of one field does not depend on the claims on others", () => {
    fc.assert(
      fc.property(anyClaims, fc.constantFrom(...FIELDS), (claims, field) => {
        const alone = claims.filter((one) => one.field === field);

        expect(evidenceOf("contact", claims, SOURCES).filter((known) => known.field === field)).toEqual(
          evidenceOf("contact", alone, SOURCES),
        );
      }),
    );
  });

  it("shows the same values with the same count when a report that cites one of its supporters repeats them", () => {
    fc.assert(
      fc.property(anyClaims, fc.nat(), (claims, pick) => {
        const shown = evidenceOf("contact", claims, SOURCES).filter(
          ({ value, verdict, independentOutlets }) =>
            value !== null && verdict !== "INFERRED" && independentOutlets > 0,
        );
        fc.pre(shown.length > 0);
        const chosen = shown[pick % shown.length];
        if (chosen === undefined) return;
        const supporter = chosen.claims.find((one) => isFor(one) && one.value === chosen.value);
        fc.pre(supporter !== undefined);
        if (supporter === undefined) return;
        const citing = source("citing", { cites: [supporter.reportId] });
        const repetition = claim("citing", supporter.stance, chosen.field, chosen.value);

        const after = evidenceOf("contact", [...claims, repetition], byId(...SOURCES.values(), citing));

        expect(after.map(summary)).toEqual(evidenceOf("contact", claims, SOURCES).map(summary));
      }),
    );
  });

  it("has as many outlets at least as corroboration needs, and never more than reports", () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        for (const { verdict, independentOutlets, claims: its } of evidenceOf("contact", claims, SOURCES)) {
          if (verdict === "CORROBORATED") expect(independentOutlets).toBeGreaterThanOrEqual(2);
          expect(independentOutlets).toBeLessThanOrEqual(
            new Set(its.filter(isFor).map((one) => one.reportId)).size,
          );
        }
      }),
    );
  });

  it("has no value where no claim but denials and withholding is made, and one wherever a report is for one", () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        for (const { value, claims: its } of evidenceOf("contact", claims, SOURCES)) {
          const isGiven = its.some((one) => isFor(one) || one.stance === "INFERRED");
          expect(value !== null).toBe(isGiven);
        }
      }),
    );
  });
});

describe("the rule of a field", () => {
  const pairs = fc.constantFrom(...FIELDS).chain((field) => {
    const value = fc.constantFrom(...(VALUES[field] ?? []));
    return fc.record({ field: fc.constant(field), a: value, b: value });
  });

  it("has every value hold with itself, and is the same both ways", () => {
    fc.assert(
      fc.property(pairs, ({ field, a, b }) => {
        const rule = fieldRule("contact", field);
        if (rule === "values add up") return;
        expect(rule.compatible(a, a)).toBe(true);
        expect(rule.narrower(a, a)).toBe(0);
        expect(rule.compatible(a, b)).toBe(rule.compatible(b, a));
        expect(Math.sign(rule.narrower(a, b)) + Math.sign(rule.narrower(b, a))).toBe(0);
      }),
    );
  });
});

function isFor({ stance }: LiveClaim): boolean {
  return stance === "STATES" || stance === "CONFIRMS" || stance === "HEDGES";
}

function summary({ field, value, verdict, independentOutlets }: ReturnType<typeof evidenceOf>[number]) {
  return { field, value, verdict, independentOutlets };
}
