/**
 * Names that clients give, as labels: there are never more than `most` at a time, whatever clients send. Where there is no
 * room, the one that was not seen for the longest goes, if that is long enough; else the new one is among the others.
 */
export class BoundedNames {
  readonly #most: number;
  readonly #keepMs: number;
  readonly #forget: (name: string) => void;
  /** When each was seen last, the longest ago first. */
  readonly #seenAt = new Map<string, number>();

  /** `forget` hears of each name that goes. */
  constructor(most: number, keepMs: number, forget: (name: string) => void) {
    this.#most = most;
    this.#keepMs = keepMs;
    this.#forget = forget;
  }

  /** The name to be used; `now` is in milliseconds. */
  label(name: string, now: number = performance.now()): string {
    if (!this.#seenAt.delete(name) && this.#seenAt.size >= this.#most && !this.#makeRoom(now)) return OTHERS;
    this.#seenAt.set(name, now);
    return name;
  }

  #makeRoom(now: number): boolean {
    const [oldest] = this.#seenAt;
    if (oldest === undefined || now - oldest[1] < this.#keepMs) return false;
    this.#seenAt.delete(oldest[0]);
    this.#forget(oldest[0]);
    return true;
  }
}

/** No name in GraphQL has brackets. */
export const OTHERS = "(others)";
