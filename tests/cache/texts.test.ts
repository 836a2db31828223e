import { expect, test } from "vitest";
import type { Dependency, ListDependency } from "../../src/cache/evictions.ts";
import { Evictions } from "../../src/cache/evictions.ts";
import { tag } from "../../src/cache/tags.ts";
import { TextCache } from "../../src/cache/texts.ts";
import type { Change } from "../../src/changes/log.ts";

function cacheOf(bytes: number) {
  const evictions = new Evictions();
  return { evictions, cache: new TextCache(bytes, evictions, bytes / 16) };
}

const LARGE = JSON.stringify(Array.from({ length: 500 }, (_, number) => ({ number, name: "Лукашенко" })));
const LARGE_BYTES = Buffer.byteLength(LARGE);

test.each(["", "a", "\0", "déjà vu", "Лукашенко", "😀", "\ud800", LARGE])(
  "a text is found as it was: %#",
  (text) => {
    const { cache } = cacheOf(1_000_000);
    const space = cache.space("texts");
    space.store("key", text, [], 0);

    expect(space.text("key", null)).toBe(text);
    expect(cache.space("texts").find("key", null)).toBe(text);
    expect(cache.space("others").find("key", null)).toBeNull();
  },
);

test.each([
  ["few", Buffer.from("é")],
  ["many", Buffer.from(LARGE)],
  ["none", Buffer.alloc(0)],
])("bytes are found as they were, however often: %s", (_, bytes) => {
  const space = cacheOf(1_000_000).cache.space("bytes");
  space.store('{"Лука":1}', bytes, [], 0);

  for (let time = 0; time < 50; time++) {
    const found = space.bytes('{"Лука":1}');
    expect(found?.bytes).toEqual(bytes);
    found?.giveBack?.();
  }
});

test("bytes that are asked for often are unpacked once, and others are found in their place at once", () => {
  const { cache, evictions } = cacheOf(1_000_000);
  const space = cache.space("bytes");
  const ask = (times: number) => Array.from({ length: times }, () => space.bytes("key")?.bytes);
  space.store("key", Buffer.from(LARGE), [tag("CONTACT", "1")], 0);
  expect(new Set(ask(100)).size).toBeLessThan(20);

  const other = Buffer.from(LARGE.toUpperCase());
  space.store("key", other, [tag("CONTACT", "1")], 0);
  for (const found of ask(100)) expect(found).toEqual(other);
  evictions.evict([tag("CONTACT", "1")]);
  expect(ask(1)).toEqual([undefined]);
});

test("what was unpacked for one alone takes no memory once it is given back, and what others have stays", () => {
  const space = cacheOf(1_000_000).cache.space("bytes");
  space.store("key", Buffer.from(LARGE), [], 0);
  let [alone, shared] = [0, 0];
  for (let time = 0; time < 50; time++) {
    const lent = space.bytes("key");
    lent?.giveBack?.();
    if (lent?.giveBack === null) shared++;
    else alone++;
    expect(lent?.bytes.byteLength).toBe(lent?.giveBack === null ? LARGE_BYTES : 0);
  }
  expect(alone).toBeGreaterThan(0);
  expect(shared).toBeGreaterThan(alone);
});

test("bytes are found as they were while others are moved, and go", () => {
  const { cache } = cacheOf(200_000);
  const space = cache.space("bytes");
  const bodyOf = (number: number) => Buffer.from(`${number} ${LARGE.slice(0, 5000)}`);
  let found = 0;
  for (let number = 0; number < 3000; number++) {
    space.store(String(number), bodyOf(number), [], 0);
    for (const asked of [0, 1, number - 3, number]) {
      const lent = space.bytes(String(asked));
      if (lent === null) continue;
      found++;
      expect(lent.bytes).toEqual(bodyOf(asked));
      lent.giveBack?.();
    }
  }
  expect(cache.counts.displaced, "gone").toBeGreaterThan(1000);
  expect(found).toBeGreaterThan(10_000);
});

test("answers take a part of their bytes", () => {
  const { cache } = cacheOf(2_000_000);
  const space = cache.space("answers");
  const body = Buffer.from(LARGE);
  const count = 200;
  expect(count * body.length).toBeGreaterThan(3_000_000);
  for (let number = 0; number < count; number++) space.store(String(number), body, [], 0);

  expect(cache.counts.displaced).toBe(0);
  expect(cache.bytes).toBeLessThan((count * body.length) / 3);
});

test("what changed is gone, by its tag or a list, and nothing else; also after it was moved", () => {
  const { evictions, cache } = cacheOf(100_000);
  const space = cache.space("texts");
  const list: ListDependency = { isChangedBy: ({ id }: Change) => id === "in the list", toJSON: () => null };
  const made: Record<string, Dependency[]> = {
    tagged: [tag("CONTACT", "1")],
    listed: [tag("CONTACT", "2"), list],
    other: [tag("CONTACT", "3")],
  };
  for (const [key, on] of Object.entries(made)) space.store(key, key, on, evictions.clock);
  const find = () => Object.keys(made).filter((key) => space.text(key, null) === key);
  for (let number = 0; number < 1500; number++) {
    space.store(String(number), "x".repeat(50), [], evictions.clock);
    expect(find()).toHaveLength(3);
  }
  expect(cache.counts.displaced).toBeGreaterThan(100);
  const noted: unknown[] = [];
  space.text("listed", (on) => noted.push(...on));
  expect(noted).toEqual(made.listed);

  evictions.evict([tag("CONTACT", "1")]);
  expect(find()).toEqual(["listed", "other"]);
  evictions.evict([], [{ id: "elsewhere" } as Change]);
  expect(find()).toEqual(["listed", "other"]);
  evictions.evict([], [{ id: "in the list" } as Change]);
  expect(find()).toEqual(["other"]);
  expect(cache.counts.evicted).toBe(2);
  evictions.evictAll();
  expect(find()).toEqual([]);
});

test("what was made before something changed is not given as what it is since", () => {
  const { evictions, cache } = cacheOf(100_000);
  const space = cache.space("texts");
  const since = evictions.clock;
  evictions.evict([tag("CONTACT", "1")]);
  space.store("key", "old", [tag("CONTACT", "1")], since);

  expect(space.text("key", null)).toBeNull();
});

test("who reads everything once drives nothing out", () => {
  const { cache } = cacheOf(200_000);
  const space = cache.space("pages");
  const ask = (key: string) => {
    if (space.text(key, null) === null && space.wants(key)) space.store(key, "x".repeat(1000), [], 0);
  };
  for (let page = 0; page < 200; page++) ask(`before ${page}`);
  for (const _ of [1, 2]) ask("often");
  const { displaced } = cache.counts;
  for (let page = 0; page < 5000; page++) ask(String(page));

  expect(cache.counts.displaced - displaced).toBeLessThan(50);
  expect(space.find("often", null)).not.toBeNull();
});

test("a space that is asked for stays, however many others there are", () => {
  const { cache } = cacheOf(200_000);
  cache.space("asked for").store("key", "text", [], 0);
  cache.space("left").store("key", "text", [], 0);
  for (let number = 0; number < 5000; number++) {
    cache.space(String(number));
    cache.space("asked for");
  }

  expect(cache.space("asked for").text("key", null)).toBe("text");
  expect(cache.space("left").text("key", null)).toBeNull();
});

test("lists count as well: what is short is not kept with lists without end", () => {
  const { cache } = cacheOf(200_000);
  const space = cache.space("counts");
  const list = { isChangedBy: () => false, toJSON: () => ({ text: "words", parties: ["RU", "BY"] }) };
  for (let number = 0; number < 5000; number++) space.store(String(number), "1", [{ ...list }], 0);

  const kept = Array.from({ length: 5000 }, (_, number) => space.find(String(number), null) !== null);
  expect(kept.filter(Boolean).length).toBeLessThan(300);
  expect(kept.at(-1)).toBe(true);
});
