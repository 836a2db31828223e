import { Unavailable } from "../errors/errors.ts";

/**
 * Lets so many work at a time, and a bounded number wait for their turn, the first to come the first to go. So a crowd
 * is answered at the pace that there is, and does not take the memory of all its answers at once.
 */
export class Turns {
  readonly #most: number;
  readonly #queue: number;
  readonly #waiting = new Set<() => void>();
  #working = 0;

  constructor({ most, queue }: { most: number; queue: number }) {
    this.#most = most;
    this.#queue = queue;
  }

  get working(): number {
    return this.#working;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Gives what ends the turn, at once where one is free. Throws Unavailable where too many wait already, or the turn
   * does not come in time; and the signal's reason where whoever waits is gone.
   */
  take(signal: AbortSignal): (() => void) | Promise<() => void> {
    if (this.#working < this.#most) return this.#begin();
    if (this.#waiting.size >= this.#queue) throw busy();
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = (error: unknown) => {
        this.#waiting.delete(go);
        clearTimeout(patience);
        signal.removeEventListener("abort", gone);
        if (error !== null) reject(error);
      };
      const go = () => {
        leave(null);
        resolve(this.#begin());
      };
      const gone = () => leave(signal.reason);
      const patience = setTimeout(() => leave(busy()), PATIENCE_MS);
      signal.addEventListener("abort", gone);
      this.#waiting.add(go);
    });
  }

  #begin(): () => void {
    this.#working++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#working--;
      const [next] = this.#waiting;
      next?.();
    };
  }
}

function busy(): Unavailable {
  return new Unavailable("Too many requests are being worked on: try again in a moment", {
    expected: `another try after ${RETRY_SECONDS} s or more`,
  });
}

const PATIENCE_MS = 5000;
export const RETRY_SECONDS = 2;
