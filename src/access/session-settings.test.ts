import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../kernel/index.ts';
import { createSessionSettings } from './session-settings.ts';

const ACTOR = { id: null, ipAddress: null };
const DEFAULT = { idleMinutes: 30, absoluteHours: 12 };

function settingsOf(stored: unknown = null) {
  const events: EventDraft[] = [];
  let value = stored;
  const settings = {
    get: async () => value,
    async put(_: string, next: unknown) {
      value = next;
    },
  };
  const record = async (drafts: EventDraft[]) => void events.push(...drafts);
  const source = createSessionSettings({ transaction: (work) => work({ settings, record }) }, settings);
  return { source, events };
}

describe('the limits of sessions', () => {
  it.each([null, 'nonsense', { idleMinutes: 1e9, absoluteHours: 0 }, { idleMinutes: '30' }])(
    'are the defaults where %j is stored: no mistake makes a session endless',
    async (stored) => {
      expect(await settingsOf(stored).source.current()).toEqual(DEFAULT);
    },
  );

  it('write down what was changed, before and after, and nothing when nothing was', async () => {
    const { source, events } = settingsOf();
    await source.save(DEFAULT, ACTOR);
    expect(events).toEqual([]);
    await source.save({ ...DEFAULT, idleMinutes: 10 }, ACTOR);
    const facts = { section: 'sessions', fields: ['idleMinutes'] };
    expect(events).toMatchObject([
      { facts: { ...facts, before: { idleMinutes: 30 }, after: { idleMinutes: 10 } } },
    ]);
    expect(await source.current()).toEqual({ ...DEFAULT, idleMinutes: 10 });
  });

  it.each([
    { idleMinutes: 4, absoluteHours: 12 },
    { idleMinutes: 30, absoluteHours: 169 },
    { idleMinutes: 30.5, absoluteHours: 12 },
    { idleMinutes: 121, absoluteHours: 2 },
  ])('are refused beyond their bounds: %j', async (wanted) => {
    const { source, events } = settingsOf();
    await expect(source.save(wanted, ACTOR)).rejects.toMatchObject({ code: 'bad_input' });
    expect(events).toEqual([]);
  });

  it('that cannot be read are asked for again, also where a later question is on its way', async () => {
    const answers: { fail(): void; give(value: unknown): void }[] = [];
    const get = () =>
      new Promise<unknown>((give, reject) =>
        answers.push({ give, fail: () => reject(new Error('the disk')) }),
      );
    const source = createSessionSettings({ transaction: () => Promise.reject(new Error()) }, { get });
    const first = source.current();
    source.refresh();
    const second = source.current();
    answers[0]!.fail();
    await expect(first).rejects.toThrow('the disk');
    expect(source.current()).toBe(second);
    answers[1]!.fail();
    await expect(second).rejects.toThrow('the disk');
    const third = source.current();
    answers[2]!.give(null);
    expect(await third).toEqual(DEFAULT);
  });
});
