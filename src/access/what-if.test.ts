import { describe, expect, it } from 'vitest';
import type { AccessPointId, FactorKind, FlowId, PersonId } from '../kernel/index.ts';
import { describeTrace } from './describe-trace.ts';
import { FIRST_FLOWS, type Flow } from './flow.ts';
import { type WhatIfQuestion, whatIf } from './what-if.ts';

const AROUND: WhatIfQuestion['around'] = {
  local: { day: 1, minute: 600 },
  alarm: 'disarmed',
  ipAddress: '192.0.2.1',
  groups: [],
  leastFactors: 1,
  couldShow: [],
};

const flowOf = (steps: FactorKind[][], more: Partial<Flow> = {}): Flow => ({
  id: 'flow' as FlowId,
  ...{ name: '', description: '', accepted: [] },
  steps: steps.map((anyOf) => ({ anyOf, timeLimitMs: 20_000 })),
  ...more,
});

const ask = (flow: Flow, shown: FactorKind[], more: Partial<WhatIfQuestion> = {}) =>
  whatIf({
    ...{ flow, shown, held: ['password', 'face', 'pin'], around: AROUND, whyNot: null, at: 0 },
    ...{ accessPointId: 'door' as AccessPointId, personId: 'ada' as PersonId },
    ...more,
  });

describe('what if', () => {
  it('grants when everything that is asked for is shown and held', () => {
    const attempt = ask(FIRST_FLOWS[0]!, ['face', 'password']);
    expect(attempt.status).toBe('granted');
    expect(describeTrace(attempt.trace).map(({ sentence }) => sentence)).toEqual([
      'The password is asked for.',
      'The password was right.',
      'The face is asked for.',
      'The face was right.',
      'Granted.',
    ]);
  });

  it('says what is missing when a factor is not shown', () => {
    expect(ask(FIRST_FLOWS[0]!, ['password']).reason).toBe('no_face');
    expect(ask(FIRST_FLOWS[0]!, ['face']).reason).toBe('timed_out');
  });

  it('refuses a factor that the person does not hold', () => {
    expect(ask(flowOf([['password'], ['face']]), ['password', 'face'], { held: ['password'] }).reason).toBe(
      'factor_missing',
    );
    expect(ask(flowOf([['card']]), ['card']).reason).toBe('unknown_credential');
    expect(ask(flowOf([['card', 'fingerprint']]), ['password', 'face']).reason).toBe('factor_missing');
  });

  it('refuses a suspended person at the first factor that names them', () => {
    expect(ask(FIRST_FLOWS[0]!, ['password', 'face'], { whyNot: 'disabled' }).reason).toBe('disabled');
  });

  it('refuses outside of the hours, and leaves out what a condition leaves out', () => {
    const schedule = [{ days: [2], from: '08:00', to: '09:00' }];
    expect(ask(flowOf([['password']], { allow: { schedule } }), ['password']).reason).toBe('out_of_schedule');
    const flow = flowOf([['password'], ['face']]);
    flow.steps[1]!.when = { schedule };
    const attempt = ask(flow, ['password']);
    expect(attempt.status).toBe('granted');
    expect(describeTrace(attempt.trace)[2]!.sentence).toContain('its condition on the time does not hold');
  });

  it('asks for more where the person must always show two factors', () => {
    const around = { ...AROUND, leastFactors: 2, couldShow: ['face' as const] };
    const attempt = ask(flowOf([['password']]), ['password', 'face'], { around });
    expect(attempt.status).toBe('granted');
    expect(attempt.trace.some(({ what }) => what === 'demanded')).toBe(true);
  });

  it('always comes to an end', () => {
    expect(ask(flowOf([['password'], ['password'], ['pin', 'password']]), []).status).toBe('denied');
  });
});
