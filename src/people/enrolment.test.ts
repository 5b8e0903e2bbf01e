import { describe, expect, it } from 'vitest';
import type { EventDraft, FaceSampleId, PersonId } from '../kernel/index.ts';
import { createEnrolment, type EnrolmentEyes } from './enrolment.ts';
import type { FaceSample } from './repositories.ts';
import { SAMPLES } from './samples.ts';

const ADA = 'ada' as PersonId;
const ACTOR = { id: null, ipAddress: null };
const at = (position: number) => Float32Array.of(position);
const photo = (text: string) => new TextEncoder().encode(text);

/** A picture is its text: a position, `two`, `none`, or `broken`; `unfit` has a face and cannot be kept. */
const eyes: EnrolmentEyes = {
  async look(bytes) {
    const text = new TextDecoder().decode(bytes);
    if (text === 'broken') return { ok: false, refusal: 'not_an_image' };
    const face = {
      template: at(Number(text) || 0),
      quality01: 1,
      faults: text === 'dark' ? ['too_dark'] : [],
    };
    return { ok: true, value: { faces: { none: [], two: [face, face] }[text] ?? [face] } };
  },
  photograph: async (bytes) => (new TextDecoder().decode(bytes) === 'unfit' ? null : bytes),
  distance: (a, b) => Math.abs(a[0]! - b[0]!),
  mean: (all) => at(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
  threshold: () => 0.2,
  variant: 'v1',
};

function build({ known = true, roles = ['member'] } = {}) {
  const [samples, events] = [[] as FaceSample[], [] as EventDraft[]];
  const remove = async (_: PersonId, id: FaceSampleId) => {
    samples.splice(
      samples.findIndex((one) => one.id === id),
      1,
    );
    return true;
  };
  const tx = {
    faceSamples: {
      ...{ remove, add: async (sample: FaceSample) => void samples.push(sample) },
      listOf: async () => [...samples],
      counts: async () => new Map(samples.length > 0 ? [[ADA, samples.length]] : []),
    },
    people: { find: async () => (known ? { id: ADA, roles, status: 'active' } : null) },
    passwords: {},
    record: async (drafts: EventDraft[]) => void events.push(...drafts),
  };
  const ledger = { transaction: (work: (tx: never) => Promise<unknown>) => work(tx as never) };
  const nearest = async () => ({ nearest: [] });
  const enrolment = createEnrolment(ledger as never, { now: () => 7 }, eyes, { nearest });
  return { samples, events, enrolment, add: (text: string) => enrolment.addSample(ADA, photo(text), ACTOR) };
}

describe('a photograph for the enrolment', () => {
  it.each([
    ['broken', { kind: 'image', refusal: 'not_an_image' }],
    ['unfit', { kind: 'image', refusal: 'not_an_image' }],
    ['none', { kind: 'face', faults: ['no_face'] }],
    ['two', { kind: 'face', faults: ['several_faces'] }],
    ['dark', { kind: 'face', faults: ['too_dark'] }],
  ])('that is “%s” is refused with the reason, and nothing is kept', async (text, refusal) => {
    const { add, samples, events } = build();
    expect(await add(text)).toEqual({ ok: false, refusal });
    expect([samples, events]).toEqual([[], []]);
  });

  it('of somebody else is refused, and the log says so', async () => {
    const { add, samples, events } = build();
    await add('0.1');
    expect(await add('0.9')).toMatchObject({ ok: false, refusal: { faults: ['not_same_person'] } });
    expect(samples).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'person.enrolment_failed', personId: ADA });
  });

  it('is one of so many at most', async () => {
    const { add, samples } = build();
    for (let i = 0; i < SAMPLES.wanted; i++) expect(await add('0.1')).toMatchObject({ ok: true });
    await expect(add('0.1')).rejects.toMatchObject({ code: 'too_many_samples' });
    expect(samples).toHaveLength(SAMPLES.wanted);
  });

  it('of nobody is not kept', async () => {
    const { add, samples } = build({ known: false });
    await expect(add('0.1')).rejects.toMatchObject({ code: 'not_found' });
    expect(samples).toEqual([]);
  });
});

describe('a sample', () => {
  it('is removed and told of with how many are left, none after the last', async () => {
    const { add, enrolment, samples, events } = build();
    for (let i = 0; i < 2; i++) await add('0.1');
    for (const { id } of [...samples]) await enrolment.removeSample(ADA, id, ACTOR);
    expect(events.slice(2).map(({ facts }) => facts)).toEqual([
      { samples: 1, kind: 'enrolment' },
      { samples: 0, kind: 'enrolment' },
    ]);
  });

  it('that there is not, or of somebody who is gone, cannot be', async () => {
    const { add, enrolment } = build();
    await add('0.1');
    const none = enrolment.removeSample(ADA, 'none' as FaceSampleId, ACTOR);
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
    const gone = build({ known: false });
    gone.samples.push({ id: 'one' } as FaceSample);
    const lost = gone.enrolment.removeSample(ADA, 'one' as FaceSampleId, ACTOR);
    await expect(lost).rejects.toMatchObject({ code: 'not_found' });
    expect(gone.samples).toHaveLength(1);
  });
});
