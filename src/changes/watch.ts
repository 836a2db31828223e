import { isGiven } from "../database/conditions.ts";
import type { Statements } from "../database/database.ts";
import { checkParties, matchesParties, neededParties, type PartyFilter } from "../party/filter.ts";
import { type Change, type ChangeEntity, type ChangeKind, type LogState, writeChangeCursor } from "./log.ts";

/** What of the log somebody wants to hear. */
export interface Watch {
  readonly entities: readonly ChangeEntity[];
  /** Null for all. */
  readonly kinds: readonly ChangeKind[] | null;
  /** UUIDs of parties of which every matching change concerns at least one; null where there are no such. */
  readonly neededParties: readonly string[] | null;
  /** Those that match, of changes that concern the watch; by what things were before the change or after it. */
  match(statements: Statements, changes: readonly Change[]): Promise<readonly Change[]>;
}

/** Can the change match? To be told without a statement. */
export function concerns(watch: Watch, { entity, kind, parties }: Change): boolean {
  return (
    kind !== null &&
    watch.entities.includes(entity) &&
    (watch.kinds === null || watch.kinds.includes(kind)) &&
    (watch.neededParties === null || watch.neededParties.some((party) => parties.includes(party)))
  );
}

/** What is needed of a change to tell it, with its cursor: each operation keeps some, longer than all of the change is kept. */
export interface ToldChange extends Pick<Change, "seq" | "entity" | "id" | "at" | "asOf"> {
  readonly kind: ChangeKind;
  readonly cursor: string;
}

/** The changes that match a watch, of any, in their order. */
export async function changesToTell(
  statements: Statements,
  log: Pick<LogState, "id">,
  watch: Watch,
  changes: readonly Change[],
): Promise<ToldChange[]> {
  const concerned = changes.filter((change) => concerns(watch, change));
  const matching = concerned.length === 0 ? [] : await watch.match(statements, concerned);
  return matching.flatMap(({ seq, entity, id, kind, at, asOf }) =>
    kind === null ? [] : [{ seq, entity, id, kind, at, asOf, cursor: writeChangeCursor(log, seq) }],
  );
}

/** The source of a subscription: a watch from a place of the log on, which the hub follows for all who wait. */
export class Watched implements AsyncIterable<never> {
  readonly watch: Watch;
  readonly place: number;

  constructor(watch: Watch, place: number) {
    this.watch = watch;
    this.place = place;
  }

  /** GraphQL takes nothing else for a source. */
  [Symbol.asyncIterator](): never {
    throw new Error("A subscription is told by the hub");
  }
}

/** Changes of one sort of thing that has these parties, or had them before. */
export function partyWatch(entity: ChangeEntity, parties: PartyFilter | null | undefined): Watch {
  if (isGiven(parties)) checkParties(parties, ["parties"]);
  return {
    entities: [entity],
    kinds: null,
    neededParties: neededParties(parties),
    match: async (_, changes) =>
      isGiven(parties)
        ? changes.filter(({ partiesShown }) => partiesShown.some((ids) => matchesParties(parties, ids)))
        : changes,
  };
}

/** What any of the watches tells, of these kinds. */
export function anyWatch(watches: readonly Watch[], kinds: readonly ChangeKind[] | null): Watch {
  const needed = watches.map((watch) => watch.neededParties);
  return {
    entities: watches.flatMap((watch) => watch.entities),
    kinds,
    neededParties: needed.includes(null) ? null : [...new Set(needed.flatMap((parties) => parties ?? []))],
    match: async (statements, changes) => {
      const matching = await Promise.all(
        watches.map((watch) => {
          const concerned = changes.filter((change) => concerns(watch, change));
          return concerned.length === 0 ? [] : watch.match(statements, concerned);
        }),
      );
      return matching.flat().sort((a, b) => a.seq - b.seq);
    },
  };
}
