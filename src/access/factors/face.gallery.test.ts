import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../kernel/index.ts';
import { createFaceFactor, type FaceMatcher, type FaceSource } from './face.ts';

/** Templates are points on a line; match up to 0.10, uncertain up to 0.12. */
const matcher: FaceMatcher = {
  distance: (a, b) => Math.abs(a[0]! - b[0]!),
  mean: (all) => Float32Array.of(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
  threshold: (rate) => (rate <= 1e-4 ? 0.1 : 0.12),
};
const at = (position: number) => Float32Array.of(position);
const id = (name: string | number) => `${name}` as PersonId;

/** `kept` is the database, `indexed` what the index believes. */
function factorWith(kept: Map<PersonId, number>, indexed = kept, impostors = new Map<PersonId, number>()) {
  const asked: number[] = [];
  const source: FaceSource = {
    templatesOf: async (personId) => (kept.has(personId) ? [at(kept.get(personId)!)] : []),
    impostorsOf: async (personId) => (impostors.has(personId) ? [at(impostors.get(personId)!)] : []),
    async nearest(frame, k) {
      asked.push(k);
      const nearest = [...indexed]
        .map(([personId, position]) => ({ personId, template: at(position) }))
        .sort((a, b) => matcher.distance(frame, a.template) - matcher.distance(frame, b.template));
      return { people: indexed.size, nearest: nearest.slice(0, k) };
    },
  };
  const face = createFaceFactor(source, matcher);
  const identify = (...positions: number[]) =>
    face.verify({ templates: positions.map(at) }, { claimedPersonId: null });
  return { identify, asked };
}

describe('a face looked for in the index of everybody', () => {
  const ADA = id('ada');

  it('is never let in when the database no longer has the person, whatever the index says', async () => {
    const { identify } = factorWith(new Map(), new Map([[ADA, 0]]));
    expect(await identify(0, 0, 0)).toMatchObject({ verdict: 'inconclusive', face: 'uncertain' });
  });

  it('is never let in as somebody whose samples are others now', async () => {
    const { identify } = factorWith(new Map([[ADA, 0.5]]), new Map([[ADA, 0]]));
    expect(await identify(0, 0, 0)).toMatchObject({ verdict: 'inconclusive', face: 'uncertain' });
  });

  it('is let in when index and database agree', async () => {
    const { identify, asked } = factorWith(new Map([[ADA, 0]]));
    expect(await identify(0.01, 0, 0.02)).toMatchObject({ verdict: 'match', personId: ADA });
    expect(asked).toHaveLength(3);
  });

  it('asks for more people while somebody not yet seen could be as near', async () => {
    const crowd = new Map(Array.from({ length: 200 }, (_, i) => [id(i), 0.0004 * i]));
    const { identify, asked } = factorWith(crowd);
    expect(await identify(0, 0, 0)).toMatchObject({ verdict: 'inconclusive', face: 'uncertain' });
    expect(Math.max(...asked)).toBeGreaterThan(8);
  });

  it('asks for everybody while impostors speak against all who are near, and then names whom none speaks against', async () => {
    const crowd = new Map(Array.from({ length: 20 }, (_, i) => [id(i), 0.001 * i]));
    const people = new Map([...crowd, [ADA, 0.08]]);
    const { identify, asked } = factorWith(people, people, new Map([...crowd.keys()].map((one) => [one, 0])));
    expect(await identify(0, 0, 0)).toMatchObject({ verdict: 'match', personId: ADA });
    expect(Math.max(...asked)).toBeGreaterThan(8);
  });

  it('asks no more when the crowd is far away', async () => {
    const crowd = new Map(Array.from({ length: 200 }, (_, i) => [id(i), 5 + 0.0004 * i]));
    const { identify, asked } = factorWith(crowd.set(ADA, 0));
    expect(await identify(0, 0, 0)).toMatchObject({ verdict: 'match', personId: ADA });
    expect(Math.max(...asked)).toBe(8);
  });

  it('names the one with the best median, though eight others were nearest in each single frame', async () => {
    const people = new Map([[ADA, 0.03]]);
    for (const [f, frame] of [-0.06, 0, 0.06].entries())
      for (let i = 0; i < 8; i++) people.set(id(`${f}-${i}`), frame + (i - 4) * 1e-4);
    const brute = [...people]
      .map(([personId, position]) => ({
        personId,
        distance: [-0.06, 0, 0.06].map((frame) => Math.abs(frame - position)).sort((a, b) => a - b)[1]!,
      }))
      .sort((a, b) => a.distance - b.distance);
    expect(brute[0]!.personId).toBe(ADA);
    const answer = await factorWith(people).identify(-0.06, 0, 0.06);
    expect(answer.score).toMatchObject({ distance: expect.closeTo(brute[0]!.distance, 6) });
  });

  it('answers as comparing with everybody would, on crowds of all densities', async () => {
    let seed = 5;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    const verdicts = { match: 0, uncertain: 0, unknown: 0 };
    for (let round = 0; round < 400; round++) {
      const width = 0.1 * 4 ** (round % 5);
      const people = new Map(Array.from({ length: 40 }, (_, i) => [id(i), (random() - 0.5) * width]));
      const frames = Array.from({ length: 3 + (round % 3) }, () => (random() - 0.5) * 0.04);
      const median = (position: number) =>
        frames.map((frame) => matcher.distance(at(frame), at(position))).sort((a, b) => a - b)[
          frames.length >> 1
        ]!;
      const [best, second] = [...people]
        .map(([personId, position]) => ({ personId, distance: median(position) }))
        .sort((a, b) => a.distance - b.distance) as [
        { personId: PersonId; distance: number },
        { distance: number },
      ];
      const clear = second.distance - best.distance >= 0.02;
      const expected =
        best.distance > 0.12 ? 'unknown' : best.distance <= 0.1 && clear ? 'match' : 'uncertain';
      const answer = await factorWith(people).identify(...frames);
      expect(answer.face).toBe(expected);
      if (answer.verdict === 'match') expect(answer.personId).toBe(best.personId);
      verdicts[expected] += 1;
    }
    expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(10);
  });
});
