import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Raise it when the same file and description would give other templates than before. */
const PIPELINE_VERSION = 1;
/** `built-in` names the nets that come with the packages. */
export const BUILT_IN = 'built-in';
/** The same nets, calculating in 8 bits. */
export const BUILT_IN_INT8 = 'built-in-int8';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case');
const triple = z.tuple([z.number(), z.number(), z.number()]);
const point = z.tuple([z.number(), z.number()]);
const positive = z.number().positive();

const calibrationSchema = z
  .strictObject({
    /** Pairs of false match rate and the largest distance that counts as a match at it; strictest last. */
    pairs: z.array(z.tuple([positive.max(0.5), positive.max(2)])).min(2),
    /** In words: which photographs, how many comparisons. */
    source: z.string().min(1).max(500),
  })
  .refine(
    ({ pairs }) =>
      pairs.every(([rate, distance], i) => {
        const before = pairs[i - 1];
        return !before || (rate < before[0] && distance < before[1]);
      }),
    'rates and distances must fall from pair to pair',
  );

/** Everything that has to be known of a face recognition model to use it. Numbers as its makers state them. */
export const descriptorSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'must be lower-case letters, digits and hyphens')
    .refine((name) => name !== BUILT_IN && name !== BUILT_IN_INT8, 'is the name of the built-in nets'),
  title: z.string().min(1).max(200),
  /** Where it comes from; `archiveMember` when that address is an archive with the file inside. */
  source: z.strictObject({ address: z.string().min(1).max(500), archiveMember: z.string().nullable() }),
  /** Of the ONNX file; null when it is not known. */
  sha256: hash.nullable(),
  licence: z.strictObject({ name: z.string().min(1).max(300), terms: z.string().min(1).max(500) }),
  input: z.strictObject({
    /** Side of the aligned square, px. */
    sizePx: z.number().int().min(32).max(512),
    channels: z.enum(['RGB', 'BGR']),
    /** `(value · scale − mean) / std`, value 0..255, in the order of `channels`. */
    normalisation: z.strictObject({
      scale: positive,
      mean: triple,
      std: z.tuple([positive, positive, positive]),
    }),
  }),
  /** Where eyes, tip of the nose and corners of the mouth lie in the square, px; the eye on the left first. */
  alignment: z.tuple([point, point, point, point, point]),
  /** Numbers the net gives. */
  dimension: z.number().int().min(16).max(2048),
  metric: z.literal('cosine'),
  calibration: calibrationSchema.nullable(),
});
export type ModelDescriptor = z.infer<typeof descriptorSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;

/** The square of 112 px that ArcFace and most models since were trained on (insightface, `face_align.py`). */
export const ARCFACE_POINTS: ModelDescriptor['alignment'] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** What is stored with every template: another file, or another way to feed it, is another variant. */
export function variantOf({ name, sha256, input, alignment, dimension }: ModelDescriptor): string {
  const { sizePx, channels, normalisation } = input;
  const { scale, mean, std } = normalisation;
  const facts = [PIPELINE_VERSION, sha256, sizePx, channels, scale, mean, std, alignment, dimension];
  return `${name}/${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12)}`;
}
