import { describe, expect, it } from 'vitest';
import type {
  AccessPointId,
  AttemptId,
  CredentialId,
  FactorKind,
  FlowId,
  PersonId,
} from '../kernel/index.ts';
import { type Attempt, type AttemptInput, beginAttempt, type Surroundings, stepAttempt } from './attempt.ts';
import type { Flow } from './flow.ts';

const ADA = 'ada' as PersonId;
const BOB = 'bob' as PersonId;
const START = 1_000_000;
const AROUND: Surroundings = {
  ...{ local: { day: 1, minute: 600 }, alarm: 'disarmed', ipAddress: '192.0.2.1', groups: [] },
  ...{ leastFactors: 1, couldShow: [] },
};

const flowOf = (steps: FactorKind[][], more: Partial<Flow> = {}): Flow => ({
  ...{ id: 'flow' as FlowId, name: '', description: '', accepted: [] },
  steps: steps.map((anyOf) => ({ anyOf, timeLimitMs: 20_000 })),
  ...more,
});
const begin = (flow: Flow, around = AROUND) =>
  beginAttempt(
    flow,
    { id: 'a' as AttemptId, accessPointId: 'door' as AccessPointId, tokenHash: '', ipAddress: '192.0.2.1' },
    around,
    START,
  );
const step = (attempt: Attempt, input: AttemptInput, around = AROUND) =>
  stepAttempt(attempt, input, around, START + 1);
const right = (factor: FactorKind, more: object = {}): AttemptInput => ({
  ...{ kind: 'checked', factor, verdict: 'match', personId: ADA },
  ...more,
});
const wrong = (factor: FactorKind, more: object = {}): AttemptInput => ({
  ...{ kind: 'checked', factor, verdict: 'no_match', personId: null, reason: 'wrong_secret' },
  ...more,
});

describe('an attempt is refused at once', () => {
  it('by a flow without a step, and nobody passes', () => {
    const { attempt, events } = begin(flowOf([]));
    expect(attempt).toMatchObject({ status: 'denied', reason: 'factor_missing', stepIndex: 0 });
    expect(events).toMatchObject([{ type: 'attempt.denied', personId: null, facts: { passed: 0 } }]);
  });

  it('by a flow whose only step is left out now', () => {
    const flow = flowOf([['password']]);
    flow.steps[0]!.when = { alarm: ['armed_away'] };
    expect(begin(flow).attempt).toMatchObject({ status: 'denied', reason: 'factor_missing' });
  });

  it('by a condition that never holds, without a part to blame', () => {
    const { attempt } = begin(flowOf([['password']], { allow: { not: true } }));
    expect(attempt).toMatchObject({ status: 'denied', reason: 'no_permission' });
  });

  it.each([
    [{ schedule: [{ days: [2], from: '08:00', to: '09:00' }] }, 'out_of_schedule'],
    [{ alarm: ['armed_away' as const] }, 'locked_down'],
    [{ networks: ['10.0.0.0/8'] }, 'no_permission'],
  ])('where nobody may pass now: %j', (allow, reason) => {
    expect(begin(flowOf([['password']], { allow })).attempt).toMatchObject({ status: 'denied', reason });
  });
});

describe('what a step does not take changes nothing', () => {
  const { attempt } = begin(flowOf([['password'], ['pin']]));
  const challenge = { factor: 'email_otp' as const, keep: 'x', expiresAt: START + 9 };

  it.each<[string, AttemptInput]>([
    ['a challenge of another factor', { kind: 'challenged', challenge }],
    ['another factor', right('pin')],
    ['what was shown for another step', right('password', { stepIndex: 1 })],
    ['a deadline that has not come', { kind: 'deadline' }],
  ])('%s', (_, input) => {
    expect(step(attempt, input)).toEqual({ attempt, events: [] });
  });
});

describe('a factor', () => {
  it('that is right and leads to nobody is a wrong one', () => {
    const { attempt } = begin(flowOf([['qr']]));
    const { attempt: after, events } = step(attempt, right('qr', { personId: null }));
    expect(after).toMatchObject({ status: 'open', wrongTries: 1, personId: null, shown: [] });
    expect(events).toMatchObject([{ type: 'attempt.step_failed', facts: { reason: 'unknown_credential' } }]);
  });

  it('that is not enough by itself asks for what the person could show besides, and the log says why', () => {
    const around = { ...AROUND, couldShow: ['card', 'totp', 'password'] as const };
    const { attempt } = begin(flowOf([['card']]));
    const { attempt: after } = step(attempt, right('card'), around);
    expect(after).toMatchObject({ status: 'open', stepIndex: 1 });
    expect(after.steps[1]).toMatchObject({ anyOf: ['totp', 'password'], demanded: true });
    expect(after.trace.find(({ what }) => what === 'demanded')).toMatchObject({ why: 'not_enough' });
  });

  it('that is not enough, of somebody who could show no other, is refused', () => {
    const { attempt } = begin(flowOf([['card']]));
    expect(step(attempt, right('card')).attempt).toMatchObject({
      status: 'denied',
      reason: 'factor_missing',
    });
  });

  it('wrong after a duress twin still raises the silent alarm', () => {
    const begun = begin(flowOf([['pin'], ['password']])).attempt;
    const { attempt } = step(begun, right('pin', { duress: true }));
    const { events } = step(attempt, right('password', { personId: BOB }));
    expect(events).toMatchObject([
      { type: 'attempt.denied', facts: { reason: 'factor_mismatch', duress: true } },
    ]);
  });

  it('that may have been copied is told besides the refusal, also when the try was the last', () => {
    const { attempt } = begin(flowOf([['passkey']]));
    const hint = { counterFellOf: 'key' as CredentialId };
    for (const last of [false, true])
      expect(step(attempt, wrong('passkey', { hint, last })).events.map(({ type }) => type)).toEqual([
        'credential.counter_fell',
        last ? 'attempt.denied' : 'attempt.step_failed',
      ]);
  });
});

describe('what is right but of another person', () => {
  const withTries = (factor: FactorKind): Flow => {
    const flow = flowOf([['face'], [factor]]);
    flow.steps[1]!.tries = 2;
    return flow;
  };
  const shown = (factor: FactorKind, input: AttemptInput) =>
    step(step(begin(withTries(factor)).attempt, right('face')).attempt, input);

  it.each(['pin', 'card', 'password'] as const)(
    'takes a try as a wrong %s does, and says to nobody before the screen that it is somebody’s',
    (factor) => {
      const [others, nobodys] = [
        shown(factor, right(factor, { personId: BOB })),
        shown(factor, wrong(factor)),
      ];
      const seen = ({ attempt }: typeof others) => {
        const { status, stepIndex, wrongTries, personId, shown: passed } = attempt;
        return { status, stepIndex, wrongTries, personId, passed };
      };
      expect(seen(others)).toEqual(seen(nobodys));
      expect(others.attempt).toMatchObject({ status: 'open', wrongTries: 1, personId: ADA });
      expect(others.events).toMatchObject([
        { type: 'attempt.step_failed', personId: ADA, facts: { reason: 'factor_mismatch', left: 1 } },
      ]);
      const last = step(others.attempt, right(factor, { personId: BOB }));
      expect(last.attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
    },
  );

  it('ends the attempt where it cannot be guessed at', () => {
    const { attempt } = shown('qr', right('qr', { personId: BOB }));
    expect(attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
  });
});
