import { ALL, type Aspects, NAMED, OF_CONTACT } from "../changes/aspects.ts";
import type { Change, ChangeEntity } from "../changes/log.ts";
import type { Dependency } from "./evictions.ts";

/** The tag of a thing: on everything that it, or some of its aspects, are part of. */
export function tag(entity: ChangeEntity, id: string, aspects: Aspects = ALL): string {
  return aspects === ALL ? `${entity}:${id}` : `${entity}:${id}#${aspects}`;
}

export function tags(entity: ChangeEntity, ids: Iterable<string>, aspects: Aspects = ALL): string[] {
  return Array.from(ids, (id) => tag(entity, id, aspects));
}

/** The same dependencies, with one tag for all aspects of a thing: what is kept for long is made of many. */
export function merged(on: readonly Dependency[]): Dependency[] {
  const all = new Map<Dependency, Dependency>();
  for (const dependency of on) {
    const thing = typeof dependency === "string" ? withoutAspects(dependency) : dependency;
    const known = all.get(thing);
    // One that is alone stays what it is: others are made of the same.
    if (known === undefined) all.set(thing, dependency);
    else if (typeof dependency === "string") all.set(thing, both(known as string, dependency));
  }
  // Not one that was added to, which has room for more.
  return Array.from(all.values());
}

function withoutAspects(tag: string): string {
  const mark = tag.indexOf("#");
  return mark === -1 ? tag : tag.slice(0, mark);
}

function both(a: string, b: string): string {
  const thing = withoutAspects(a);
  if (a === thing || b === thing) return thing;
  const aspects = Number(a.slice(thing.length + 1)) | Number(b.slice(thing.length + 1));
  // Joined, it is one string, where a template would hold on to each of its pieces.
  return aspects === ALL ? thing : [thing, "#", aspects].join("");
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** The tag of the order in time of all contacts with just the parties of a set. */
export function tagOfSet(partySet: string): string {
  return `SET:${partySet}`;
}

/** A tag, and what of its thing changed. */
export interface Evicted {
  readonly tag: string;
  readonly aspects: Aspects;
}

/** What a change is to evict. */
export function evictedBy({ entity, id, aspects, evict, partySets }: Change): Evicted[] {
  const others = evict.map((named) => {
    const [kind = "", other = ""] = named.split(":");
    return { tag: `${kind.toUpperCase()}:${other}`, aspects: kind === "contact" ? ALL : NAMED };
  });
  const isOrderedOtherwise = (aspects & (OF_CONTACT.date | OF_CONTACT.parties)) !== 0;
  const sets = isOrderedOtherwise ? partySets.map((set) => ({ tag: tagOfSet(set), aspects: ALL })) : [];
  return [{ tag: tag(entity, id), aspects }, ...others, ...sets];
}
