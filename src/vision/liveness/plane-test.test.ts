import { describe, expect, it } from 'vitest';
import type { LiveFace } from './live-sight.ts';
import { testPlane } from './plane-test.ts';
import { saveView } from './saved-view.ts';
import { type Pose, sightOf } from './synthetic-sight.ts';

const faceOf = (pose: Pose): LiveFace => sightOf(pose).face!;

describe('A17 B10 the plane test', () => {
  it.each([20, 25, 32, -20, -28])('sees the depth of a head that turned by %i°', (yawDeg) => {
    const evidence = testPlane(saveView(faceOf({})), saveView(faceOf({ yawDeg })));
    expect(evidence.verdict).toBe('head');
    expect(evidence.landmarkDepth).toBeCloseTo(1, 2);
  });

  it.each([20, 28, 45, -32])('sees none in a picture tilted by %i°', (yawDeg) => {
    const view = (pose: Pose) => saveView(faceOf({ ...pose, picture: 'flat' }));
    expect(testPlane(view({}), view({ yawDeg })).verdict).toBe('flat');
  });

  it('believes the pixels where the net imagines depth in the landmarks', () => {
    const view = (pose: Pose) => saveView(faceOf({ ...pose, picture: 'well_imagined' }));
    const evidence = testPlane(view({}), view({ yawDeg: 28 }));
    expect(evidence.landmarkDepth).toBeCloseTo(1, 2);
    expect(evidence.verdict).toBe('flat');
  });

  it('believes the landmarks where the pixels are spoilt', () => {
    const flat = faceOf({ yawDeg: 28, picture: 'flat' });
    const spoilt = { ...flat, patch: faceOf({ yawDeg: 28 }).patch };
    expect(testPlane(saveView(faceOf({})), saveView(spoilt)).verdict).toBe('flat');
  });

  it('does not tell from a small turn', () => {
    expect(testPlane(saveView(faceOf({})), saveView(faceOf({ yawDeg: 12 }))).verdict).toBe('unclear');
  });

  it('does not tell from pixels that have nothing to do with each other', () => {
    const turned = faceOf({ yawDeg: 28 });
    const grey = turned.patch.grey.map((_, i) => (i * 7919) % 251);
    const other = { ...turned, patch: { ...turned.patch, grey } };
    expect(testPlane(saveView(faceOf({})), saveView(other)).verdict).toBe('unclear');
  });
});
