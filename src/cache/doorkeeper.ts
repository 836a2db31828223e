/**
 * Remembers, most of the time, which hashes it was asked about before: two bits each, all forgotten together when they are
 * many (the doorkeeper of TinyLFU, Einziger et al. 2017, section 3.4.2).
 */
export class Doorkeeper {
  readonly #bits = new Uint8Array(BITS / 8);
  #marks = 0;

  /** Was it asked about this hash of 32 bits before? It is, from now on. */
  knows(hash: number): boolean {
    const first = this.#mark(hash >>> (32 - BITS_LOG2));
    const second = this.#mark(Math.imul(hash, 0x9e3779b1) >>> (32 - BITS_LOG2));
    if (first && second) return true;
    this.#marks++;
    if (this.#marks > MOST_MARKS) {
      this.#bits.fill(0);
      this.#marks = 0;
    }
    return false;
  }

  /** Was the bit set? It is, from now on. */
  #mark(bit: number): boolean {
    const [at, mask] = [bit >>> 3, 1 << (bit & 7)];
    const byte = this.#bits[at] ?? 0;
    this.#bits[at] = byte | mask;
    return (byte & mask) !== 0;
  }
}

const BITS_LOG2 = 23;
const BITS = 2 ** BITS_LOG2;
/** With a quarter of the bits set, one hash of sixteen is taken for one that it was asked about. */
const MOST_MARKS = BITS / 8;
