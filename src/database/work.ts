import { AsyncLocalStorage } from "node:async_hooks";
import { Abandoned, TooCostly } from "../errors/errors.ts";

/**
 * What one request does with the database, outside of transactions: it ends when the client is gone, and takes no more
 * of the database's time than it may. A write is not ended: once begun, it is wanted whole.
 */
export class Work {
  readonly #limitMs: number;
  readonly #controller = new AbortController();
  readonly #gone: AbortSignal;
  #isBounded = true;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #spentMs = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #statements = 0;

  /** `gone` is aborted when nobody waits for the answer any more. */
  constructor(gone: AbortSignal, limitMs: number) {
    this.#limitMs = limitMs;
    this.#gone = gone;
    gone.addEventListener("abort", this.#leave);
    if (gone.aborted) this.#leave();
  }

  /** Aborted, with the error as its reason, when no statement of it is wanted any more. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How much of the database's time it may take; null for a write. */
  get limitMs(): number | null {
    return this.#isBounded ? this.#limitMs : null;
  }

  /** The database's time that it has taken, of all statements together. */
  get spentMs(): number {
    return this.#spentMs + this.#running * (performance.now() - this.#since);
  }

  /** Statements that were sent. */
  get statements(): number {
    return this.#statements;
  }

  /** To be called before each statement. Throws why the work has ended, once it has. */
  send(): void {
    this.signal.throwIfAborted();
    this.#statements++;
  }

  /** For a write: it goes on to its end. */
  unbind(): void {
    this.#isBounded = false;
    this.end();
  }

  /** To be called when it is over. */
  end(): void {
    clearTimeout(this.#timer);
    this.#gone.removeEventListener("abort", this.#leave);
  }

  /**
   * Resolves when another statement may be sent: one request has some of the connections at a time, and never all.
   * What it gives ends that.
   */
  async turn(): Promise<() => void> {
    while (this.#taken >= MOST_AT_A_TIME) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken++;
    return () => {
      this.#taken--;
      this.#waiting.shift()?.();
    };
  }

  /** To be called when the database begins with a statement; what it gives, when it is done. */
  begin(): () => void {
    this.#count(1);
    return () => this.#count(-1);
  }

  #count(change: 1 | -1): void {
    const now = performance.now();
    this.#spentMs += this.#running * (now - this.#since);
    this.#since = now;
    this.#running += change;
    clearTimeout(this.#timer);
    if (!this.#isBounded) return;
    // What has ended is not refused for a process that was busy with other things, and counted that as well.
    if (this.#running === 0) return;
    const leftMs = (this.#limitMs - this.#spentMs) / this.#running - this.#limitMs * LATE;
    this.#timer = setTimeout(() => this.#stop(), Math.max(0, leftMs));
  }

  #stop(): void {
    this.#controller.abort(
      new TooCostly(
        `The request takes more than ${this.#limitMs / 1000} s of the database's time: ask for fewer at a time, or for less of each`,
        { expected: `at most ${this.#limitMs / 1000} s` },
      ),
    );
  }

  readonly #leave = () => {
    clearTimeout(this.#timer);
    this.#controller.abort(new Abandoned("Nobody waits for the answer any more"));
  };
}

const MOST_AT_A_TIME = 4;
/** This much of the limit is left for how long it takes until a statement that is to end has ended. */
const LATE = 0.05;

const current = new AsyncLocalStorage<Work | undefined>();

/** Whatever is sent to the database meanwhile, and by what is begun meanwhile, belongs to this work; or to none. */
export function belongingTo<Result>(work: Work | undefined, run: () => Result): Result {
  return current.run(work, run);
}

/** The work that what runs now belongs to. */
export function currentWork(): Work | undefined {
  return current.getStore();
}
