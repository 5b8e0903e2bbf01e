/**
 * What a face looks like, as a unit vector. Of the built-in nets: 128 numbers of dlib's net, then 1024 of faceres; of
 * a model that was added: as many as its net gives.
 */
export type Template = Float32Array;

export const TEMPLATE_LENGTH = 1152;

/** Stored with every template; templates of different kinds must never be compared. */
export const TEMPLATE_VARIANT = 'dlib128+faceres1024/1';

/** Of the same nets calculating in 8 bits. */
export const INT8_VARIANT = 'dlib128+faceres1024-int8/1';

const DLIB_LENGTH = 128;
/** Shares of the two nets in the squared length, and so in the distance. */
const DLIB_SHARE = 0.7;
const FACERES_SHARE = 0.3;

function scaledToLength(vector: Float32Array, length: number): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const factor = squares > 0 ? length / Math.sqrt(squares) : 0;
  return vector.map((value) => value * factor);
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) {
    for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length;
  }
  return mean;
}

/** Each view's parts are brought to unit length before they are averaged, so that no view weighs more. */
function fuseView(dlib: Float32Array, faceres: Float32Array): Template {
  const template = new Float32Array(TEMPLATE_LENGTH);
  template.set(scaledToLength(dlib, Math.sqrt(DLIB_SHARE)));
  const roots = faceres.map((value) => Math.sqrt(Math.max(0, value)));
  template.set(scaledToLength(roots, Math.sqrt(FACERES_SHARE)), DLIB_LENGTH);
  return template;
}

/** @param dlibViews one vector per view of the face: as it is, and mirrored. @param faceresViews the same views. */
export function fuseTemplate(
  dlibViews: readonly Float32Array[],
  faceresViews: readonly Float32Array[],
): Template {
  return meanTemplate(dlibViews.map((dlib, i) => fuseView(dlib, faceresViews[i]!)));
}

/** 0 = the same, about 0.3 = strangers (built-in nets). Both must be of one variant. */
export function templateDistance(a: Template, b: Template): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`Templates of ${a.length} and of ${b.length} numbers cannot be compared.`);
  }
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
  return 1 - dot;
}

/** One template for several photographs of a person: their mean, brought back to unit length. */
export function meanTemplate(templates: readonly Template[]): Template {
  if (templates.length === 0) throw new RangeError('A mean needs at least one template.');
  return scaledToLength(meanOf(templates), 1);
}

/** Float32, little-endian. */
export function templateToBytes(template: Template): Uint8Array {
  const bytes = new Uint8Array(template.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < template.length; i++) view.setFloat32(i * 4, template[i]!, true);
  return bytes;
}

/** @throws RangeError when the length is not that of a template of so many numbers. */
export function templateFromBytes(bytes: Uint8Array, length = bytes.length / 4): Template {
  if (!Number.isInteger(length) || bytes.length !== length * 4) {
    throw new RangeError(`A stored template has ${length * 4} bytes, not ${bytes.length}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true));
}
