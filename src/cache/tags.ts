import { ALL, type Aspects, NAMED, OF_CONTACT } from "../changes/aspects.ts";
import type { Change, ChangeEntity } from "../changes/log.ts";
import type { Dependency } from "./evictions.ts";
import { hashOf } from "./hash.ts";

/**
 * A thing, or some aspects of it, as one number: a hash of 32 bits of what it is, and above it the aspects. It takes eight
 * bytes, of which a record of a million contacts keeps many. Two things that have the same hash are evicted together,
 * which costs a load and nothing else.
 */
export type Tag = number;

/** The tag of a thing: on everything that it, or some of its aspects, are part of. */
export function tag(entity: ChangeEntity, id: string, aspects: Aspects = ALL): Tag {
  return tagOf(entity, id, aspects);
}

export function tags(entity: ChangeEntity, ids: Iterable<string>, aspects: Aspects = ALL): Tag[] {
  return Array.from(ids, (id) => tag(entity, id, aspects));
}

/** The tag of the order in time of all contacts with just the parties of a set. */
export function tagOfSet(partySet: string): Tag {
  return tagOf("SET", partySet, ALL);
}

/** What of its thing a tag is about. */
export function aspectsOfTag(tag: Tag): Aspects {
  return Math.floor(tag / HASHES);
}

/** Which thing a tag is about, as an integer of 32 bits. */
export function thingOfTag(tag: Tag): number {
  return tag | 0;
}

/** The same dependencies, with one tag for all aspects of a thing: what is kept for long is made of many. */
export function merged(on: readonly Dependency[]): Dependency[] {
  const tags = new Map<number, Tag>();
  const lists: Dependency[] = [];
  for (const dependency of on) {
    if (typeof dependency !== "number") {
      lists.push(dependency);
      continue;
    }
    const thing = thingOfTag(dependency);
    const known = tags.get(thing);
    tags.set(thing, known === undefined ? dependency : both(known, dependency));
  }
  // Not an array that was added to, which has room for more.
  return Array.from([...tags.values(), ...lists]);
}

/** Tags as integers of 32 bits: the aspects, how many things they are of, and their hashes; then other aspects. */
export function packed(tags: readonly Tag[]): Int32Array {
  const byAspects = new Map<Aspects, number[]>();
  for (const tag of tags) {
    const aspects = aspectsOfTag(tag);
    const things = byAspects.get(aspects);
    if (things === undefined) byAspects.set(aspects, [thingOfTag(tag)]);
    else things.push(thingOfTag(tag));
  }
  const words = new Int32Array(tags.length + 2 * byAspects.size);
  let at = 0;
  for (const [aspects, things] of byAspects) {
    words[at] = aspects;
    words[at + 1] = things.length;
    words.set(things, at + 2);
    at += 2 + things.length;
  }
  return words;
}

/** The tags that `packed` made them of, in another order. */
export function unpacked(words: Int32Array): Tag[] {
  const tags: Tag[] = [];
  for (let at = 0; at < words.length; ) {
    const [aspects = 0, things = 0] = [words[at], words[at + 1]];
    const end = at + 2 + things;
    for (at += 2; at < end; at++) tags.push(tagOfParts(words[at] ?? 0, aspects));
  }
  return tags;
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** What a change is to evict. */
export function evictedBy({ entity, id, aspects, evict, partySets }: Change): Tag[] {
  const others = evict.map((named) => {
    const [kind = "", other = ""] = named.split(":");
    return tagOf(kind.toUpperCase(), other, kind === "contact" ? ALL : NAMED);
  });
  const isOrderedOtherwise = (aspects & (OF_CONTACT.date | OF_CONTACT.parties)) !== 0;
  return [tag(entity, id, aspects), ...others, ...(isOrderedOtherwise ? partySets.map(tagOfSet) : [])];
}

function tagOf(kind: string, id: string, aspects: Aspects): Tag {
  return tagOfParts(hashOf(id, seedOf(kind)), aspects);
}

/** The tag of a thing, by its hash. */
function tagOfParts(hash: number, aspects: Aspects): Tag {
  return aspects * HASHES + (hash >>> 0);
}

function both(a: Tag, b: Tag): Tag {
  return tagOfParts(a, aspectsOfTag(a) | aspectsOfTag(b));
}

function seedOf(kind: string): number {
  const known = seeds.get(kind);
  if (known !== undefined) return known;
  const seed = hashOf(kind);
  seeds.set(kind, seed);
  return seed;
}

const HASHES = 2 ** 32;
const seeds = new Map<string, number>();
