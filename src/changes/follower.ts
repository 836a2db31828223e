import { setTimeout as delay } from "node:timers/promises";
import type { Statements } from "../database/database.ts";
import { Unavailable } from "../errors/errors.ts";
import {
  type Change,
  cursorExpired,
  isAhead,
  type LogState,
  readChangeCursor,
  readChanges,
  readLogState,
} from "./log.ts";

export interface ChangeListener {
  /** Hears of every change once, in order, with the place of the log after which they begin. */
  changed(changes: readonly Change[], after: number): void;
  /** Changes went by that nobody can tell any more: the log was pruned meanwhile, or is another one. */
  lost(): void;
}

/**
 * Follows the change log from its end on, as one process does for all its readers. It reads when it is woken, and
 * what it has read last stays in memory for readers that are a little behind.
 */
export class Follower {
  readonly #statements: Statements;
  readonly #isReplica: boolean;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<ChangeListener>();
  #log: LogState;
  /** Cache: the latest changes, without a gap up to the place that was come to. */
  #recent: Change[] = [];
  /** All changes after this one are among the recent. */
  #recentAfter: number;
  #reading: Promise<void> | null = null;
  #readAt = performance.now();
  /** Those who wait for a read that has not begun. */
  #woken: PromiseWithResolvers<void> | null = null;
  #isStopped = false;

  private constructor(
    statements: Statements,
    log: LogState,
    onError: (error: unknown) => void,
    isReplica: boolean,
  ) {
    this.#statements = statements;
    this.#isReplica = isReplica;
    this.#log = log;
    this.#recentAfter = log.last;
    this.#onError = onError;
  }

  /**
   * Begins at the end of the log. `onError` hears what a read failed with; it is tried again. The log of a replica may
   * be behind what other processes have told.
   */
  static async start(
    statements: Statements,
    onError: (error: unknown) => void,
    { isReplica } = { isReplica: false },
  ): Promise<Follower> {
    return new Follower(statements, await readLogState(statements), onError, isReplica);
  }

  /** The log, as far as it was followed. */
  get log(): LogState {
    return this.#log;
  }

  listen(listener: ChangeListener): void {
    this.#listeners.add(listener);
  }

  /**
   * The place of the log that a cursor is of; without one, its end. Throws InvalidInput for what is no cursor of this
   * log, CursorExpired where changes after it are no longer kept, and Unavailable where this process cannot tell.
   */
  async place(cursor: string | null): Promise<number> {
    if (cursor === null) return this.#log.last;
    // Another process may have told of changes that this one has not come to.
    await this.wake();
    const isToCome = () => this.#isReplica && isAhead(this.#log, cursor);
    for (let waits = 0; isToCome() && waits < MOST_WAITS && !this.#isStopped; waits++) {
      await delay(WAIT_MS);
      await this.wake();
    }
    if (isToCome() || this.#isStopped) {
      throw new Unavailable("This instance cannot go on from the cursor yet: try again, or at another one");
    }
    const place = readChangeCursor(this.#log, cursor);
    return place >= this.#recentAfter
      ? place
      : readChangeCursor(await readLogState(this.#statements), cursor);
  }

  /** When the log was read last, as `performance.now()` tells it; long ago while it cannot be. */
  get readAt(): number {
    return this.#readAt;
  }

  /** There may be changes. Resolves when all that was committed before the call has been told to the listeners. */
  wake(): Promise<void> {
    const read = this.#nextRead();
    this.#reading ??= this.#read();
    return read;
  }

  /**
   * The changes after a place and up to the one that was come to, at most so many. Throws CursorExpired where some of
   * them are no longer kept.
   */
  async after(seq: number, most: number): Promise<readonly Change[]> {
    if (seq >= this.#recentAfter) {
      const start = this.#recent.findLastIndex((change) => change.seq <= seq) + 1;
      return this.#recent.slice(start, start + most);
    }
    const changes = await readChanges(this.#statements, seq, this.#log.last, most);
    const { prunedTo } = await readLogState(this.#statements);
    if (seq < prunedTo) throw cursorExpired({ ...this.#log, prunedTo }, seq);
    return changes;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#reading;
  }

  async #read(): Promise<void> {
    for (let failures = 0; this.#woken !== null && !this.#isStopped; ) {
      // Whoever wakes it from here on waits for the next read, not until nobody wakes it any more.
      const waiting = this.#woken;
      this.#woken = null;
      try {
        await this.#readToEnd();
        waiting.resolve();
        failures = 0;
      } catch (error) {
        this.#readAt = Number.NEGATIVE_INFINITY;
        if (failures++ === 0) this.#onError(error);
        void this.#nextRead().then(waiting.resolve);
        await delay(Math.min(50 * 2 ** failures, 2000), undefined, { ref: false });
      }
    }
    // In the same step as the last look: whoever wakes it from here on makes it read again.
    this.#reading = null;
    if (this.#isStopped) this.#woken?.resolve();
  }

  #nextRead(): Promise<void> {
    this.#woken ??= Promise.withResolvers();
    return this.#woken.promise;
  }

  async #readToEnd(): Promise<void> {
    for (;;) {
      const after = this.#log.last;
      const began = performance.now();
      const changes = await readChanges(this.#statements, after, Number.MAX_SAFE_INTEGER, PAGE);
      // Read after them: what was pruned by then may be missing among them.
      const log = await readLogState(this.#statements);
      if (this.#isStopped) return;
      if (log.prunedTo > after || log.last < after || log.id !== this.#log.id) {
        this.#log = log;
        this.#recent = [];
        this.#recentAfter = log.last;
        for (const listener of this.#listeners) listener.lost();
        return;
      }
      const last = changes.at(-1)?.seq;
      if (last === undefined) {
        this.#readAt = began;
        return;
      }
      this.#log = { ...log, last };
      this.#remember(changes);
      for (const listener of this.#listeners) listener.changed(changes, after);
      if (changes.length < PAGE) {
        this.#readAt = began;
        return;
      }
    }
  }

  #remember(changes: readonly Change[]): void {
    this.#recent.push(...changes);
    const forgotten = this.#recent.splice(0, surplusOf(this.#recent));
    this.#recentAfter = forgotten.at(-1)?.seq ?? this.#recentAfter;
  }
}

/** How long is waited for a replica to come to a cursor. */
const MOST_WAITS = 300;
const WAIT_MS = 100;
const PAGE = 500;

/** How many of the latest changes, the oldest first, need not be kept in memory. */
function surplusOf(changes: readonly Change[]): number {
  const since = timeOf(changes.at(-1)) - LATELY_MS;
  let surplus = Math.max(0, changes.length - MOST);
  while (surplus < changes.length - ALWAYS && timeOf(changes[surplus]) < since) surplus++;
  return surplus;
}

function timeOf(change: Change | undefined): number {
  return Date.parse(change?.at ?? "");
}

/** Whoever is further behind reads the log. A change takes some 2 kB. */
const ALWAYS = 1000;
/** While many come at once, readers are further behind: what came lately is kept as well, up to so many in all. */
const MOST = 5000;
const LATELY_MS = 60_000;
