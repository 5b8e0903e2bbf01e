import { fitGalleryCodec, type GalleryCodec } from './gallery-codec.ts';
import { createCodeStore } from './gallery-kernel.ts';
import { createTemplateShelf } from './gallery-shelf.ts';

export interface GalleryHit<Id> {
  id: Id;
  /** 1 − dot product, 0 = the same. */
  distance: number;
}

export interface Gallery<Id> {
  /** Takes the place of an earlier template of the same id. @throws RangeError for another dimension, or when a number is not finite. */
  add(id: Id, template: Float32Array): void;
  /** False when there was none. Nothing of the template stays in memory. */
  remove(id: Id): boolean;
  /** The template as it was added. */
  find(id: Id): Float32Array | null;
  /** The nearest `k`, nearest first; among equals the one added first. The same as comparing with every template. */
  search(template: Float32Array, k: number): GalleryHit<Id>[];
  readonly size: number;
  /** Memory of templates and codes; ids come on top. */
  readonly bytes: number;
}

/** Below this, comparing with everybody takes less than half a millisecond. */
const FEWEST_FOR_CODES = 256;
/** Codes are fitted anew each time there are so many times as many: what that costs stays below what adding costs. */
const REFIT_FACTOR = 16;
const FIT_SAMPLES = 2048;
/** Beyond this many wanted, sorting them costs more than the codes save. */
const MOST_BY_CODES = 64;
/** More than what adding up in 64 bits can be off. */
const ROUNDING = 1e-9;

/**
 * Exact search among templates by cosine distance, on the calling thread. Each template is kept twice: as 32-bit floats
 * and as an int8 code a quarter as large. A search reads all codes, which yields bounds for every distance, and compares
 * in floats only what the bounds cannot exclude. Measured by bench/gallery.ts.
 */
export function createGallery<Id>({ dimension }: { dimension: number }): Gallery<Id> {
  const shelf = createTemplateShelf<Id>(dimension);
  const codes = createCodeStore(dimension);
  let codec: GalleryCodec | null = null;
  let refitAt = FEWEST_FOR_CODES;
  /** The largest dot product each template can have, by slot; only during a search. */
  let upper = new Float64Array(0);

  function refuseForeign(template: Float32Array): void {
    if (template.length !== dimension)
      throw new RangeError(`A template of this gallery has ${dimension} numbers, not ${template.length}.`);
    let sum = 0;
    for (const value of template) sum += value;
    if (!Number.isFinite(sum)) throw new RangeError('A template holds finite numbers only.');
  }

  function encode(slot: number): void {
    if (codec) shelf.setFacts(slot, codec.encode(shelf.at(slot), codes.code(slot)));
  }

  function fitAgain(): void {
    refitAt = shelf.size * REFIT_FACTOR;
    const step = Math.max(1, Math.floor(shelf.size / FIT_SAMPLES));
    const samples: Float32Array[] = [];
    for (let slot = 0; slot < shelf.size; slot += step) samples.push(shelf.at(slot));
    codec = fitGalleryCodec(samples, dimension);
    for (let slot = 0; slot < shelf.size; slot++) encode(slot);
  }

  /** In the order of places, as `templateDistance` does, so that the last bit is the same. */
  function dotAt(slot: number, template: Float32Array): number {
    const other = shelf.at(slot);
    let dot = 0;
    for (let i = 0; i < dimension; i++) dot += other[i]! * template[i]!;
    return dot;
  }

  /** Slots that may be among the nearest `k`, the most promising first. */
  function promising(query: Float32Array, k: number, fitted: GalleryCodec): number[] {
    const { code, step, dotCentre, centredLength, lostLength } = fitted.encodeQuery(query);
    if (upper.length < shelf.size) upper = new Float64Array(shelf.capacity);
    const { offsets, lostLengths, codeLengths } = shelf;
    const certain = new Float64Array(k).fill(-Infinity);
    codes.scan(code, shelf.size, (slot, dot) => {
      const middle = dotCentre + dot * step + offsets[slot]!;
      const reach = centredLength * lostLengths[slot]! + lostLength * codeLengths[slot]! + ROUNDING;
      upper[slot] = middle + reach;
      const least = middle - reach;
      if (least <= certain[k - 1]!) return;
      let place = k - 1;
      while (place > 0 && certain[place - 1]! < least) {
        certain[place] = certain[place - 1]!;
        place -= 1;
      }
      certain[place] = least;
    });
    const bar = certain[k - 1]!;
    const slots: number[] = [];
    for (let slot = 0; slot < shelf.size; slot++) if (upper[slot]! >= bar) slots.push(slot);
    return slots.sort((a, b) => upper[b]! - upper[a]!);
  }

  const nearerFirst = (a: { dot: number; slot: number }, b: { dot: number; slot: number }) =>
    1 - a.dot - (1 - b.dot) || shelf.order(a.slot) - shelf.order(b.slot);

  /** Compares in floats, until what is left cannot be nearer than the `k` found. */
  function nearest(query: Float32Array, slots: readonly number[], k: number, bounded: boolean) {
    const found: { dot: number; slot: number }[] = [];
    for (const slot of slots) {
      const last = found[k - 1];
      if (bounded && last && upper[slot]! < last.dot) break;
      found.push({ dot: dotAt(slot, query), slot });
      if (bounded) {
        found.sort(nearerFirst);
        found.length = Math.min(found.length, k);
      }
    }
    return found.sort(nearerFirst).slice(0, k);
  }

  return {
    add(id, template) {
      refuseForeign(template);
      const slot = shelf.put(id, template);
      if (shelf.size >= refitAt) fitAgain();
      else encode(slot);
    },
    remove(id) {
      const slot = shelf.slotOf(id);
      if (slot === undefined) return false;
      const moved = shelf.takeOut(slot);
      if (!codec) return true;
      if (moved !== slot) codes.code(slot).set(codes.code(moved));
      codes.code(moved).fill(0);
      return true;
    },
    find(id) {
      const slot = shelf.slotOf(id);
      return slot === undefined ? null : shelf.at(slot).slice();
    },
    search(template, k) {
      refuseForeign(template);
      const wanted = Math.min(Math.floor(k), shelf.size);
      if (wanted < 1) return [];
      const byCodes = codec !== null && shelf.size >= FEWEST_FOR_CODES && wanted <= MOST_BY_CODES;
      const slots = byCodes
        ? promising(template, wanted, codec!)
        : Array.from({ length: shelf.size }, (_, slot) => slot);
      return nearest(template, slots, wanted, byCodes).map(({ slot, dot }) => ({
        id: shelf.idAt(slot),
        distance: 1 - dot,
      }));
    },
    get size() {
      return shelf.size;
    },
    get bytes() {
      return shelf.bytes() + codes.bytes() + upper.byteLength;
    },
  };
}
