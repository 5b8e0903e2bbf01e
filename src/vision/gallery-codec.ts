import { CODE_STEP } from './gallery-kernel.ts';

/** A query as 16-bit whole numbers, and what is needed to state how far off a dot product with a code can be. */
export interface QueryCode {
  /** Times the scale of each place. */
  code: Int16Array;
  /** Value of one step of `code`. */
  step: number;
  /** Query · centre. */
  dotCentre: number;
  /** Length of query − centre. */
  centredLength: number;
  /** Length of what rounding the query lost. */
  lostLength: number;
}

/** What is kept beside a code. */
export interface CodeFacts {
  /** Centre · (what rounding the template lost). */
  offset: number;
  /** Length of what rounding the template lost. */
  lostLength: number;
  /** Length of the code itself. */
  codeLength: number;
}

/**
 * Writes templates as `centre + scale · code + lost`, code int8, place by place. Templates of strangers share most of
 * their direction (their dot product is about 0.7), so the centre carries it, and the code what tells them apart.
 * `lost` is never ignored: its length bounds the error (Cauchy–Schwarz), so whatever the codes exclude is excluded.
 */
export interface GalleryCodec {
  encode(template: Float32Array, code: Int8Array): CodeFacts;
  encodeQuery(query: Float32Array): QueryCode;
}

const LARGEST_CODE = 127;
/** Places farther out than so many standard deviations are clipped; `lost` holds the rest. */
const REACH = 4.5;
/** Places that hardly vary get this share of the mean scale. */
const LEAST_SHARE = 0.01;
const INT32_MAX = 2 ** 31 - 1;
const INT16_MAX = 2 ** 15 - 1;

function spread(samples: readonly Float32Array[], dimension: number) {
  const centre = new Float64Array(dimension);
  const scale = new Float64Array(dimension);
  for (const sample of samples) for (let i = 0; i < dimension; i++) centre[i]! += sample[i]! / samples.length;
  for (const sample of samples) {
    for (let i = 0; i < dimension; i++) scale[i]! += (sample[i]! - centre[i]!) ** 2 / samples.length;
  }
  let mean = 0;
  for (let i = 0; i < dimension; i++) {
    scale[i] = (Math.sqrt(scale[i]!) * REACH) / LARGEST_CODE;
    mean += scale[i]! / dimension;
  }
  const least = mean > 0 ? mean * LEAST_SHARE : 1 / LARGEST_CODE;
  for (let i = 0; i < dimension; i++) scale[i] = Math.max(scale[i]!, least);
  return { centre, scale };
}

/** Fits centre and scales to some templates; others are written exactly as well, only with a looser bound. */
export function fitGalleryCodec(samples: readonly Float32Array[], dimension: number): GalleryCodec {
  const { centre, scale } = spread(samples, dimension);
  const places = Math.ceil(dimension / CODE_STEP) * CODE_STEP;
  const perScale = scale.map((value) => 1 / value);
  /** Sums of products stay within 32 bits. */
  const largest = Math.min(INT16_MAX, Math.floor(INT32_MAX / (LARGEST_CODE * places)));
  return {
    encode(template, code) {
      let offset = 0;
      let lost = 0;
      let squares = 0;
      for (let i = 0; i < dimension; i++) {
        const centred = template[i]! - centre[i]!;
        const wanted = Math.round(centred * perScale[i]!);
        const value = Math.max(-LARGEST_CODE, Math.min(LARGEST_CODE, wanted));
        const rest = centred - value * scale[i]!;
        code[i] = value;
        offset += centre[i]! * rest;
        lost += rest * rest;
        squares += value * value;
      }
      return { offset, lostLength: Math.sqrt(lost), codeLength: Math.sqrt(squares) };
    },
    encodeQuery(query) {
      let top = 0;
      let dotCentre = 0;
      let centred = 0;
      for (let i = 0; i < dimension; i++) {
        top = Math.max(top, Math.abs(query[i]! * scale[i]!));
        dotCentre += query[i]! * centre[i]!;
        centred += (query[i]! - centre[i]!) ** 2;
      }
      const step = top > 0 ? top / largest : 1;
      const code = new Int16Array(places);
      let lost = 0;
      for (let i = 0; i < dimension; i++) {
        const scaled = query[i]! * scale[i]!;
        code[i] = Math.round(scaled / step);
        lost += (scaled - code[i]! * step) ** 2;
      }
      return { code, step, dotCentre, centredLength: Math.sqrt(centred), lostLength: Math.sqrt(lost) };
    },
  };
}
