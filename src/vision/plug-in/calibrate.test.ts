import { describe, expect, it } from 'vitest';
import { repeatableRandom } from '../gallery-crowd.ts';
import { meanTemplate } from '../template.ts';
import { type CalibrationPhoto, measureModel } from './calibrate.ts';

/** People scattered over a sphere, photographs scattered about each. */
function photosOf(people: number, each: number, noise: number, seed = 1): CalibrationPhoto[] {
  const random = repeatableRandom(seed);
  const scatter = (from: Float32Array, by: number) =>
    meanTemplate([from.map((value) => value + by * (random() - 0.5))]);
  return Array.from({ length: people }, (_, i) => {
    const face = scatter(new Float32Array(24), 2);
    return Array.from({ length: each }, () => ({ person: `${i}`, template: scatter(face, noise) }));
  }).flat();
}

describe('measuring a model on photographs', () => {
  it('counts all pairs, and states the distance within which one impostor in so many lies', () => {
    const figures = measureModel(photosOf(60, 6, 0.2));
    expect(figures).toMatchObject({
      images: 360,
      people: 60,
      facesFound: 360,
      genuine: 900,
      impostor: 63_720,
    });
    expect(figures.impostorOfMeans).toBe(60 * 2 * 59 * 6);
    const pairs = figures.calibration!.pairs;
    expect(pairs.map(([rate]) => rate)).toEqual([1e-2, 1e-3]);
    expect(pairs[0]![1]).toBeGreaterThan(pairs[1]![1]);
    expect(figures.calibration!.source).toContain('360 photographs of 60 people');
  });

  it('keeps to the stated rate on other people of the same kind', () => {
    const [, [rate, distance]] = measureModel(photosOf(80, 6, 0.2)).calibration!.pairs as [
      number[],
      [number, number],
    ];
    const others = photosOf(80, 6, 0.2, 99);
    let within = 0;
    let all = 0;
    for (const a of others)
      for (const b of others) {
        if (a.person === b.person) continue;
        all += 1;
        const dot = a.template!.reduce((sum, value, i) => sum + value * b.template![i]!, 0);
        if (1 - dot <= distance) within += 1;
      }
    expect(within / all).toBeLessThan(rate * 2);
  });

  it('counts faces that were not found as failures', () => {
    const photos = photosOf(30, 4, 0.05);
    const all = measureModel(photos);
    expect(all.tarAt0001).toBe(1);
    const missing = measureModel(
      photos.map((photo, i) => (i % 4 === 0 ? { ...photo, template: null } : photo)),
    );
    expect(missing.facesFound).toBe(90);
    expect(missing.tarAt0001).toBe(0.5);
  });

  it('states nothing when there are too few comparisons, or one person only', () => {
    expect(measureModel(photosOf(5, 4, 0.1)).calibration).toBeNull();
    expect(measureModel(photosOf(1, 50, 0.1))).toMatchObject({ impostor: 0, calibration: null });
    expect(measureModel([])).toMatchObject({ images: 0, tarAt0001: 0, calibration: null });
  });
});
