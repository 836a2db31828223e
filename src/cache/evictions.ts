import { ALL, type Aspects } from "../changes/aspects.ts";
import type { Change, Place } from "../changes/log.ts";
import { aspectsOfTag, type Tag, thingOfTag } from "./tags.ts";

/** What a value was made of: a thing, or some aspects of it, by its tag, or a list. */
export type Dependency = Tag | ListDependency;

/** A list, or a page of it, that something was read from. */
export interface ListDependency {
  /** Can the list be another one since? */
  isChangedBy(change: Change): boolean;
  /** What another process makes it from again. */
  toJSON(): unknown;
}

/**
 * What was evicted, and when. Values are not looked for when something changes: each is looked at when it is asked for,
 * once for each change since, so that a value costs its own bytes and no index.
 */
export class Evictions {
  #clock = 0;
  /** When each thing was evicted last, of those that were so lately, and of those before them. */
  #young = new Map<number, Times>();
  #old = new Map<number, Times>();
  /** Since when things come into the young ones. */
  #youngSince = 0;
  #changes: { readonly at: number; readonly change: Change }[] = [];
  /** All changes after this time, and this place, are among them; null for a place that is not known. */
  #changesAfter = 0;
  #changesAfterPlace: Place | null;
  /** What was kept at an earlier time is not known about. */
  #knownSince = 0;
  readonly #listeners = new Set<() => void>();

  /** Begins at a place of the change log. */
  constructor(place: Place | null = null) {
    this.#changesAfterPlace = place;
  }

  /** To be taken before a value is loaded, and given when it is kept. */
  get clock(): number {
    return this.#clock;
  }

  /** Evicts all that was made of these. */
  evict(evicted: Iterable<Tag>, changes: readonly Change[] = []): void {
    this.#clock++;
    for (const tag of evicted) this.#evictTag(thingOfTag(tag), aspectsOfTag(tag));
    for (const change of changes) this.#changes.push({ at: this.#clock, change });
    if (this.#young.size > MOST_THINGS) this.#age();
    if (this.#changes.length > MOST_CHANGES + SPARE_CHANGES) {
      const cut = this.#changes.splice(0, this.#changes.length - MOST_CHANGES).at(-1);
      this.#changesAfter = cut?.at ?? 0;
      this.#changesAfterPlace = cut?.change ?? null;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Evicts everything. */
  evictAll(): void {
    this.#clock++;
    this.#forget(null);
    for (const listener of this.#listeners) listener();
  }

  /** The place of the change log up to which all was evicted; null where it is not known. */
  get place(): Place | null {
    return this.#changes.at(-1)?.change ?? this.#changesAfterPlace;
  }

  /** The time at which all was evicted up to a place, or one before; null where the place is not remembered. */
  clockAt({ seq, at }: Place): number | null {
    const index = this.#changes.findLastIndex(({ change }) => change.seq <= seq);
    const found = this.#changes[index];
    const place = found?.change ?? this.#changesAfterPlace;
    if (place === null || place.seq !== seq || place.at !== at) return null;
    const time = found?.at ?? this.#changesAfter;
    // Evicted together with what comes after it.
    return this.#changes[index + 1]?.at === time ? time - 1 : time;
  }

  /** Calls it after each eviction. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Was none of these evicted after that time? */
  isCurrent(on: readonly Dependency[], since: number): boolean {
    if (since === this.#clock) return true;
    if (since < this.#knownSince) return false;
    let changes: readonly Change[] | null | undefined;
    for (const dependency of on) {
      if (typeof dependency === "number") {
        if (this.#isEvicted(dependency, since)) return false;
      } else {
        changes ??= this.#changesSince(since);
        if (changes?.some((change) => dependency.isChangedBy(change)) ?? true) return false;
      }
    }
    return true;
  }

  #evictTag(thing: number, aspects: Aspects): void {
    if (aspects === ALL) {
      this.#young.set(thing, { last: this.#clock, whole: this.#clock, byAspect: [] });
      return;
    }
    const { whole = 0, byAspect = [] } = this.#young.get(thing) ?? this.#old.get(thing) ?? {};
    const others = byAspect.filter((of) => of.aspects !== aspects);
    // An array that is added to has room for sixteen more.
    const all = others.concat({ aspects, at: this.#clock });
    this.#young.set(thing, { last: this.#clock, whole, byAspect: all });
  }

  /** Forgets the old ones, and with them what was not asked for since they were evicted. */
  #age(): void {
    this.#knownSince = this.#youngSince;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSince = this.#clock;
  }

  #isEvicted(tag: Tag, since: number): boolean {
    const thing = thingOfTag(tag);
    const times = this.#young.get(thing) ?? this.#old.get(thing);
    if (times === undefined || times.last <= since) return false;
    const of = aspectsOfTag(tag);
    if (times.whole > since || of === ALL) return true;
    return times.byAspect.some(({ aspects, at }) => at > since && (aspects & of) !== 0);
  }

  /** Null where they are not all remembered, or too many to look at. */
  #changesSince(since: number): Change[] | null {
    if (since < this.#changesAfter) return null;
    const first = this.#changes.findLastIndex(({ at }) => at <= since) + 1;
    if (this.#changes.length - first > MOST_CHANGES) return null;
    return this.#changes.slice(first).map(({ change }) => change);
  }

  #forget(place: Place | null): void {
    this.#young.clear();
    this.#old.clear();
    this.#youngSince = this.#clock;
    this.#changes = [];
    this.#changesAfterPlace = place;
    this.#knownSince = this.#clock;
    this.#changesAfter = this.#clock;
  }
}

/** When a thing was evicted: at all, as a whole, and by the sets of aspects that changed together. */
interface Times {
  readonly last: number;
  readonly whole: number;
  readonly byAspect: { readonly aspects: Aspects; readonly at: number }[];
}

/** Twice as many are remembered at most. */
const MOST_THINGS = 10_000;
const MOST_CHANGES = 1000;
/** More than are looked at, before the oldest are let go together. */
const SPARE_CHANGES = 250;
