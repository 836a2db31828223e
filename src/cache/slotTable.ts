/**
 * Numbers above 0 by hashes of 32 bits, of which several may have the same: eight bytes each, in one array outside V8's heap.
 * Open addressing with linear probing; what is removed leaves no mark (Knuth, vol. 3, section 6.4, algorithm R).
 */
export class SlotTable {
  #hashes = new Int32Array(FEWEST_SLOTS);
  #refs = new Uint32Array(FEWEST_SLOTS);
  #mask = FEWEST_SLOTS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The first slot with this hash; -1 for none. */
  first(hash: number): number {
    return this.#from(hash, hash & this.#mask);
  }

  /** The next slot with the same hash; -1 for none. */
  next(hash: number, slot: number): number {
    return this.#from(hash, (slot + 1) & this.#mask);
  }

  refAt(slot: number): number {
    return this.#refs[slot] ?? 0;
  }

  has(hash: number, ref: number): boolean {
    return this.#slotOf(hash, ref) !== -1;
  }

  add(hash: number, ref: number): void {
    if (this.#size >= this.#refs.length * MOST_LOAD) this.#grow();
    let slot = hash & this.#mask;
    while (this.#refs[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#hashes[slot] = hash;
    this.#refs[slot] = ref;
    this.#size++;
  }

  replace(hash: number, ref: number, by: number): void {
    const slot = this.#slotOf(hash, ref);
    if (slot !== -1) this.#refs[slot] = by;
  }

  /** Was it there? */
  remove(hash: number, ref: number): boolean {
    let hole = this.#slotOf(hash, ref);
    if (hole === -1) return false;
    this.#size--;
    // What would not be found past the hole moves into it.
    for (let slot = (hole + 1) & this.#mask; this.#refs[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const home = (this.#hashes[slot] ?? 0) & this.#mask;
      const [fromHome, fromHole] = [(slot - home) & this.#mask, (slot - hole) & this.#mask];
      if (fromHome < fromHole) continue;
      this.#hashes[hole] = this.#hashes[slot] ?? 0;
      this.#refs[hole] = this.#refs[slot] ?? 0;
      hole = slot;
    }
    this.#refs[hole] = 0;
    return true;
  }

  #from(hash: number, start: number): number {
    for (let slot = start; this.#refs[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#hashes[slot] === hash) return slot;
    }
    return -1;
  }

  #slotOf(hash: number, ref: number): number {
    for (let slot = hash & this.#mask; this.#refs[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#refs[slot] === ref && this.#hashes[slot] === hash) return slot;
    }
    return -1;
  }

  #grow(): void {
    const [hashes, refs] = [this.#hashes, this.#refs];
    this.#hashes = new Int32Array(2 * hashes.length);
    this.#refs = new Uint32Array(2 * refs.length);
    this.#mask = this.#refs.length - 1;
    this.#size = 0;
    for (let slot = 0; slot < refs.length; slot++) {
      const [hash = 0, ref = 0] = [hashes[slot], refs[slot]];
      if (ref !== 0) this.add(hash, ref);
    }
  }
}

const FEWEST_SLOTS = 1024;
const MOST_LOAD = 0.7;
