import { describe, expect, it } from 'vitest';
import type { AttemptId } from '../../src/kernel/index.ts';
import { SAMPLE_KINDS } from '../../src/people/index.ts';
import { examplePerson, exampleSample, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeFaceSampleRepository(openStore: OpenStore): void {
  describe('face samples', () => {
    const open = opened(openStore);

    async function openWithTwo() {
      const store = await open();
      const [ada, bob] = [examplePerson(), examplePerson()];
      await store.people.add(ada);
      await store.people.add(bob);
      return { store, ada, bob };
    }

    it('gives back templates to the last bit and photographs to the last byte', async () => {
      const { store, ada } = await openWithTwo();
      const template = Float32Array.of(0, -0, 1e-45, 3.4e38, Math.fround(0.1), -1);
      const sample = exampleSample(ada.id, { template });
      await store.faceSamples.add(sample);
      const [found] = await store.faceSamples.listOf(ada.id);
      expect(found).toEqual(sample);
      expect(Buffer.from(found!.template.buffer)).toEqual(Buffer.from(template.buffer));
    });

    it('keeps only the part of a buffer that the template is a view of', async () => {
      const { store, ada } = await openWithTwo();
      const sample = exampleSample(ada.id, { template: new Float32Array([9, 1, 2, 9]).subarray(1, 3) });
      await store.faceSamples.add(sample);
      expect((await store.faceSamples.listOf(ada.id))[0]!.template).toEqual(Float32Array.of(1, 2));
    });

    it('lists the oldest first, and those of one instant as they were added', async () => {
      const { store, ada } = await openWithTwo();
      const late = exampleSample(ada.id, { takenAt: 9000 });
      const early = [1, 2, 3, 4].map(() => exampleSample(ada.id, { takenAt: 1000 }));
      for (const sample of [late, ...early]) await store.faceSamples.add(sample);
      const found = await store.faceSamples.listOf(ada.id);
      expect(found.map(({ id }) => id)).toEqual([...early, late].map(({ id }) => id));
    });

    it('removes a sample only for the person it belongs to', async () => {
      const { store, ada, bob } = await openWithTwo();
      const sample = exampleSample(ada.id);
      await store.faceSamples.add(sample);
      expect(await store.faceSamples.remove(bob.id, sample.id)).toBe(false);
      expect(await store.faceSamples.listOf(ada.id)).toHaveLength(1);
      expect(await store.faceSamples.remove(ada.id, sample.id)).toBe(true);
      expect(await store.faceSamples.remove(ada.id, sample.id)).toBe(false);
      expect(await store.faceSamples.listOf(ada.id)).toEqual([]);
    });

    it('lists the templates of everybody, of one variant only', async () => {
      const { store, ada, bob } = await openWithTwo();
      const [one, two] = [exampleSample(ada.id), exampleSample(bob.id, { takenAt: 2000 })];
      const other = exampleSample(bob.id, { variant: 'variant-2' });
      for (const sample of [one, two, other]) await store.faceSamples.add(sample);
      expect(await store.faceSamples.listTemplates('variant-1')).toEqual([
        { personId: ada.id, kind: 'enrolment', template: one.template },
        { personId: bob.id, kind: 'enrolment', template: two.template },
      ]);
      expect(await store.faceSamples.listTemplates('variant-3')).toEqual([]);
    });

    it('A21 gives back what was learned and what is an impostor as such, with the attempt it was seen in', async () => {
      const { store, ada } = await openWithTwo();
      const attemptId = 'attempt-1' as AttemptId;
      const samples = SAMPLE_KINDS.map((kind, index) =>
        exampleSample(ada.id, { kind, takenAt: index, attemptId: kind === 'enrolment' ? null : attemptId }),
      );
      for (const sample of samples) await store.faceSamples.add(sample);
      expect(await store.faceSamples.listOf(ada.id)).toEqual(samples);
      expect(await store.faceSamples.listTemplates('variant-1')).toEqual(
        samples.map(({ personId, kind, template }) => ({ personId, kind, template })),
      );
    });

    it('A21 counts enrolment samples only: what was learned never makes somebody enrolled', async () => {
      const { store, ada, bob } = await openWithTwo();
      for (const kind of SAMPLE_KINDS) await store.faceSamples.add(exampleSample(ada.id, { kind }));
      await store.faceSamples.add(exampleSample(bob.id, { kind: 'refinement' }));
      expect(await store.faceSamples.counts()).toEqual(new Map([[ada.id, 1]]));
    });

    it('lists the templates of one person, of one variant only, oldest first', async () => {
      const { store, ada, bob } = await openWithTwo();
      const late = exampleSample(ada.id, { takenAt: 3000, kind: 'impostor' });
      const [early, others] = [exampleSample(ada.id), exampleSample(bob.id)];
      const old = exampleSample(ada.id, { variant: 'variant-2' });
      for (const sample of [late, early, others, old]) await store.faceSamples.add(sample);
      expect(await store.faceSamples.templatesOf(ada.id, 'variant-1')).toEqual([
        { personId: ada.id, kind: 'enrolment', template: early.template },
        { personId: ada.id, kind: 'impostor', template: late.template },
      ]);
      await store.people.erase(ada.id);
      expect(await store.faceSamples.templatesOf(ada.id, 'variant-1')).toEqual([]);
    });

    it('keeps a prepared template beside the one in use until all are adopted in one step', async () => {
      const { store, ada, bob } = await openWithTwo();
      const [one, two] = [exampleSample(ada.id), exampleSample(bob.id, { kind: 'impostor' })];
      const late = exampleSample(bob.id, { takenAt: 2000, variant: 'variant-2' });
      for (const sample of [one, two, late]) await store.faceSamples.add(sample);
      const [next, other] = [Float32Array.of(1, 2, 3), Float32Array.of(4, 5)];
      expect(await store.faceSamples.prepare(ada.id, one.id, 'variant-3', other)).toBe(true);
      expect(await store.faceSamples.prepare(ada.id, one.id, 'variant-2', next)).toBe(true);
      expect(await store.faceSamples.listOf(ada.id)).toEqual([one]);
      const unready = async (variant: string) =>
        (await store.faceSamples.listUnready(variant)).map(({ id }) => id);
      expect(await store.faceSamples.listUnready('variant-2')).toEqual([{ personId: bob.id, id: two.id }]);
      expect(await unready('variant-3')).toEqual([one.id, two.id, late.id]);

      expect(await store.faceSamples.prepare(bob.id, two.id, 'variant-3', other)).toBe(true);
      expect(await store.faceSamples.adoptPrepared('variant-2')).toBe(1);
      expect(await store.faceSamples.listOf(ada.id)).toEqual([
        { ...one, variant: 'variant-2', template: next },
      ]);
      expect(await store.faceSamples.listOf(bob.id)).toEqual([two, late]);
      expect(await store.faceSamples.adoptPrepared('variant-3')).toBe(0);
    });

    it('prepares templates only for samples that are there, and of that person', async () => {
      const { store, ada, bob } = await openWithTwo();
      const sample = exampleSample(ada.id);
      await store.faceSamples.add(sample);
      const prepare = (owner = ada) =>
        store.faceSamples.prepare(owner.id, sample.id, 'variant-2', sample.template);
      expect(await prepare(bob)).toBe(false);
      await store.faceSamples.remove(ada.id, sample.id);
      expect(await prepare()).toBe(false);
      expect(await store.faceSamples.listUnready('variant-2')).toEqual([]);
    });

    it('undoes an adoption with the transaction it belongs to', async () => {
      const { store, ada } = await openWithTwo();
      const sample = exampleSample(ada.id);
      await store.faceSamples.add(sample);
      await store.faceSamples.prepare(ada.id, sample.id, 'variant-2', Float32Array.of(1));
      const failing = store.transaction(async (tx) => {
        await tx.faceSamples.adoptPrepared('variant-2');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await store.faceSamples.listOf(ada.id)).toEqual([sample]);
      expect(await store.faceSamples.adoptPrepared('variant-2')).toBe(1);
    });

    it('counts the samples of each person', async () => {
      const { store, ada, bob } = await openWithTwo();
      for (const owner of [ada, ada, bob]) await store.faceSamples.add(exampleSample(owner.id));
      expect(await store.faceSamples.counts()).toEqual(
        new Map([
          [ada.id, 2],
          [bob.id, 1],
        ]),
      );
    });
  });
}
