import { IDENTITY_LIMITS } from './liveness/check-identity.ts';
import { BUILT_IN, BUILT_IN_INT8 } from './plug-in/descriptor.ts';
import { INT8_VARIANT, TEMPLATE_LENGTH, TEMPLATE_VARIANT } from './template.ts';
import {
  type Comparison,
  type FalseMatchRate,
  int8RefusedShareAt,
  int8ThresholdFor,
  refusedShareAt,
  thresholdFor,
} from './thresholds.ts';

/** What whoever keeps or compares templates must know of the model that makes them. */
export interface Recogniser {
  /** As `sallyport models` lists it. */
  name: string;
  /** Stored with every template; templates of different variants are never compared. */
  variant: string;
  /** Numbers of a template. */
  dimension: number;
  /** The largest distance that counts as a match; see `thresholdFor`. */
  threshold(rate: FalseMatchRate, kind: Comparison, galleryN?: number): number;
  /** Share of right faces refused at a target rate (0..1), one photograph against three; null where it was not measured. */
  refusedShare(rate: number): number | null;
  /** Its distances as a multiple of the built-in nets': for limits that were measured with those. */
  scale: number;
  /** Distances up to which two moments of one sequence show one person: the face was not exchanged between them. */
  sameMoment: { frontal: number; turned: number };
}

/** The nets that come with the npm packages. */
export const BUILT_IN_RECOGNISER: Recogniser = {
  name: BUILT_IN,
  variant: TEMPLATE_VARIANT,
  dimension: TEMPLATE_LENGTH,
  threshold: thresholdFor,
  refusedShare: refusedShareAt,
  scale: 1,
  sameMoment: { frontal: IDENTITY_LIMITS.frontal, turned: IDENTITY_LIMITS.turned },
};

/** The loosest rate rests on the most comparisons. */
const INT8_SCALE = int8ThresholdFor(0.01, 'verify') / thresholdFor(0.01, 'verify');

/** The same nets calculating in 8 bits: faster and smaller, with distances of their own. */
export const INT8_RECOGNISER: Recogniser = {
  name: BUILT_IN_INT8,
  variant: INT8_VARIANT,
  dimension: TEMPLATE_LENGTH,
  threshold: int8ThresholdFor,
  refusedShare: int8RefusedShareAt,
  scale: INT8_SCALE,
  sameMoment: {
    frontal: IDENTITY_LIMITS.frontal * INT8_SCALE,
    turned: IDENTITY_LIMITS.turned * INT8_SCALE,
  },
};
