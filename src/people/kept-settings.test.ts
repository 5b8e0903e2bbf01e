import { expect, it } from 'vitest';
import { type EventDraft, SallyportError } from '../kernel/index.ts';
import { createKeptSettings, type SettingsSection } from './kept-settings.ts';

const ACTOR = { id: null, ipAddress: null };
interface Tea {
  minutes: number;
  sort: string;
}
const TEA: SettingsSection<Tea> = {
  name: 'tea',
  read: (stored) => (stored as Tea | null) ?? { minutes: 3, sort: 'green' },
  demand({ minutes }) {
    if (minutes < 1) throw new SallyportError('bad_input');
  },
  untold: ['sort'],
};

function settingsOf() {
  const events: EventDraft[] = [];
  let [value, reads] = [null as unknown, 0];
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
  const kept = createKeptSettings(TEA, { transaction: (work) => work({ settings, record }) }, settings);
  return { kept, events, reads: () => reads, write: (next: unknown) => (value = next) };
}

it('settings are read once, and anew after a change, whoever made it', async () => {
  const { kept, reads, write } = settingsOf();
  await Promise.all([kept.current(), kept.current()]);
  expect(reads()).toBe(1);
  write({ minutes: 5, sort: 'black' });
  expect(await kept.current()).toMatchObject({ minutes: 3 });
  kept.refresh();
  expect(await kept.current()).toEqual({ minutes: 5, sort: 'black' });
});

it('the log tells which settings changed, before and after, of some only that they did, and nothing when none did', async () => {
  const { kept, events } = settingsOf();
  await kept.save({ minutes: 3, sort: 'green' }, ACTOR);
  expect(events).toEqual([]);
  await kept.save({ minutes: 4, sort: 'white' }, ACTOR);
  await kept.save({ minutes: 4, sort: 'red' }, ACTOR);
  expect(events.map(({ facts }) => facts)).toEqual([
    { section: 'tea', fields: ['minutes', 'sort'], before: { minutes: 3 }, after: { minutes: 4 } },
    { section: 'tea', fields: ['sort'] },
  ]);
  expect(await kept.current()).toEqual({ minutes: 4, sort: 'red' });
});

it('settings that are refused change nothing', async () => {
  const { kept, events } = settingsOf();
  await expect(kept.save({ minutes: 0, sort: 'green' }, ACTOR)).rejects.toMatchObject({ code: 'bad_input' });
  expect(events).toEqual([]);
  expect(await kept.current()).toMatchObject({ minutes: 3 });
});

it('settings that could not be read are asked for again, and disturb no later question on its way', async () => {
  const answers: { fail(): void; give(value: unknown): void }[] = [];
  const get = () =>
    new Promise<unknown>((give, reject) => answers.push({ give, fail: () => reject(new Error('the disk')) }));
  const kept = createKeptSettings(TEA, { transaction: () => Promise.reject(new Error()) }, { get });
  const first = kept.current();
  kept.refresh();
  const second = kept.current();
  answers[0]!.fail();
  await expect(first).rejects.toThrow('the disk');
  expect(kept.current()).toBe(second);
  answers[1]!.fail();
  await expect(second).rejects.toThrow('the disk');
  const third = kept.current();
  answers[2]!.give(null);
  expect(await third).toEqual({ minutes: 3, sort: 'green' });
});
