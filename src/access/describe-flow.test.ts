import { describe, expect, it } from 'vitest';
import { FACTOR_KINDS, type FactorKind, type GroupId } from '../kernel/index.ts';
import type { Condition } from './condition.ts';
import { describeFlow, risksOfFlow, strengthOf } from './describe-flow.ts';
import type { FlowDraft, FlowStep } from './flow.ts';

const step = (anyOf: FactorKind[], more: Partial<FlowStep> = {}): FlowStep => ({
  anyOf,
  timeLimitMs: 20_000,
  ...more,
});
const draft = (steps: FlowStep[], allow?: Condition): FlowDraft => ({
  ...{ name: 'A flow', description: '', steps, accepted: [] },
  ...(allow ? { allow } : {}),
});
const NIGHT = { schedule: [{ days: [0], from: '22:00', to: '06:00' }] };
const when = (condition: Condition) => describeFlow(draft([step(['password'])], condition));

describe('a flow in words', () => {
  it('without a step asks for nothing', () => {
    expect(describeFlow(draft([]))).toBe('Asks for nothing yet.');
  });

  it('says the steps in their order and how many factors they come to', () => {
    expect(describeFlow(draft([step(['password']), step(['face'], { liveness: true })]))).toBe(
      'Asks for the password, then the living face. That counts as two factors.',
    );
    expect(describeFlow(draft([step(['card', 'pin', 'qr'])]))).toMatch(
      /^Asks for the card, PIN or QR code\. That counts as one factor\.$/,
    );
  });

  it('of which conditions leave steps out comes to more or less', () => {
    const flow = draft([
      step(['password']),
      step(['face'], { when: { alarm: ['armed_away', 'triggered'] } }),
    ]);
    expect(describeFlow(flow)).toBe(
      'Asks for the password, then the face (while the alarm is armed away or triggered). That counts as one to two factors, depending on what is shown.',
    );
    expect(strengthOf(flow)).toEqual({ least: 1, most: 2 });
  });

  it('counts three at most, one of each kind, and has a word for whatever there can be', () => {
    const flow = draft(FACTOR_KINDS.map((kind) => step([kind])));
    expect(describeFlow(flow)).toMatch(/That counts as three factors\.$/);
    expect(describeFlow(draft([step(['face'], { when: NIGHT })]))).toContain('counts as no to one factor,');
  });

  it.each<[Condition, string]>([
    [{ schedule: [{ days: [1, 5], from: '08:00', to: '17:30' }] }, 'Only Mon, Fri 08:00–17:30.'],
    [{ schedule: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '09:00' }] }, 'Only Mon–Fri 08:00–09:00.'],
    [{ schedule: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '08:00', to: '09:00' }] }, 'Only every day 08:00'],
    [{ networks: ['10.0.0.0/8', '192.0.2.1'] }, 'Only from 10.0.0.0/8 or 192.0.2.1.'],
    [{ groups: ['a' as GroupId] }, 'Only for members of one group.'],
    [{ groups: ['a' as GroupId, 'b' as GroupId] }, 'Only for members of 2 groups.'],
    [{ alarm: ['disarmed'], not: true }, 'Only except while the alarm is disarmed.'],
    [
      { alarm: ['disarmed'], networks: ['192.0.2.1'] },
      'Only while the alarm is disarmed and from 192.0.2.1.',
    ],
    [{}, 'Only always.'],
  ])('says who may pass when: %j', (condition, words) => {
    expect(when(condition)).toContain(words);
  });

  it('names what would have to be accepted for every way through it', () => {
    expect(risksOfFlow(draft([step(['face', 'card'])]))).toEqual(['face_alone', 'weak_alone']);
    expect(risksOfFlow(draft([step(['password']), step(['face'])]))).toEqual([]);
  });
});
