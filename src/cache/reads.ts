import { ALL, type Aspects } from "../changes/aspects.ts";
import type { CoherentCache } from "./cache.ts";
import type { Dependency, Evictions } from "./evictions.ts";
import type { TextSpace } from "./texts.ts";

/** Stands in for a thing that is not looked at itself, since how the answer shows it is at hand. */
export class StandIn {
  readonly id: string;
  readonly shown = true;
  /** Where it was found how it is shown, and when, by the evictions' clock: in one part of the answer at least. */
  readonly space: TextSpace;
  readonly clock: number;
  readonly text: string;
  /** What that was made of, where it is noted. */
  readonly on: readonly Dependency[] | null;

  constructor(id: string, space: TextSpace, text: string, on: readonly Dependency[] | null) {
    this.id = id;
    this.space = space;
    this.clock = space.clock;
    this.text = text;
    this.on = on;
  }
}

/** What one request reads: from which cache, and what its answer, or a part of it, is made of. */
export class Reads {
  /** Null where nothing is kept from one request to the next. */
  readonly cache: CoherentCache | null;
  /** When it began, as the evictions' clock tells it; null where nothing tells of changes. */
  readonly since: number | null;
  /** What of contacts' own rows the request looks at. */
  ofContacts: Aspects = ALL;
  /** The fields that it asks for, "Type.field"; null where they are not known. */
  fields: ReadonlySet<string> | null = null;
  /** What parts of the answer were kept in, where the operation was answered before; by the ids of their things. */
  parts: readonly TextSpace[] = [];
  /** Is something to be loaded? */
  isLoading = false;
  /** What loads wait for before they begin; null for nothing. */
  held: Promise<unknown> | null = null;
  #noted: Set<Dependency> | null = null;
  /** Ids of things that nothing can stand in for. */
  #needed: Set<string> | null = null;
  #isKept = true;

  constructor(cache: CoherentCache | null = null, evictions: Evictions | null = cache?.evictions ?? null) {
    this.cache = cache;
    this.since = evictions?.clock ?? null;
  }

  /** May it ask for one of these fields? */
  asks(...fields: readonly string[]): boolean {
    return this.fields === null || fields.some((field) => this.fields?.has(field));
  }

  /** What stands in for a thing that is known as the answer shows it, with all that hangs on it; null for another. */
  standIn(id: string): StandIn | null {
    if (this.#needed?.has(id) === true) return null;
    let on: readonly Dependency[] | null = null;
    const note = (found: readonly Dependency[]) => {
      on = found;
    };
    for (const space of this.parts) {
      const text = space.find(id, this.isNoting ? note : null);
      if (text !== null) return new StandIn(id, space, text, on);
    }
    return null;
  }

  /** From now on, the thing itself is wanted. */
  need(id: string): void {
    this.#needed ??= new Set();
    this.#needed.add(id);
  }

  /** Does anybody want to know what is read? */
  get isNoting(): boolean {
    return this.#noted !== null;
  }

  /** Something was read that was made of these; null for what nobody tells changes of. */
  note(on: readonly Dependency[] | null): void {
    if (this.#noted === null) return;
    if (on === null) this.#isKept = false;
    else for (const dependency of on) this.#noted.add(dependency);
  }

  /** What some work gives, and what it was made of: null where that may not be kept. */
  noting<T>(work: () => T): { value: T; on: Dependency[] | null } {
    const [outer, wasKept] = [this.#noted, this.#isKept];
    const noted = new Set<Dependency>();
    this.#noted = noted;
    this.#isKept = true;
    try {
      const value = work();
      return { value, on: this.#isKept ? [...noted] : null };
    } finally {
      const isKept = this.#isKept;
      this.#noted = outer;
      this.#isKept = wasKept && isKept;
      if (outer !== null) for (const dependency of noted) outer.add(dependency);
    }
  }
}
