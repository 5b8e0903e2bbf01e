import { describe, expect, it } from 'vitest';
import type { AccessPointId, AttemptId, PersonId } from '../kernel/index.ts';
import { type Attempt, type AttemptInput, beginAttempt, type Surroundings, stepAttempt } from './attempt.ts';
import { FIRST_FLOWS, type Flow } from './flow.ts';

const ADA = 'ada' as PersonId;
const BOB = 'bob' as PersonId;
const START = 1_000_000;

const AROUND: Surroundings = {
  local: { day: 1, minute: 600 },
  alarm: 'disarmed',
  ipAddress: '192.0.2.1',
  groups: [],
  leastFactors: 1,
  couldShow: ['password'],
};

const findFlow = (id: string): Flow => FIRST_FLOWS.find((flow) => flow.id === id)!;

function begun(flow: Flow, around = AROUND): Attempt {
  const about = { id: 'attempt' as AttemptId, accessPointId: 'door' as AccessPointId, tokenHash: '' };
  return beginAttempt(flow, { ...about, ipAddress: '192.0.2.1' }, around, START).attempt;
}

const right = (factor: 'password' | 'face', personId = ADA): AttemptInput => ({
  kind: 'checked',
  factor,
  verdict: 'match',
  personId,
  ...(factor === 'face' ? { face: 'match' as const } : {}),
});

function walk(flowId: string, ...inputs: [AttemptInput, number?][]) {
  let attempt = begun(findFlow(flowId));
  const events = [];
  for (const [input, at = START + 1] of inputs) {
    const next = stepAttempt(attempt, input, AROUND, at);
    attempt = next.attempt;
    events.push(...next.events);
  }
  return { attempt, events, last: events.at(-1) };
}

describe('an attempt', () => {
  it('A1 A3 is granted when every step was passed by one person', () => {
    const { attempt, events } = walk('password-face', [right('password')], [right('face')]);
    expect(attempt.status).toBe('granted');
    expect(attempt.personId).toBe(ADA);
    expect(events.map(({ type }) => type)).toEqual([
      'attempt.step_passed',
      'attempt.step_passed',
      'attempt.granted',
    ]);
  });

  it('is not granted by the first of two steps', () => {
    expect(walk('password-face', [right('password')]).attempt).toMatchObject({
      status: 'open',
      stepIndex: 1,
    });
  });

  it('C1 is refused as factor_mismatch when the factors lead to different people', () => {
    const { attempt, last } = walk('face-password', [right('face')], [right('password', BOB)]);
    expect(attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
    expect(last).toMatchObject({ type: 'attempt.denied', personId: ADA, facts: { passed: 1, step: 2 } });
  });

  it('ignores a factor that its step did not ask for', () => {
    const before = begun(findFlow('password-face'));
    expect(stepAttempt(before, right('face'), AROUND, START + 1)).toEqual({ attempt: before, events: [] });
  });

  it('never changes once it is over', () => {
    const denied = walk('password-face', [
      {
        kind: 'checked',
        factor: 'password',
        verdict: 'no_match',
        personId: null,
        reason: 'unknown_credential',
      },
    ]).attempt;
    expect(denied.status).toBe('denied');
    expect(stepAttempt(denied, right('password'), AROUND, START + 2)).toEqual({
      attempt: denied,
      events: [],
    });
  });

  it('A4 ends in no_face when the time of a face step ran out and no face was seen', () => {
    const late = START + 1 + 20_000;
    const { attempt, last } = walk(
      'password-face',
      [right('password')],
      [{ kind: 'deadline', sawFace: false }, late],
    );
    expect(attempt.reason).toBe('no_face');
    expect(last).toMatchObject({ facts: { reason: 'no_face', face: 'no_face', passed: 1, factor: 'face' } });
  });

  it('ends in timed_out when a face was seen but never well enough', () => {
    const late = START + 1 + 20_000;
    const { attempt } = walk(
      'password-face',
      [right('password')],
      [{ kind: 'deadline', sawFace: true }, late],
    );
    expect(attempt.reason).toBe('timed_out');
  });

  it('does not believe a deadline that has not come', () => {
    const { attempt } = walk('password-face', [right('password')], [{ kind: 'deadline' }, START + 100]);
    expect(attempt.status).toBe('open');
  });

  it('refuses a right factor that comes after the deadline', () => {
    const { attempt } = walk('password-face', [right('password')], [right('face'), START + 1 + 20_000]);
    expect(attempt).toMatchObject({ status: 'denied', reason: 'timed_out' });
  });

  it('gives every step its own time', () => {
    const { attempt } = walk('password-face', [right('password'), START + 60_000]);
    expect(attempt.deadlineAt).toBe(START + 80_000);
  });

  it('names whom it was tried as, also when the secret was wrong', () => {
    const { last } = walk('password-face', [
      { kind: 'checked', factor: 'password', verdict: 'no_match', personId: ADA, reason: 'wrong_secret' },
    ]);
    expect(last).toMatchObject({ personId: ADA, facts: { reason: 'wrong_secret', passed: 0 } });
  });
});
