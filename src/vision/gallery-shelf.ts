import type { CodeFacts } from './gallery-codec.ts';

/** Templates side by side in memory, without gaps: the last one moves into the place of one that is taken out. */
export interface TemplateShelf<Id> {
  readonly size: number;
  /** Slots there is room for before the facts are moved. */
  readonly capacity: number;
  readonly offsets: Float64Array;
  readonly lostLengths: Float64Array;
  readonly codeLengths: Float64Array;
  /** A view of the template itself; valid until the next `takeOut`. */
  at(slot: number): Float32Array;
  idAt(slot: number): Id;
  slotOf(id: Id): number | undefined;
  /** Grows with every `put`: what was added first is smaller. */
  order(slot: number): number;
  /** @returns its slot, which is the old one when the id is known. */
  put(id: Id, template: Float32Array): number;
  /** @returns the slot that is free now; what was there lies in `slot`. */
  takeOut(slot: number): number;
  setFacts(slot: number, facts: CodeFacts): void;
  bytes(): number;
}

/** Templates per piece of memory, so that growing never copies them. */
const PIECE = 256;

export function createTemplateShelf<Id>(dimension: number): TemplateShelf<Id> {
  const pieces: Float32Array[] = [];
  const ids: Id[] = [];
  const slots = new Map<Id, number>();
  let [offsets, lostLengths, codeLengths, orders] = [0, 0, 0, 0].map(() => new Float64Array(PIECE)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let taken = 0;

  function at(slot: number): Float32Array {
    const start = (slot % PIECE) * dimension;
    return pieces[Math.floor(slot / PIECE)]!.subarray(start, start + dimension);
  }

  function makeRoom(slot: number): void {
    if (slot === pieces.length * PIECE) pieces.push(new Float32Array(PIECE * dimension));
    if (slot < orders.length) return;
    const larger = (old: Float64Array) => {
      const grown = new Float64Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    [offsets, lostLengths, codeLengths, orders] = [offsets, lostLengths, codeLengths, orders].map(larger) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  return {
    get size() {
      return ids.length;
    },
    get capacity() {
      return orders.length;
    },
    get offsets() {
      return offsets;
    },
    get lostLengths() {
      return lostLengths;
    },
    get codeLengths() {
      return codeLengths;
    },
    at,
    idAt: (slot) => ids[slot]!,
    slotOf: (id) => slots.get(id),
    order: (slot) => orders[slot]!,
    put(id, template) {
      const slot = slots.get(id) ?? ids.length;
      makeRoom(slot);
      at(slot).set(template);
      ids[slot] = id;
      slots.set(id, slot);
      orders[slot] = taken++;
      return slot;
    },
    takeOut(slot) {
      const last = ids.length - 1;
      const lastId = ids.pop()!;
      slots.delete(slot === last ? lastId : ids[slot]!);
      if (slot !== last) {
        ids[slot] = lastId;
        slots.set(lastId, slot);
        at(slot).set(at(last));
        for (const facts of [offsets, lostLengths, codeLengths, orders]) facts[slot] = facts[last]!;
      }
      at(last).fill(0);
      if (last === (pieces.length - 1) * PIECE) pieces.pop();
      return last;
    },
    setFacts(slot, { offset, lostLength, codeLength }) {
      offsets[slot] = offset;
      lostLengths[slot] = lostLength;
      codeLengths[slot] = codeLength;
    },
    bytes: () => pieces.length * PIECE * dimension * 4 + 4 * orders.byteLength,
  };
}
