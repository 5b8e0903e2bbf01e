import { expect, test } from 'vitest';
import { describeEvent } from '../evidence/index.ts';
import {
  DENIAL_REASONS,
  type DenialReason,
  type EventDraft,
  type EventRecord,
  type FactorKind,
} from '../kernel/index.ts';
import { isAlert } from './alert-rules.ts';

const record = (draft: EventDraft): EventRecord => ({ ...draft, seq: 1, at: 0, hash: '' }) as EventRecord;
const denied = (reason: DenialReason, factor: FactorKind, passed: number) =>
  record({ type: 'attempt.denied', facts: { reason, factor, passed, step: passed + 1 } });

const AT_THE_FACE_AT_ONCE: DenialReason[] = [
  'unknown_credential',
  'factor_mismatch',
  'no_face',
  'liveness_failed',
  'timed_out',
];

test.each(DENIAL_REASONS)(
  'a refusal for %s at a face that comes first is an alert only when the face is why',
  (reason) => {
    expect(isAlert(denied(reason, 'face', 0))).toBe(AT_THE_FACE_AT_ONCE.includes(reason));
  },
);

test.each(DENIAL_REASONS)('a refusal for %s after something was shown rightly is an alert', (reason) => {
  expect(isAlert(denied(reason, 'face', 1))).toBe(true);
  expect(isAlert(denied(reason, 'password', 1))).toBe(true);
});

test.each(['wrong_secret', 'unknown_credential', 'disabled', 'timed_out', 'cancelled', 'throttled'] as const)(
  'a refusal for %s at a password that comes first tells nobody',
  (reason) => expect(isAlert(denied(reason, 'password', 0))).toBe(false),
);

test('throttling is an alert, letting somebody in and a failing alert are not', () => {
  expect(
    isAlert(record({ type: 'access.throttled', facts: { scope: 'account', failures: 5, waitMs: 30_000 } })),
  ).toBe(true);
  expect(isAlert(record({ type: 'attempt.granted', facts: { steps: 2 } }))).toBe(false);
  const facts = { channel: 'email', obligationId: 'o', tries: 9, why: 'gone' };
  expect(isAlert(record({ type: 'alert.rejected', facts }))).toBe(false);
});

test('whatever is mailed also wants eyes in the log', () => {
  for (const reason of DENIAL_REASONS) {
    for (const factor of ['password', 'face'] as const) {
      for (const passed of [0, 1]) {
        const event = denied(reason, factor, passed);
        const { tone } = describeEvent(event, { person: null, actor: null, accessPoint: null });
        if (isAlert(event)) expect(tone).toBe('alert');
      }
    }
  }
});
