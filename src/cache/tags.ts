import type { Change, ChangeEntity } from "../changes/log.ts";

/** The tag of a thing: on everything that it, or what belongs to it, is part of. */
export function tag(entity: ChangeEntity, id: string): string {
  return `${entity}:${id}`;
}

export function tags(entity: ChangeEntity, ids: Iterable<string>): string[] {
  return Array.from(ids, (id) => tag(entity, id));
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** The tag of the order in time of all contacts with just the parties of a set. */
export function tagOfSet(partySet: string): string {
  return `SET:${partySet}`;
}

/** The tags that a change is to evict. */
export function tagsOf({ entity, id, evict, partySets }: Change): string[] {
  const others = evict.map((named) => {
    const [kind = "", other = ""] = named.split(":");
    return `${kind.toUpperCase()}:${other}`;
  });
  return [tag(entity, id), ...others, ...partySets.map(tagOfSet)];
}
