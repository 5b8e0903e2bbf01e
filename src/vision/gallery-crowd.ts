import { meanTemplate, type Template } from './template.ts';

/** Numbers 0..1 that are the same in every run (mulberry32). */
export function repeatableRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Length of the noise that makes two photographs of one moment differ: about 0.01 of distance. */
const NOISE_LENGTH = 0.15;
const BLENDED = 3;

function unit(values: Float64Array): Template {
  return meanTemplate([Float32Array.from(values)]);
}

/**
 * Strangers as real templates have them: about the common mean, spread as the given ones are, so that two of them have
 * a dot product of about 0.7, a few far more. Each is a random blend of three real ones' differences from the mean.
 */
export function createCrowd(real: readonly Template[], random: () => number) {
  const dimension = real[0]!.length;
  const mean = new Float64Array(dimension);
  for (const one of real) for (let i = 0; i < dimension; i++) mean[i]! += one[i]! / real.length;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const noise = NOISE_LENGTH * Math.sqrt(3 / dimension);

  return {
    stranger(): Template {
      const weights = Array.from({ length: BLENDED }, normal);
      const length = Math.hypot(...weights);
      const picked = weights.map(() => real[Math.floor(random() * real.length)]!);
      const values = Float64Array.from(mean);
      for (const [j, one] of picked.entries()) {
        const weight = weights[j]! / length;
        for (let i = 0; i < dimension; i++) values[i]! += weight * (one[i]! - mean[i]!);
      }
      for (let i = 0; i < dimension; i++) values[i]! += noise * (2 * random() - 1);
      return unit(values);
    },
    /** Another photograph of the same face. */
    again(template: Template): Template {
      return unit(Float64Array.from(template, (value) => value + noise * (2 * random() - 1)));
    },
  };
}
