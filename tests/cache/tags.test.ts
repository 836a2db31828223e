import fc from "fast-check";
import { expect, test } from "vitest";
import { Doorkeeper } from "../../src/cache/doorkeeper.ts";
import { hashOf } from "../../src/cache/hash.ts";
import {
  aspectsOfTag,
  merged,
  packed,
  tag,
  tagOfSet,
  tags,
  thingOfTag,
  unpacked,
} from "../../src/cache/tags.ts";
import { ALL, OF_CONTACT } from "../../src/changes/aspects.ts";

const ID = "0190163d-8694-739b-aea5-966c26f8ad91";

test("a tag tells its thing, and what of it", () => {
  for (const aspects of [...Object.values(OF_CONTACT), ALL, OF_CONTACT.title | OF_CONTACT.mergedInto]) {
    const one = tag("CONTACT", ID, aspects);
    expect(aspectsOfTag(one)).toBe(aspects);
    expect(thingOfTag(one)).toBe(thingOfTag(tag("CONTACT", ID)));
    expect(JSON.parse(JSON.stringify(one)), "as other instances read it").toBe(one);
  }
});

test("things are told apart by their ids, and by what they are", () => {
  const ids = Array.from(
    { length: 50_000 },
    (_, number) => `${ID.slice(0, 28)}${number.toString(16).padStart(8, "0")}`,
  );
  const things = [...tags("CONTACT", ids), ...tags("PERSON", ids), ...ids.map(tagOfSet)].map(thingOfTag);
  // Of 150,000 hashes of 32 bits, 2.6 pairs are expected to be the same.
  expect(things.length - new Set(things).size).toBeLessThan(10);
});

test("all aspects of a thing that something was made of make one tag", () => {
  const list = { isChangedBy: () => false, toJSON: () => null };
  const [title, date, other] = [
    tag("CONTACT", ID, OF_CONTACT.title),
    tag("CONTACT", ID, OF_CONTACT.date),
    tag("PARTY", ID, OF_CONTACT.title),
  ];
  expect(merged([title, list, date, other, title])).toEqual([
    tag("CONTACT", ID, OF_CONTACT.title | OF_CONTACT.date),
    other,
    list,
  ]);
});

test("a doorkeeper knows what it was asked about, and takes few others for it", () => {
  const doorkeeper = new Doorkeeper();
  const hashes = (name: string) =>
    Array.from({ length: 100_000 }, (_, number) => hashOf(`${name} ${number}`));
  const asked = hashes("asked");
  for (const hash of asked) doorkeeper.knows(hash);
  expect(asked.every((hash) => doorkeeper.knows(hash))).toBe(true);
  const mistaken = hashes("other").filter((hash) => doorkeeper.knows(hash)).length;
  expect(mistaken).toBeLessThan(1000);
});

test("tags that are packed are the same when they are unpacked, and take half as much", () => {
  const aspects = fc.constantFrom(OF_CONTACT.none, OF_CONTACT.title, OF_CONTACT.mergedInto, ALL);
  const one = fc.tuple(fc.uuid(), aspects).map(([id, aspects]) => tag("CONTACT", id, aspects));
  fc.assert(
    fc.property(fc.array(one), (all) => {
      expect(unpacked(packed(all)).toSorted()).toEqual(all.toSorted());
    }),
  );
  const many = Array.from({ length: 100 }, (_, number) => tag("PARTY", String(number), OF_CONTACT.title));
  expect(packed(many).byteLength).toBe(4 * 102);
});
