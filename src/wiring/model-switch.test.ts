import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLedger } from '../evidence/index.ts';
import { type FaceSampleId, newId, type PersonId, systemClock } from '../kernel/index.ts';
import type { SampleKind } from '../people/index.ts';
import { openStore } from '../storage/index.ts';
import {
  BUILT_IN_INT8,
  BUILT_IN_RECOGNISER,
  type FrameAnalysis,
  type ImageResult,
  type InstalledModel,
  recogniserOf,
} from '../vision/index.ts';
import { installModel } from '../vision/plug-in/model-folder.ts';
import { tinyDescriptor, tinyModelBytes } from '../vision/plug-in/test-models.ts';
import { createFaceSource } from './factor-sources.ts';
import { modelFolderOf, openModelInUse, readModelChoice } from './model-in-use.ts';
import { type SwitchOptions, switchModel } from './model-switch.ts';

const OLD = BUILT_IN_RECOGNISER;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A photograph is a text: `seen`, `none`, `two`, `unreadable`; its template in the new model is made of its last sign. */
function fakeEngine(variant: string, seen: string[] = []): SwitchOptions['engine'] {
  return {
    recogniser: { ...OLD, variant, dimension: 3 },
    async analyse(image) {
      const [what, digit] = Buffer.from(image).toString().split(':');
      seen.push(`${what}:${digit}`);
      if (what === 'unreadable') return { ok: false, refusal: 'not_an_image' };
      const face = { template: Float32Array.of(Number(digit), 1, 0) };
      const faces = { none: [], two: [face, face] }[what!] ?? [face];
      return { ok: true, value: { faces } } as unknown as ImageResult<FrameAnalysis>;
    },
  };
}

async function openHouse() {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-switch-'));
  const store = await openStore({ file: join(dataDir, 'test.db'), masterKey: randomBytes(32) });
  closing.push(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });
  const ledger = createLedger({
    ...{ store, clock: systemClock, chainKey: store.chainKey },
    ...{ reactors: [], publish: () => {} },
  });
  const model = await installModel(modelFolderOf(dataDir), tinyDescriptor(), tinyModelBytes());
  async function enrol(name: string, photos: string[], kind: SampleKind = 'enrolment'): Promise<PersonId> {
    const id = newId<PersonId>();
    await store.people.add({
      ...{ id, userName: name, displayName: name, email: null, roles: ['member'], status: 'active' },
      ...{ phone: null, groups: [], validFrom: null, validUntil: null, secondFactor: false, createdAt: 1 },
    });
    for (const photo of photos) await addSample(id, photo, kind);
    return id;
  }
  async function addSample(personId: PersonId, photo: string, kind: SampleKind = 'enrolment') {
    const id = newId<FaceSampleId>();
    await store.faceSamples.add({
      ...{
        id,
        personId,
        kind,
        attemptId: null,
        variant: OLD.variant,
        template: new Float32Array(1152).fill(1),
      },
      ...{ jpeg: Buffer.from(photo), quality01: 1, takenAt: 1 },
    });
    return id;
  }
  const variantsOf = async (id: PersonId) =>
    (await store.faceSamples.listOf(id)).map(({ variant }) => variant);
  const run = (change: Partial<SwitchOptions> = {}) =>
    switchModel({
      ...{ store, ledger, model, engine: fakeEngine(model.variant), onProgress: () => {} },
      ...change,
    });
  return { dataDir, store, ledger, model, enrol, addSample, variantsOf, run };
}

describe('switching to another model', () => {
  it('makes every template anew from the photographs, then brings all into use with the setting', async () => {
    const { store, enrol, variantsOf, run, model, dataDir } = await openHouse();
    const ada = await enrol('Ada', ['seen:1', 'seen:2']);
    const bob = await enrol('Bob', ['seen:3'], 'impostor');
    const told: string[] = [];
    const report = await run({ onProgress: ({ done, total }) => told.push(`${done}/${total}`) });
    expect(report).toMatchObject({ people: 2, embedded: 3, adopted: 3, lost: [] });
    expect(told).toEqual(['1/3', '2/3', '3/3']);
    expect([...(await variantsOf(ada)), ...(await variantsOf(bob))]).toEqual(Array(3).fill(model.variant));
    expect((await store.faceSamples.listOf(ada)).map(({ template }) => template[0])).toEqual([1, 2]);
    expect(await openModelInUse(store.settings, dataDir)).toMatchObject({ variant: model.variant });
    expect(await store.events.last()).toMatchObject({
      type: 'settings.changed',
      facts: { section: 'face_model', before: { model: 'built-in' }, after: { model: 'tiny' } },
    });
  });

  it('to the built-in nets in 8 bits keeps that choice, and their templates apart from those in 32', async () => {
    const { store, enrol, variantsOf, run, dataDir } = await openHouse();
    const ada = await enrol('Ada', ['seen:1']);
    const { variant } = recogniserOf(BUILT_IN_INT8);
    await run({ model: BUILT_IN_INT8, engine: fakeEngine(variant) });
    expect(variant).not.toBe(OLD.variant);
    expect(await variantsOf(ada)).toEqual([variant]);
    expect(await openModelInUse(store.settings, dataDir)).toBe(BUILT_IN_INT8);
    expect(await createFaceSource(store).templatesOf(ada)).toEqual([]);
  });

  it('goes back the same way', async () => {
    const { store, enrol, variantsOf, run, dataDir } = await openHouse();
    const ada = await enrol('Ada', ['seen:1']);
    await run();
    await run({ model: null, engine: fakeEngine(OLD.variant) });
    expect(await variantsOf(ada)).toEqual([OLD.variant]);
    expect(await openModelInUse(store.settings, dataDir)).toBeNull();
  });

  it('leaves the former model working when it is killed, and goes on from there', async () => {
    const { store, enrol, variantsOf, run, model } = await openHouse();
    const people = [
      await enrol('Ada', ['seen:1', 'seen:2']),
      await enrol('Bob', ['seen:3']),
      await enrol('Cy', ['seen:4']),
    ];
    const { analyse, recogniser } = fakeEngine(model.variant);
    let looked = 0;
    const dying: SwitchOptions['engine'] = {
      recogniser,
      analyse: async (image) => {
        if (++looked > 3) throw new Error('killed');
        return analyse(image);
      },
    };
    await expect(run({ engine: dying })).rejects.toThrow('killed');
    for (const id of people) expect(new Set(await variantsOf(id))).toEqual(new Set([OLD.variant]));
    expect(await readModelChoice(store.settings)).toBeNull();
    const source = createFaceSource(store, OLD);
    expect(await source.templatesOf(people[0]!)).not.toEqual([]);

    const seen: string[] = [];
    const report = await run({ engine: fakeEngine(model.variant, seen) });
    expect(seen).toEqual(['seen:4']);
    expect(report).toMatchObject({ embedded: 1, adopted: 4 });
  });

  it('names photographs that give no template, and leaves those samples as they are', async () => {
    const { enrol, variantsOf, run, model } = await openHouse();
    const ada = await enrol('Ada', ['seen:1', 'none:0', 'two:0', 'unreadable:0']);
    const { lost, adopted } = await run();
    expect(lost.map(({ person, why }) => `${person.displayName} ${why}`)).toEqual([
      'Ada no_face',
      'Ada several_faces',
      'Ada not_an_image',
    ]);
    expect(adopted).toBe(1);
    expect(await variantsOf(ada)).toEqual([model.variant, OLD.variant, OLD.variant, OLD.variant]);
  });

  it('switches nothing when somebody would be left without a photograph, unless told to', async () => {
    const { store, enrol, variantsOf, run } = await openHouse();
    const ada = await enrol('Ada', ['seen:1']);
    await enrol('Bob Brown', ['none:0']);
    await expect(run()).rejects.toThrow(/Nothing was switched.*Bob Brown.*--leave-out/);
    expect(await variantsOf(ada)).toEqual([OLD.variant]);
    expect(await readModelChoice(store.settings)).toBeNull();
    expect(await run({ leaveOut: true })).toMatchObject({ adopted: 1 });
  });

  it('embeds also whoever is enrolled while it runs', async () => {
    const { enrol, addSample, variantsOf, run, model } = await openHouse();
    const ada = await enrol('Ada', ['seen:1']);
    const { analyse, recogniser } = fakeEngine(model.variant);
    let late = 0;
    const engine: SwitchOptions['engine'] = {
      recogniser,
      analyse: async (image) => {
        if (late++ === 0) await addSample(ada, 'seen:9');
        return analyse(image);
      },
    };
    await run({ engine });
    expect(await variantsOf(ada)).toEqual([model.variant, model.variant]);
  });

  it('lets nobody in with a server that still runs the former model', async () => {
    const { store, enrol, run } = await openHouse();
    const ada = await enrol('Ada', ['seen:1']);
    const running = createFaceSource(store, OLD);
    expect((await running.nearest(new Float32Array(1152).fill(1), 1)).people).toBe(1);
    await run();
    expect(await running.templatesOf(ada)).toEqual([]);
  });
});

describe('the model in use', () => {
  const use = async (
    change: (house: Awaited<ReturnType<typeof openHouse>>, model: InstalledModel) => unknown,
  ) => {
    const house = await openHouse();
    await house.run();
    await change(house, house.model);
    return openModelInUse(house.store.settings, house.dataDir);
  };

  it('is refused when it is missing, damaged, another version or not calibrated: nothing takes its place', async () => {
    const refused = (why: RegExp) => ({ code: 'model_refused', message: expect.stringMatching(why) });
    await expect(use((_, { file }) => rmSync(file))).rejects.toMatchObject(refused(/is missing.*models add/));
    await expect(use((_, { file }) => writeFileSync(file, 'x'))).rejects.toMatchObject(refused(/damaged/));
    const put = (change: Parameters<typeof tinyDescriptor>[0]) =>
      use(({ dataDir }) => installModel(modelFolderOf(dataDir), tinyDescriptor(change), tinyModelBytes()));
    const input = { ...tinyDescriptor().input, channels: 'BGR' as const };
    await expect(put({ input })).rejects.toMatchObject(refused(/another version.*models use tiny/));
    await expect(put({ input, calibration: null })).rejects.toMatchObject(refused(/not calibrated/));
  });
});
