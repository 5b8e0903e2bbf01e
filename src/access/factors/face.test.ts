import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../kernel/index.ts';
import { createFaceFactor, type FaceMatcher } from './face.ts';

const ADA = 'ada' as PersonId;
const BOB = 'bob' as PersonId;
const at = (position: number) => Float32Array.of(position);
const three = (position: number) => ({ templates: [at(position), at(position), at(position)] });

/** Templates are points on a line; match up to 0.10, uncertain up to 0.12, stricter with more people. */
const matcher: FaceMatcher = {
  distance: (a, b) => Math.abs(a[0]! - b[0]!),
  mean: (all) => at(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
  threshold: (rate, galleryN) => (rate <= 1e-4 ? 0.1 : 0.12) - 0.001 * (galleryN - 1),
};

function factorWith(
  enrolled: Record<string, number[]>,
  impostors: Record<string, number[]> = {},
  rate?: () => Promise<number>,
) {
  const templates = Object.entries(enrolled).flatMap(([id, positions]) =>
    positions.map((position) => ({ personId: id as PersonId, template: at(position) })),
  );
  return createFaceFactor(
    {
      templatesOf: async (id) =>
        templates.filter(({ personId }) => personId === id).map(({ template }) => template),
      nearest: async (frame, k) => {
        const means = [...new Set(templates.map(({ personId }) => personId))].map((personId) => ({
          personId,
          template: matcher.mean(
            templates.filter((one) => one.personId === personId).map(({ template }) => template),
          ),
        }));
        const far = ({ template }: { template: Float32Array }) => matcher.distance(frame, template);
        return { people: means.length, nearest: means.sort((a, b) => far(a) - far(b)).slice(0, k) };
      },
      impostorsOf: async (id) => (impostors[id] ?? []).map(at),
    },
    matcher,
    rate,
  );
}

describe('a face against one person', () => {
  const face = factorWith({ [ADA]: [0, 0.02, 0.04], [BOB]: [1, 1, 1] });
  const against = (position: number) => face.verify(three(position), { claimedPersonId: ADA });

  it('A3 matches within the distance to the mean of the samples', async () => {
    expect(await against(0.11)).toMatchObject({ verdict: 'match', personId: ADA, face: 'match' });
  });

  it('is inconclusive between the thresholds', async () => {
    expect(await against(0.13)).toMatchObject({ verdict: 'inconclusive', face: 'uncertain' });
  });

  it('does not match beyond them, nor when it is the face of somebody else who is enrolled', async () => {
    expect(await against(0.15)).toMatchObject({
      verdict: 'no_match',
      reason: 'factor_mismatch',
      face: 'unknown',
    });
    expect(await against(1)).toMatchObject({ verdict: 'no_match', reason: 'factor_mismatch' });
  });

  it('needs three frames', async () => {
    expect(await face.verify({ templates: [at(0), at(0)] }, { claimedPersonId: ADA })).toEqual({
      verdict: 'inconclusive',
    });
  });

  it('cannot match a person without samples', async () => {
    const answer = await face.verify(three(0), { claimedPersonId: 'nobody' as PersonId });
    expect(answer).toMatchObject({ verdict: 'no_match', reason: 'factor_missing' });
  });
});

describe('a face against everybody', () => {
  it('D3 names the nearest', async () => {
    const face = factorWith({ [ADA]: [0, 0, 0], [BOB]: [0.5, 0.5, 0.5] });
    expect(await face.verify(three(0.45), { claimedPersonId: null })).toMatchObject({
      verdict: 'match',
      personId: BOB,
    });
  });

  it('names nobody when two are about equally near', async () => {
    const face = factorWith({ [ADA]: [0, 0, 0], [BOB]: [0.03, 0.03, 0.03] });
    expect(await face.verify(three(0.02), { claimedPersonId: null })).toMatchObject({
      verdict: 'inconclusive',
      face: 'uncertain',
    });
  });

  it('names nobody when nobody is near, or nobody is enrolled', async () => {
    for (const enrolled of [{ [ADA]: [0, 0, 0] }, {}] as Record<string, number[]>[]) {
      const answer = await factorWith(enrolled).verify(three(9), { claimedPersonId: null });
      expect(answer).toMatchObject({
        verdict: 'no_match',
        personId: null,
        reason: 'unknown_credential',
        face: 'unknown',
      });
    }
  });

  it('is stricter with more people', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`other-${i}`, [10 + i]]));
    const alone = await factorWith({ [ADA]: [0] }).verify(three(0.09), { claimedPersonId: null });
    const among = await factorWith({ [ADA]: [0], ...many }).verify(three(0.09), { claimedPersonId: null });
    expect([alone.verdict, among.verdict]).toEqual(['match', 'inconclusive']);
  });
});

describe('the score of a face', () => {
  const near = (value: number) => expect.closeTo(value, 5);

  it('A3 tells a distance in relation to its threshold, and how much farther the next person is', async () => {
    const face = factorWith({ [ADA]: [0], [BOB]: [0.5] });
    expect(await face.verify(three(0.04), { claimedPersonId: ADA })).toMatchObject({
      score: { distance: near(0.04), threshold: near(0.1), margin: near(0.42) },
    });
    expect(await face.verify(three(0.04), { claimedPersonId: null })).toMatchObject({
      score: { distance: near(0.04), threshold: near(0.099), margin: near(0.42) },
    });
  });

  it('has no margin where there is nobody else, and a negative one where somebody else is nearer', async () => {
    const margin = async (enrolled: Record<string, number[]>, position: number) => {
      const answer = await factorWith(enrolled).verify(three(position), { claimedPersonId: ADA });
      return answer.score?.margin;
    };
    expect(await margin({ [ADA]: [0] }, 0.04)).toBeNull();
    expect(await margin({ [ADA]: [0], [BOB]: [0.5] }, 0.4)).toBeCloseTo(-0.3);
  });

  it('is there also when the face is uncertain or unknown', async () => {
    const face = factorWith({ [ADA]: [0] });
    for (const position of [0.11, 0.9]) {
      const answer = await face.verify(three(position), { claimedPersonId: ADA });
      expect(answer).toMatchObject({ score: { distance: near(position) } });
    }
  });
});

describe('the false match rate of the site', () => {
  it('A3 decides what matches, from the next frame on', async () => {
    let rate = 1e-4;
    const face = factorWith({ [ADA]: [0] }, {}, async () => rate);
    const outcome = async () => (await face.verify(three(0.11), { claimedPersonId: ADA })).face;
    expect(await outcome()).toBe('uncertain');
    rate = 1e-3;
    expect(await outcome()).toBe('match');
  });
});

describe('an impostor of a person', () => {
  const known = { [ADA]: [0], [BOB]: [0.5] };

  it('A3 vetoes a face that is nearer to them than to the person, which is then unknown', async () => {
    const face = factorWith(known, { [ADA]: [0.08] });
    const against = (position: number) => face.verify(three(position), { claimedPersonId: ADA });
    expect(await against(0.05)).toMatchObject({
      verdict: 'no_match',
      reason: 'factor_mismatch',
      face: 'unknown',
    });
    expect(await against(0.03)).toMatchObject({ verdict: 'match', personId: ADA });
  });

  it('D3 is not named in 1:N either, and does not stand in the way of somebody else', async () => {
    const face = factorWith({ [ADA]: [0], [BOB]: [0.06] }, { [ADA]: [0.04] });
    const found = (position: number) => face.verify(three(position), { claimedPersonId: null });
    expect(await found(0.035)).toMatchObject({ verdict: 'match', personId: BOB });
    expect(
      await factorWith({ [ADA]: [0] }, { [ADA]: [0.04] }).verify(three(0.035), { claimedPersonId: null }),
    ).toMatchObject({
      verdict: 'no_match',
      personId: null,
      face: 'unknown',
    });
  });

  it('says nothing about other people', async () => {
    const face = factorWith(known, { [ADA]: [0.5] });
    expect(await face.verify(three(0.5), { claimedPersonId: BOB })).toMatchObject({ verdict: 'match' });
  });

  it('needs more than one frame to veto, as a match does', async () => {
    const face = factorWith(known, { [ADA]: [0.08] });
    const frames = { templates: [at(0.07), at(0.01), at(0.02)] };
    expect(await face.verify(frames, { claimedPersonId: ADA })).toMatchObject({ verdict: 'match' });
  });
});
