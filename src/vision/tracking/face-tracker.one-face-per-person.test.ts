import { describe, expect, it } from 'vitest';
import { repeatableRandom } from '../gallery-crowd.ts';
import { giveOnce, nameFaces } from './name-faces.ts';
import { faceAlong, type PlayedFrame, play, standing } from './synthetic-crowd.ts';
import type { Identified, Track, TrackId } from './track.ts';

const ADA = faceAlong(0);
/** At distances of 0.02 and 0.05 from Ada. */
const TWIN = faceAlong(0, [5, 0.2]);
const COUSIN = faceAlong(0, [6, 0.33]);

function expectNobodyTwice(frames: readonly PlayedFrame[]): void {
  for (const { faces } of frames) {
    const named = faces.flatMap(({ name }) => name.id ?? []);
    expect(new Set(named).size).toBe(named.length);
  }
}

describe('nobody is named twice in a frame', () => {
  it('when two look-alikes stand side by side, the nearer one is named and the other is not', async () => {
    const [ada, cousin] = [standing(ADA, 200), standing(COUSIN, 400)];
    const frames = await play([cousin, ada], { people: { ada: ADA } });
    expectNobodyTwice(frames);
    expect(frames.at(-1)!.of(ada)!.name).toMatchObject({ outcome: 'match', id: 'ada' });
    expect(frames.at(-1)!.of(cousin)!.name).toMatchObject({ outcome: 'uncertain', because: 'contested' });
  });

  it('and when they are nearly as near, neither is', async () => {
    const enrolled = faceAlong(0, [5, 0.1]);
    const frames = await play([standing(ADA, 200), standing(TWIN, 400)], { people: { ada: enrolled } });
    for (const { name } of frames.at(-1)!.faces)
      expect(name).toMatchObject({ outcome: 'uncertain', because: 'contested' });
    expect(frames.at(-1)!.faces).toHaveLength(2);
  });

  it('alone, the look-alike would have been named: the other face is what speaks against it', async () => {
    const frames = await play([standing(COUSIN, 400)], { people: { ada: ADA } });
    expect(frames.at(-1)!.faces[0]!.name.id).toBe('ada');
  });

  it('a face that claims somebody else’s name takes it from nobody who is clearly nearer', async () => {
    const late = { face: COUSIN, at: (nowMs: number) => (nowMs > 2000 ? { x: 400, y: 200 } : null) };
    const ada = standing(ADA, 200);
    const frames = await play([ada, late], { people: { ada: ADA }, forMs: 6000 });
    expectNobodyTwice(frames);
    const fromNaming = frames.slice(frames.findIndex((frame) => frame.of(ada)?.name.id));
    expect(fromNaming.every((frame) => frame.of(ada)?.name.id === 'ada')).toBe(true);
  });

  it('and loses it, as soon as the person comes who is clearly nearer', async () => {
    const cousin = standing(COUSIN, 400);
    const ada = { face: ADA, at: (nowMs: number) => (nowMs > 2000 ? { x: 200, y: 200 } : null) };
    const frames = await play([cousin, ada], { people: { ada: ADA }, forMs: 6000 });
    expectNobodyTwice(frames);
    expect(frames.at(-1)!.of(ada)!.name.id).toBe('ada');
    expect(frames.at(-1)!.of(cousin)!.name.id).toBeNull();
  });

  it('whatever the distances are', () => {
    const random = repeatableRandom(11);
    for (let round = 0; round < 300; round++) {
      const tracks = Array.from({ length: 2 + Math.floor(random() * 8) }, (_, i) => {
        const nearest = ['ada', 'bob', 'eve']
          .map((id) => ({ id, distance: random() * 0.2 }))
          .sort((a, b) => a.distance - b.distance);
        return seenTrack(i, { nearest, match: 0.1, uncertain: 0.14 });
      });
      const named = nameFaces(tracks, 0.02).flatMap(({ name }) => name.id ?? []);
      expect(new Set(named).size).toBe(named.length);
    }
  });
});

function seenTrack(id: number, identified: Identified<string>): Track<string> {
  const kept = { template: ADA, weight01: 1, atMs: 0 };
  return {
    appearance: { id: id as TrackId, templates: [kept], mean: ADA },
    box: { x: 100 * id, y: 0, width: 50, height: 50 },
    velocity: { x: 0, y: 0 },
    seenAtMs: 0,
    glimpse: ADA,
    sights: 9,
    hasShape: true,
    shapeless: 0,
    askedAtMs: 0,
    doubt: null,
    evidence: [kept, kept],
    identified,
  };
}

describe('the giving of names', () => {
  const face = (...nearest: [id: string, distance: number][]): Identified<string> => ({
    nearest: nearest.map(([id, distance]) => ({ id, distance })),
    match: 0.1,
    uncertain: 0.14,
  });

  it('is by the least sum of distances, not first come', () => {
    const first = face(['ada', 0.05], ['bob', 0.08]);
    const second = face(['ada', 0.06], ['bob', 0.3]);
    expect(giveOnce([first, second])).toEqual(['bob', 'ada']);
  });

  it('names nobody by what others left: a second nearest is no match', () => {
    const [a, b] = [face(['ada', 0.03], ['bob', 0.09]), face(['ada', 0.06], ['bob', 0.085])];
    const names = nameFaces([seenTrack(1, a), seenTrack(2, b)], 0.02).map(({ name }) => name.id);
    expect(names).toEqual(['ada', null]);
  });

  it('gives nothing to faces beyond the limit, or to none at all', () => {
    expect(giveOnce([face(['ada', 0.2]), null, face()])).toEqual([null, null, null]);
  });
});
