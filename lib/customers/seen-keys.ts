/**
 * Which keys a file has had already, and in which line first: twelve bytes for each, so that a million lines are known in
 * a few megabytes. A key is eight bytes that are spread evenly (of a hash); two different ones are never mistaken for
 * each other within a file in practice (one in ten million for a million lines).
 */
export class SeenKeys {
  #slots = 1 << 12;
  #count = 0;
  #high = new Uint32Array(this.#slots);
  #low = new Uint32Array(this.#slots);
  /** 0 = free. */
  #line = new Uint32Array(this.#slots);

  /** @param most keys that are remembered; of later ones nobody here knows */
  constructor(readonly most = Number.POSITIVE_INFINITY) {}

  /** Whether a key that isn't known may have been here all the same. */
  get isFull(): boolean {
    return this.#count >= this.most;
  }

  /** The line that had the key first, or null after remembering it for this line (≥ 1) as long as there is room. */
  firstLine(key: Uint8Array, line: number): number | null {
    const view = new DataView(key.buffer, key.byteOffset, 8);
    const [high, low] = [view.getUint32(0), view.getUint32(4)];
    const slot = this.#slotOf(high, low);
    if (this.#line[slot]) return this.#line[slot] ?? null;
    if (this.isFull) return null;
    this.#put(slot, high, low, line);
    this.#count += 1;
    if (this.#count * 2 > this.#slots) this.#grow();
    return null;
  }

  /** Whether a line had the key; it is not remembered for asking. */
  has(key: Uint8Array): boolean {
    const view = new DataView(key.buffer, key.byteOffset, 8);
    return this.#line[this.#slotOf(view.getUint32(0), view.getUint32(4))] !== 0;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#slots - 1;
    let slot = (high ^ low) & mask;
    while (this.#line[slot] && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, high: number, low: number, line: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#line[slot] = line;
  }

  #grow(): void {
    const [high, low, lines] = [this.#high, this.#low, this.#line];
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#line = new Uint32Array(this.#slots);
    for (const [i, line] of lines.entries())
      if (line) this.#put(this.#slotOf(high[i] ?? 0, low[i] ?? 0), high[i] ?? 0, low[i] ?? 0, line);
  }
}
