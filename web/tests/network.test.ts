import fc from "fast-check";
import { expect, it } from "vitest";
import { nearestLink } from "../network/layout.ts";

/** Which line of the network a pointer means. */

const at = { x: ({ x }: { x: number }) => x, y: ({ y }: { y: number }) => y, scale: 1 };
const node = (x: number, y: number) => ({ key: `${x},${y}`, name: "", contacts: 1, radius: 1, x, y });
const link = (x1: number, y1: number, x2: number, y2: number) => ({
  source: node(x1, y1),
  target: node(x2, y2),
});

it("finds the line that is nearest, between its ends and not beyond them", () => {
  const [across, down] = [link(0, 0, 100, 0), link(50, 10, 50, 90)];
  expect(nearestLink([across, down], at, 20, 4)).toBe(across);
  expect(nearestLink([across, down], at, 46, 30)).toBe(down);
  expect(nearestLink([across, down], at, 50, 6)).toBe(down);
  expect(nearestLink([across, link(160, 40, 160, 90)], at, 150, 1)).not.toBe(across);
  expect(nearestLink([], at, 0, 0)).toBeUndefined();
});

it("finds a line through a point of any other", () => {
  const place = fc.integer({ min: 0, max: 1000 });
  const links = fc.array(
    fc.tuple(place, place, place, place).map((ends) => link(...ends)),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(links, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (links, index, part) => {
      const meant = links[index % links.length];
      if (meant === undefined) return;
      const { source, target } = meant;
      const [x, y] = [source.x + part * (target.x - source.x), source.y + part * (target.y - source.y)];
      const found = nearestLink(links, at, x, y);
      // Both lines go through the point: from one end to it and on to the other is no way round.
      const [one, other] = [found?.source ?? node(-1, -1), found?.target ?? node(-1, -1)];
      const length = (from: { x: number; y: number }, to: { x: number; y: number }) =>
        Math.hypot(from.x - to.x, from.y - to.y);
      expect(length(one, { x, y }) + length({ x, y }, other)).toBeCloseTo(length(one, other), 3);
    }),
  );
});
