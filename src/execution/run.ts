import type { Dependency } from "../cache/evictions.ts";
import type { Reads, StandIn } from "../cache/reads.ts";
import { merged } from "../cache/tags.ts";
import type { Note, TextSpace } from "../cache/texts.ts";
import type { PartKind, Plan, Thing, Write } from "./plan.ts";

/** Thrown where an answer is not to be written by a plan: what is wrong, GraphQL.js tells. */
export class NotPlanned extends Error {}

/** An answer's data as JSON. */
export interface Written {
  readonly data: string;
  /** What it was made of; null where it may not be kept. */
  readonly on: readonly Dependency[] | null;
}

/** The context of an execution, as far as a run looks at it. */
export interface RunContext {
  readonly reads: Reads;
}

/**
 * Executes a plan: goes through it again and again, each time as far as things are at hand, and loads what is missing
 * in between, all of it together. Null where GraphQL.js is to answer instead.
 */
export async function run(
  plan: Plan,
  variables: Readonly<Record<string, unknown>>,
  context: RunContext,
  { noting }: { noting: boolean },
): Promise<Written | null> {
  const running = new Run(plan, variables, context);
  try {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const work = () => plan.write(running, undefined);
      const { value, on } = noting ? context.reads.noting(work) : { value: work(), on: null };
      const missing = running.takeMissing();
      if (missing === null) return { data: value, on };
      await missing;
    }
    return null;
  } catch {
    // Told by GraphQL.js, with the place.
    return null;
  } finally {
    // Whoever goes on wants the things themselves.
    context.reads.parts = [];
  }
}

/** More than what a document of some depth takes; beyond, something is loaded anew each time. */
const MOST_PASSES = 40;

export class Run {
  readonly variables: Record<string, unknown>;
  readonly context: RunContext;
  /** What fields have read of the variables. */
  readonly slots: unknown[];
  #missing: Promise<unknown>[] = [];
  #isWithinPart = false;
  readonly #kinds: Set<PartKind>;
  readonly #wanted = new Map<TextSpace, Map<string, boolean>>();
  /** What was waited for, by field and source. */
  readonly #settled = new Map<symbol, Map<unknown, unknown>>();

  constructor(plan: Plan, variables: Readonly<Record<string, unknown>>, context: RunContext) {
    this.variables = { ...variables };
    this.context = context;
    this.slots = new Array(plan.slots);
    this.#kinds = plan.parts;
    context.reads.parts = [...plan.parts].flatMap((kind) => this.#spaceOf(kind) ?? []);
  }

  /** Are parts of answers kept, here? */
  get keepsParts(): boolean {
    return this.context.reads.cache !== null && !this.#isWithinPart;
  }

  /**
   * Something is missing: goes on without it, for what else is. Next time the field is asked again, since what loaders
   * have loaded is at hand then; what still is not, as it is not theirs, is taken as it came.
   */
  wait(field: symbol, source: unknown, value: Promise<unknown>, write: Write): string {
    const settled = this.#settled.get(field);
    if (settled?.has(source) === true) {
      value.catch(() => {}); // What came is what counts.
      // What it was made of was not noted.
      this.context.reads.note(null);
      return write(this, settled.get(source));
    }
    return this.#waitFor(
      value.then((came) => {
        const ofField = this.#settled.get(field) ?? new Map();
        this.#settled.set(field, ofField.set(source, came));
      }),
    );
  }

  /** The same for an item of a list, whose loader has it the next time. */
  waitForItem(item: Promise<unknown>): string {
    return this.#waitFor(item);
  }

  #waitFor(missing: Promise<unknown>): string {
    missing.catch(() => {}); // Nobody may come to wait for it, where the pass fails.
    this.#missing.push(missing);
    return "null";
  }

  /** Resolves when all that was missing is there; null where nothing was. */
  takeMissing(): Promise<unknown> | null {
    if (this.#missing.length === 0) return null;
    const missing = this.#missing;
    this.#missing = [];
    return Promise.all(missing);
  }

  /** How a thing is shown that is not looked at itself; it is, in the next pass, where it is not known how it is shown here. */
  standIn(kind: PartKind, found: StandIn): string {
    const { reads } = this.context;
    const { id, space, clock, text, on } = found;
    const own = this.#isWithinPart ? null : this.#spaceOf(kind);
    if (own === space && clock === own.clock && (on !== null || !reads.isNoting)) {
      if (on !== null) reads.note(on);
      return text;
    }
    const known = own?.text(id, this.#note) ?? null;
    if (known !== null) return known;
    reads.need(id);
    return this.#waitFor(Promise.resolve());
  }

  /** Hears what a part was made of, where that is noted. */
  get #note(): Note | null {
    const { reads } = this.context;
    return reads.isNoting ? (on) => reads.note(on) : null;
  }

  /** A part of the answer that is kept, or written and then kept where that is worth it. */
  part(kind: PartKind, { key, tag }: Thing, write: () => string): string {
    const { reads } = this.context;
    const space = this.#spaceOf(kind);
    if (space === null) return write();
    this.#kinds.add(kind);
    const wanted = this.#wantedOf(space);
    let isWanted = wanted.get(key);
    if (isWanted === undefined) {
      const known = space.text(key, this.#note);
      if (known !== null) return known;
      isWanted = space.wants(key);
      wanted.set(key, isWanted);
    }
    const missing = this.#missing.length;
    this.#isWithinPart = true;
    try {
      if (reads.since === null || !isWanted) return write();
      const { value, on } = reads.noting(write);
      if (on !== null && this.#missing.length === missing) {
        space.store(key, value, merged([tag, ...on]), reads.since);
      }
      return value;
    } finally {
      this.#isWithinPart = false;
    }
  }

  #spaceOf({ slot, selection, variables }: PartKind): TextSpace | null {
    const { cache } = this.context.reads;
    if (cache === null) return null;
    const known = this.slots[slot] as TextSpace | undefined;
    if (known !== undefined) return known;
    const values = variables.map((name) => this.variables[name] ?? null);
    const space = cache.texts.space(`part ${selection} ${JSON.stringify(values)}`);
    this.slots[slot] = space;
    return space;
  }

  /** Of parts that are not kept: which are wanted. Asked once for each, however often it is come to. */
  #wantedOf(space: TextSpace): Map<string, boolean> {
    const known = this.#wanted.get(space);
    if (known !== undefined) return known;
    const wanted = new Map<string, boolean>();
    this.#wanted.set(space, wanted);
    return wanted;
  }
}
