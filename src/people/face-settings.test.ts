import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../kernel/index.ts';
import { createFaceSettings, type FaceSettings } from './face-settings.ts';

const ACTOR = { id: null, ipAddress: null };

function settingsOf(stored: unknown = null) {
  const events: EventDraft[] = [];
  let value = stored;
  let reads = 0;
  const settings = {
    async get() {
      reads += 1;
      return value;
    },
    async put(_: string, next: unknown) {
      value = next;
    },
  };
  const record = async (drafts: EventDraft[]) => void events.push(...drafts);
  const source = createFaceSettings({ transaction: (work) => work({ settings, record }) }, settings);
  return { source, events, reads: () => reads, write: (next: unknown) => (value = next) };
}

describe('the settings of faces', () => {
  it('A3 ask for 1:10 000 and learn from sightings until somebody says otherwise', async () => {
    expect(await settingsOf().source.current()).toEqual({ falseMatchRate: 1e-4, learnFromSightings: true });
  });

  it.each([{ falseMatchRate: 0.5, learnFromSightings: 'no' }, 'nonsense', 7, []])(
    'A3 are the defaults where %j is stored, never looser',
    async (stored) => {
      const { source } = settingsOf(stored);
      expect(await source.current()).toEqual({ falseMatchRate: 1e-4, learnFromSightings: true });
    },
  );

  it('are read once, and anew after a change, whoever made it', async () => {
    const { source, reads, write } = settingsOf();
    await Promise.all([source.current(), source.current()]);
    expect(reads()).toBe(1);
    write({ falseMatchRate: 1e-5, learnFromSightings: false });
    expect(await source.current()).toMatchObject({ falseMatchRate: 1e-4 });
    source.refresh();
    expect(await source.current()).toEqual({ falseMatchRate: 1e-5, learnFromSightings: false });
  });

  it('write down which of them changed, and nothing when none did', async () => {
    const { source, events } = settingsOf();
    const wanted: FaceSettings = { falseMatchRate: 1e-3, learnFromSightings: true };
    await source.save(wanted, ACTOR);
    await source.save(wanted, ACTOR);
    expect(events).toMatchObject([
      { type: 'settings.changed', facts: { section: 'face', fields: ['falseMatchRate'] } },
    ]);
    expect(await source.current()).toEqual(wanted);
  });

  it('that cannot be read are asked for again', async () => {
    let fails = true;
    const get = async () => {
      if (fails) throw new Error('the disk');
      return null;
    };
    const source = createFaceSettings({ transaction: () => Promise.reject(new Error()) }, { get });
    await expect(source.current()).rejects.toThrow('the disk');
    fails = false;
    expect(await source.current()).toMatchObject({ falseMatchRate: 1e-4 });
  });

  it('that could not be read once do not disturb a later question that is on its way', async () => {
    const answers: ((failed: boolean) => void)[] = [];
    const get = () =>
      new Promise((give, reject) =>
        answers.push((failed) => (failed ? reject(new Error('the disk')) : give(null))),
      );
    const source = createFaceSettings({ transaction: () => Promise.reject(new Error()) }, { get });
    const first = source.current();
    source.refresh();
    const second = source.current();
    answers[0]!(true);
    await expect(first).rejects.toThrow('the disk');
    expect(source.current()).toBe(second);
    answers[1]!(false);
    expect(await second).toMatchObject({ falseMatchRate: 1e-4 });
  });
});
