import fc from "fast-check";
import { expect, test } from "vitest";
import { FORM, type Item, type Ref, Segments } from "../../src/cache/segments.ts";
import { SlotTable } from "../../src/cache/slotTable.ts";

/** Few hashes, so that many things have the same. */
const HASHES = [0, 1, 2, 1023, 1024, -1];

test("a table of slots has what was added and not removed, though hashes are the same", () => {
  const command = fc.record({
    hash: fc.constantFrom(...HASHES),
    ref: fc.integer({ min: 1, max: 40 }),
    isAdded: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 300 }), (commands) => {
      const table = new SlotTable();
      const model = new Map<number, Set<number>>();
      for (const { hash, ref, isAdded } of commands) {
        const refs = model.get(hash) ?? new Set();
        model.set(hash, refs);
        if (!isAdded) expect(table.remove(hash, ref)).toBe(refs.delete(ref));
        else if (!refs.has(ref)) {
          // A place is one thing's only.
          for (const [other, others] of model) if (others.delete(ref)) table.remove(other, ref);
          refs.add(ref);
          table.add(hash, ref);
        }
      }
      for (const [hash, refs] of model) {
        const found: number[] = [];
        for (let slot = table.first(hash); slot !== -1; slot = table.next(hash, slot))
          found.push(table.refAt(slot));
        expect(new Set(found)).toEqual(refs);
        expect(found).toHaveLength(refs.size);
      }
    }),
  );
});

test("a table of slots grows, and loses nothing", () => {
  const table = new SlotTable();
  for (let ref = 1; ref <= 5000; ref++) table.add(Math.imul(ref, 0x9e3779b1), ref);

  for (let ref = 1; ref <= 5000; ref++) expect(table.has(Math.imul(ref, 0x9e3779b1), ref)).toBe(true);
  expect(table.size).toBe(5000);
});

const BYTES = 2400;

/** Of eight. */
const SEGMENT = 296;

/** A text under a key, in a space of two. */
function item(key: string, space: number, value: string, at = 0): Item {
  const form = /^[\0-\xff]*$/.test(value) ? FORM.latin1 : FORM.utf16;
  return {
    hash: HASHES[key.length % HASHES.length] ?? 0,
    key,
    space,
    value,
    form,
    unpacked: value.length,
    words: Int32Array.of(key.length, -space),
    at,
    beside: 0,
  };
}

test("what is found is what was put last under the key, whatever went or moved meanwhile", () => {
  const key = fc.constantFrom("", "a", "b", "cc", "dd", "Лука", "é", "x".repeat(36));
  const command = fc.record({
    key,
    space: fc.integer({ min: 1, max: 2 }),
    value: fc.oneof(
      fc.string({ minLength: 20, maxLength: 120 }),
      fc.string({ unit: "grapheme", maxLength: 50 }),
    ),
    what: fc.constantFrom("put", "put", "use", "use", "use", "remove"),
  });
  let moved = 0;
  let gone = 0;
  fc.assert(
    fc.property(fc.array(command, { minLength: 100, maxLength: 400 }), (commands) => {
      const where = new Map<string, Ref>();
      const model = new Map<string, string>();
      const nameAt = (ref: Ref) => [...where].find(([, at]) => at === ref)?.[0] ?? "";
      const segments = new Segments(BYTES, {
        onGone: (ref) => {
          gone++;
          model.delete(nameAt(ref));
          where.delete(nameAt(ref));
        },
        onMoved: (ref, to) => {
          moved++;
          where.set(nameAt(ref), to);
        },
      });
      for (const [at, { key, space, value, what }] of commands.entries()) {
        const { hash } = item(key, space, "");
        const name = `${space} ${key}`;
        const ref = segments.find(hash, space, key);
        if (what === "use" && ref !== 0) segments.use(ref);
        if (what === "remove") segments.remove(ref, hash);
        if (what !== "put") continue;
        const put = segments.put(item(key, space, value, at));
        expect(put === 0, `${value.length} characters`).toBe(sizeOf(key, value) > SEGMENT);
        if (put === 0) continue;
        where.set(name, put);
        model.set(name, value);
        expect(segments.atOf(put)).toBe(at);
      }
      for (const key of ["", "a", "b", "cc", "dd", "Лука", "é", "x".repeat(36)]) {
        for (const space of [1, 2]) {
          const { hash, words } = item(key, space, "");
          const ref = segments.find(hash, space, key);
          expect(ref === 0 ? undefined : segments.textOf(ref)).toBe(model.get(`${space} ${key}`));
          if (ref !== 0) expect(segments.wordsOf(ref)).toEqual(words);
        }
      }
      expect(segments.bytes).toBeLessThanOrEqual(BYTES);
    }),
    { numRuns: 300 },
  );
  expect(moved, "moved").toBeGreaterThan(100);
  expect(gone, "gone").toBeGreaterThan(100);
});

/** As many bytes as it takes with what stands before it, in eights. */
function sizeOf(key: string, value: string): number {
  const wide = (text: string) => text.length * (/^[\0-\xff]*$/.test(text) ? 1 : 2);
  return Math.ceil((48 + 16 + wide(key) + wide(value)) / 8) * 8;
}

test("what is asked for stays, of what is put once the oldest goes", () => {
  const segments = new Segments(64_000, { onGone: () => {}, onMoved: () => {} });
  const put = (key: string) => segments.put({ ...item(key, 1, "value"), hash: 7 });
  const find = (key: string) => segments.find(7, 1, key);
  put("asked for");
  put("left");
  for (let number = 0; number < 2000; number++) {
    put(String(number));
    segments.use(find("asked for"));
  }

  expect(segments.isFull).toBe(true);
  expect(find("asked for")).toBeGreaterThan(0);
  expect(find("left")).toBe(0);
  expect(find("1999")).toBeGreaterThan(0);
});
