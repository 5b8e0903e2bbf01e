import { describe, expect, it } from 'vitest';
import type { AttemptId, PersonId } from '../kernel/index.ts';
import type { EnrolmentEyes, EnrolmentSight } from './enrolment.ts';
import { createRefinement } from './refinement.ts';
import type { FaceSample } from './repositories.ts';

const ADA = 'ada' as PersonId;
const SIGHTING = { attemptId: 'a' as AttemptId, personId: ADA, jpeg: new Uint8Array(3) };
const at = (position: number) => Float32Array.of(position);
const face = (faults: string[] = []) => ({ template: at(0.07), quality01: 1, faults });

function build({
  faces = [face()] as EnrolmentSight['faces'] | null,
  photo = true,
  learnFromSightings = true,
  status = 'active' as string | null,
} = {}) {
  const samples = [-0.01, 0, 0.01].map(
    (position) =>
      ({ kind: 'enrolment', variant: 'v1', personId: ADA, template: at(position), takenAt: 0 }) as FaceSample,
  );
  const eyes: EnrolmentEyes = {
    look: async () => (faces ? { ok: true, value: { faces } } : { ok: false, refusal: 'busy' }),
    photograph: async (jpeg) => (photo ? jpeg : null),
    distance: (a, b) => Math.abs(a[0]! - b[0]!),
    mean: (all) => at(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
    threshold: () => 0.1,
    variant: 'v1',
  };
  const store = {
    faceSamples: {
      listOf: async () => [...samples],
      listTemplates: async () => [],
      add: async (sample: FaceSample) => void samples.push(sample),
    },
    people: { find: async () => (status ? { id: ADA, status } : null) },
    record: async () => {},
  };
  const refinement = createRefinement({
    ledger: { transaction: (work: (tx: never) => Promise<unknown>) => work(store as never) } as never,
    ...{ store: store as never, eyes, clock: { now: () => 86_400_000 * 30 } },
    settings: { current: async () => ({ falseMatchRate: 1e-4, learnFromSightings }) },
  });
  return { samples, learn: () => refinement.learn(SIGHTING) };
}

describe('A21 nothing is learned from a sighting', () => {
  it.each<[string, Parameters<typeof build>[0], string]>([
    ['that cannot be looked at', { faces: null }, 'poor_picture'],
    ['without a face', { faces: [] }, 'poor_picture'],
    ['of two faces', { faces: [face(), face()] }, 'poor_picture'],
    ['of a blurred face', { faces: [face(['blurred'])] }, 'poor_picture'],
    ['that cannot be kept', { photo: false }, 'poor_picture'],
    ['where learning is switched off', { learnFromSightings: false }, 'switched_off'],
    ['of somebody suspended meanwhile', { status: 'suspended' }, 'not_enrolled'],
    ['of somebody erased meanwhile', { status: null }, 'not_enrolled'],
  ])('%s', async (_, what, verdict) => {
    const { learn, samples } = build(what);
    expect(await learn()).toBe(verdict);
    expect(samples).toHaveLength(3);
  });
});

it('A21 a good sighting of an active person is learned from', async () => {
  const { learn, samples } = build();
  expect(await learn()).toBe('learn');
  expect(samples.at(-1)).toMatchObject({ kind: 'refinement', personId: ADA });
});
