import fc from "fast-check";
import { expect, it } from "vitest";
import { BoundedNames, OTHERS } from "../../src/telemetry/names.ts";

it("never has more names than there may be, whatever comes, and forgets each that goes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.constantFrom(..."abcdefgh"), after: fc.nat(30) })),
      fc.integer({ min: 1, max: 4 }),
      (seen, most) => {
        const names = new Set<string>();
        const bounded = new BoundedNames(most, 20, (name) => expect(names.delete(name)).toBe(true));
        let now = 0;
        for (const { name, after } of seen) {
          now += after;
          const label = bounded.label(name, now);
          expect([name, OTHERS]).toContain(label);
          if (label === name) names.add(name);
          expect(names.size).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

it("gives the place of a name that was not seen for long to a new one, and of none that was", () => {
  const forgotten: string[] = [];
  const bounded = new BoundedNames(2, 10, (name) => forgotten.push(name));
  bounded.label("a", 0);
  bounded.label("b", 0);
  expect(bounded.label("c", 9)).toBe(OTHERS);
  bounded.label("a", 9);
  expect(bounded.label("c", 10)).toBe("c");
  expect(bounded.label("d", 18)).toBe(OTHERS);
  expect(forgotten).toEqual(["b"]);
});
