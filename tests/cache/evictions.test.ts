import { expect, test } from "vitest";
import { CoherentCache } from "../../src/cache/cache.ts";
import { Evictions } from "../../src/cache/evictions.ts";
import { tag } from "../../src/cache/tags.ts";
import { OF_CONTACT } from "../../src/changes/aspects.ts";

/** Twice as many are no more than are remembered, three times as many are more. */
const MANY = 7_500;

function evictOthers(evictions: Evictions): void {
  for (let number = 0; number < MANY; number++) evictions.evict([tag("TOPIC", `other ${++others}`)]);
}
let others = 0;

test("what is asked for stays, however much else changes; what nobody asks for goes, rather than stay unlooked at", () => {
  const evictions = new Evictions();
  const space = new CoherentCache(1_000_000, evictions).space("values");
  for (const key of ["asked for", "left"]) {
    space.store(key, key, [tag("CONTACT", key)], evictions.clock);
  }

  for (let time = 0; time < 3; time++) {
    evictOthers(evictions);
    expect(space.get("asked for")?.value).toBe("asked for");
  }

  expect(space.get("left")).toBeUndefined();
});

test.each([1, 3])("what changed is gone, though %s times as much changed since", (times) => {
  const evictions = new Evictions();
  const space = new CoherentCache(1_000_000, evictions).space("values");
  space.store("title", "old", [tag("CONTACT", "1", OF_CONTACT.topics)], evictions.clock);
  space.store("kept", "kept", [tag("CONTACT", "1", OF_CONTACT.date)], evictions.clock);

  evictions.evict([tag("CONTACT", "1", OF_CONTACT.topics)]);
  if (times === 1) expect(space.get("kept")?.value, "of another aspect").toBe("kept");
  for (let time = 0; time < times; time++) evictOthers(evictions);

  expect(space.get("title")).toBeUndefined();
});
