import { describe, expect, it } from 'vitest';
import { ACCOUNT_THROTTLE, countFailure, type ThrottleState, waitMs } from './throttle.ts';

function failTimes(times: number, from = 0): { state: ThrottleState; elapsedMs: number } {
  let state: ThrottleState | null = null;
  let now = from;
  for (let i = 0; i < times; i++) {
    now += waitMs(state, now);
    state = countFailure(state, ACCOUNT_THROTTLE, now);
  }
  return { state: state!, elapsedMs: now - from };
}

describe('throttling an account', () => {
  it('lets four failures pass without a wait and makes the fifth wait 30 s', () => {
    expect(waitMs(failTimes(4).state, 0)).toBe(0);
    const { state, elapsedMs } = failTimes(5);
    expect(waitMs(state, elapsedMs)).toBe(30_000);
  });

  it('doubles the wait with each further failure, up to half an hour', () => {
    const waits = [5, 6, 7, 20].map((times) => {
      const { state, elapsedMs } = failTimes(times);
      return waitMs(state, elapsedMs);
    });
    expect(waits).toEqual([30_000, 60_000, 120_000, 1_800_000]);
  });

  it('leaves an attacker fewer than 100 tries in a day', () => {
    expect(failTimes(100).elapsedMs).toBeGreaterThan(86_400_000);
  });

  it('forgets after a day without a failure', () => {
    const { state, elapsedMs } = failTimes(9);
    expect(countFailure(state, ACCOUNT_THROTTLE, elapsedMs + 86_400_001).failures).toBe(1);
  });
});
