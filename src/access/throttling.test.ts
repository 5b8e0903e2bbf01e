import { describe, expect, it } from 'vitest';
import type { AccessPointId, AttemptId, PersonId } from '../kernel/index.ts';
import type { Attempt } from './attempt.ts';
import type { ThrottleRepository } from './repositories.ts';
import type { ThrottleState } from './throttle.ts';
import { createThrottling } from './throttling.ts';

const WHO = { ipAddress: '192.0.2.1', accessPointId: 'door' as AccessPointId };
const ADA = { ...WHO, personId: 'ada' as PersonId };

function build() {
  const clock = { time: 1_000_000, now: () => clock.time };
  const rows = new Map<string, ThrottleState>();
  const throttles = {
    find: async (key: string) => rows.get(key) ?? null,
    put: async (key: string, state: ThrottleState) => void rows.set(key, state),
  } as unknown as ThrottleRepository;
  return { clock, rows, throttles, throttling: createThrottling(clock, (value) => value) };
}

describe('whose tries are counted', () => {
  it('an unknown name is a key like a known person, and no name at all is none', () => {
    const { throttling } = build();
    const keys = (who: object) => throttling.keysOf({ ...WHO, personId: null, ...who }).map(({ key }) => key);
    expect(keys({ personId: 'ada' })[0]).toBe('person:ada');
    expect(keys({ userName: 'nobody' })[0]).toBe('name:nobody');
    expect(keys({})).toEqual(['address:192.0.2.1', 'access_point:door']);
  });

  it('failures are those of the account: none without one, and none before the first', async () => {
    const { throttling, throttles } = build();
    const [own, others] = [throttling.keysOf(ADA), throttling.keysOf({ ...WHO, personId: null })];
    expect(await throttling.failures(throttles, own)).toBe(0);
    await throttling.count(throttles, own);
    expect(await throttling.failures(throttles, own)).toBe(1);
    expect(await throttling.failures(throttles, others)).toBe(0);
  });
});

describe('a try that is being checked', () => {
  it('counts until it is released, once, and a hundred at once are a hundred', async () => {
    const { throttling, throttles, rows } = build();
    const keys = throttling.keysOf(ADA);
    const tries = await Promise.all(Array.from({ length: 100 }, () => throttling.reserve(throttles, keys)));
    expect(tries.filter(({ waits }) => !waits)).toHaveLength(5);
    for (const { release } of [...tries, ...tries]) release();
    expect((await throttling.reserve(throttles, keys)).waits).toBe(false);
    expect(rows.size).toBe(0);
  });

  it('is not counted any more when its count could not be read', async () => {
    const { throttling, throttles } = build();
    const keys = throttling.keysOf(ADA);
    const broken = { find: () => Promise.reject(new Error('the disk')) };
    for (let i = 0; i < 10; i++) await expect(throttling.reserve(broken, keys)).rejects.toThrow('the disk');
    expect((await throttling.reserve(throttles, keys)).waits).toBe(false);
  });

  it('is let in once more after the wait that failures began', async () => {
    const { throttling, throttles, clock } = build();
    const keys = throttling.keysOf(ADA);
    for (let i = 0; i < 5; i++) await throttling.count(throttles, keys);
    expect((await throttling.reserve(throttles, keys)).waits).toBe(true);
    clock.time += 30_000;
    expect((await throttling.reserve(throttles, keys)).waits).toBe(false);
  });
});

it('what was shown rightly clears the account and nothing else, and writes nothing where nothing was counted', async () => {
  const { throttling, throttles, rows } = build();
  const keys = throttling.keysOf(ADA);
  await throttling.clear(throttles, keys);
  expect(rows.size).toBe(0);
  await throttling.count(throttles, keys);
  await throttling.clear(throttles, keys);
  expect([...rows].map(([key, { failures }]) => [key, failures])).toEqual([
    ['person:ada', 0],
    ['address:192.0.2.1', 1],
    ['access_point:door', 1],
  ]);
});

it('nothing is told of a count that makes nobody wait, and one line for each that does', async () => {
  const { throttling, throttles } = build();
  const attempt = { ...ADA, id: 'a' as AttemptId, watch: null } as Attempt;
  const keys = throttling.keysOf(ADA);
  expect(await throttling.news(throttles, keys, attempt, null)).toEqual([]);
  for (let i = 0; i < 5; i++) await throttling.count(throttles, keys);
  expect(await throttling.news(throttles, keys, attempt, null)).toMatchObject([
    { type: 'access.throttled', facts: { scope: 'account', failures: 5 }, personId: 'ada' },
  ]);
});
