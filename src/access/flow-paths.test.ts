import { describe, expect, it } from 'vitest';
import type { FactorKind } from '../kernel/index.ts';
import type { FlowStep } from './flow.ts';
import { listPaths } from './flow-paths.ts';

const step = (anyOf: FactorKind[], hour?: number, not = false): FlowStep => ({
  ...{ anyOf, timeLimitMs: 20_000 },
  ...(hour === undefined
    ? {}
    : { when: { schedule: [{ days: [1], from: `0${hour}:00`, to: '12:00' }], ...(not ? { not } : {}) } }),
});
const ways = (...steps: FlowStep[]) =>
  listPaths(steps)
    .map(({ shown }) => shown.join('+') || 'nothing')
    .sort();

describe('the ways through a flow', () => {
  it('are one where every step asks for one factor, and one for each choice', () => {
    expect(ways(step(['password']), step(['face']))).toEqual(['password+face']);
    expect(ways(step(['password', 'pin']), step(['face']))).toEqual(['password+face', 'pin+face']);
  });

  it('leave steps of one condition out together, and those of its opposite by turns', () => {
    expect(ways(step(['password'], 1), step(['face'], 1))).toEqual(['nothing', 'password+face']);
    expect(ways(step(['password'], 1), step(['face'], 1, true))).toEqual(['face', 'password']);
  });

  it('with more conditions than are told apart are all of them, and never one too few', () => {
    const kinds: FactorKind[] = ['password', 'pin', 'card', 'face', 'totp', 'passkey', 'qr', 'fingerprint'];
    const found = ways(...kinds.map((kind, hour) => step([kind], hour)));
    expect(found).toHaveLength(2 ** kinds.length);
    expect(found).toContain('nothing');
    expect(found).toContain(kinds.join('+'));
  });

  it('say which steps they left out', () => {
    expect(listPaths([step(['password']), step(['face'], 1)])).toContainEqual({
      shown: ['password'],
      skipped: [2],
    });
  });
});
