import { ALL, type Aspects, NAMED, OF_CONTACT } from "../changes/aspects.ts";
import type { Change, ChangeEntity } from "../changes/log.ts";

/** The tag of a thing: on everything that it, or some of its aspects, are part of. */
export function tag(entity: ChangeEntity, id: string, aspects: Aspects = ALL): string {
  return aspects === ALL ? `${entity}:${id}` : `${entity}:${id}#${aspects}`;
}

export function tags(entity: ChangeEntity, ids: Iterable<string>, aspects: Aspects = ALL): string[] {
  return Array.from(ids, (id) => tag(entity, id, aspects));
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
