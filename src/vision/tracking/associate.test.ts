import { expect, it } from 'vitest';
import { associate } from './associate.ts';
import { faceAlong } from './synthetic-crowd.ts';
import type { Sighting, Track, TrackId } from './track.ts';

const GLIMPSE = faceAlong(0);
const boxAt = (x: number, sidePx = 80) => ({ x, y: 100, width: sidePx, height: sidePx });

function trackAt(x: number, velocityX = 0): Track<string> {
  return {
    appearance: { id: x as TrackId, templates: [], mean: null },
    box: boxAt(x),
    velocity: { x: velocityX, y: 0 },
    seenAtMs: 0,
    glimpse: GLIMPSE,
    sights: 9,
    hasShape: true,
    shapeless: 0,
    askedAtMs: null,
    doubt: null,
    evidence: [],
    identified: null,
  };
}

const sightAt = (x: number, sidePx?: number): Sighting => ({
  box: boxAt(x, sidePx),
  score01: 0.9,
  glimpse: GLIMPSE,
  shape: 'unchecked',
  look: null,
});

const placesOf = (tracks: Track<string>[], sightings: Sighting[], nowMs: number) =>
  associate(tracks, sightings, nowMs).map((sighting) => sighting?.box.x ?? null);

it('where no box overlaps any more, the nearest belong together', () => {
  expect(placesOf([trackAt(0), trackAt(200)], [sightAt(110), sightAt(90)], 800)).toEqual([90, 110]);
});

it('whoever walks is looked for where the walk leads', () => {
  const [right, left] = [trackAt(100, 0.3), trackAt(160, -0.3)];
  expect(placesOf([right, left], [sightAt(100), sightAt(160)], 200)).toEqual([160, 100]);
});

it('nobody jumps across the room, doubles in size, or is in two places', () => {
  expect(placesOf([trackAt(0)], [sightAt(400)], 100)).toEqual([null]);
  expect(placesOf([trackAt(100)], [sightAt(60, 160)], 100)).toEqual([null]);
  expect(placesOf([trackAt(100), trackAt(105)], [sightAt(102)], 100).filter((x) => x !== null)).toEqual([
    102,
  ]);
});
