import { expect, test } from 'vitest';
import {
  DENIAL_REASONS,
  type EventDraft,
  type EventRecord,
  FACTOR_KINDS,
  type FaceSampleId,
  type PersonId,
} from '../kernel/index.ts';
import { describeEvent, type EventNames } from './describe-event.ts';
import { describeReason } from './describe-event-denial.ts';
import { describeDuration } from './describe-event-words.ts';

const ADA = 'p1' as PersonId;
const record = (draft: EventDraft): EventRecord => ({ ...draft, seq: 7, at: 0, hash: '' }) as EventRecord;
const names: EventNames = { person: 'Ada', actor: null, accessPoint: 'the front door' };

const denied = (
  facts: Extract<EventDraft, { type: 'attempt.denied' }>['facts'],
  personId: PersonId | null = ADA,
) => record({ type: 'attempt.denied', facts, personId });

test('a stranger with the right password is an alert that says what was right and what was not', () => {
  const event = denied({ reason: 'factor_mismatch', step: 2, factor: 'face', passed: 1, face: 'unknown' });
  expect(describeEvent(event, names)).toEqual({
    tone: 'alert',
    sentence:
      'Somebody who is not Ada tried to sign in as Ada at the front door: the password was right, the face was not.',
  });
});

test.each([
  [
    { reason: 'no_face', step: 2, factor: 'face', passed: 1 },
    'alert',
    'Somebody signing in as Ada was refused at the front door: the password was right, but no face was seen in time.',
  ],
  [
    { reason: 'wrong_secret', step: 1, factor: 'password', passed: 0 },
    'refusal',
    'Somebody signing in as Ada was refused at the front door: the password was wrong.',
  ],
  [
    { reason: 'wrong_secret', step: 2, factor: 'password', passed: 1 },
    'alert',
    'Somebody with the face of Ada was refused at the front door: the face was right, the password was not.',
  ],
  [
    { reason: 'disabled', step: 1, factor: 'password', passed: 0 },
    'refusal',
    'Somebody signing in as Ada was refused at the front door: the person is suspended.',
  ],
  [
    { reason: 'cancelled', step: 2, factor: 'face', passed: 1 },
    'alert',
    'Somebody signing in as Ada was refused at the front door: the password was right, but it was broken off.',
  ],
] as const)('%j reads as %s', (facts, tone, sentence) => {
  expect(describeEvent(denied(facts), names)).toEqual({ tone, sentence });
});

test('a face that is nobody’s is a stranger, and an unknown user name is not', () => {
  const nobody = { ...names, person: null };
  expect(
    describeEvent(denied({ reason: 'unknown_credential', step: 1, factor: 'face', passed: 0 }, null), nobody),
  ).toEqual({
    tone: 'alert',
    sentence: 'A stranger was refused at the front door: the face is nobody’s who is known here.',
  });
  expect(
    describeEvent(
      denied({ reason: 'unknown_credential', step: 1, factor: 'password', passed: 0 }, null),
      nobody,
    ),
  ).toEqual({
    tone: 'refusal',
    sentence: 'Somebody was refused at the front door: there is no such user name.',
  });
});

test('throttling is an alert with the wait in words', () => {
  const event = record({
    type: 'access.throttled',
    facts: { scope: 'address', failures: 20, waitMs: 60_000 },
    ipAddress: '10.0.1.9',
  });
  expect(describeEvent(event, { person: null, actor: null, accessPoint: null })).toEqual({
    tone: 'alert',
    sentence: '20 failed tries in a row from 10.0.1.9: nothing is checked for 1 minute.',
  });
});

test('somebody erased is named as such, never by an id', () => {
  const event = record({
    type: 'person.changed',
    facts: { fields: ['displayName', 'email'] },
    personId: ADA,
    actorId: ADA,
  });
  const { sentence, tone } = describeEvent(event, { person: null, actor: null, accessPoint: null });
  expect(sentence).toBe('Somebody who was erased changed display name and email of somebody who was erased.');
  expect(tone).toBe('change');
});

test('A3 “this was not NAME” is an alert, also when NAME says so', () => {
  const facts = { sampleId: 's' as FaceSampleId, takenBack: 0 };
  const said = (actorId: PersonId, actor: string) =>
    describeEvent(record({ type: 'face.impostor_added', facts, personId: ADA, actorId }), {
      ...names,
      actor,
    });
  expect(said('bob' as PersonId, 'Bob')).toEqual({
    tone: 'alert',
    sentence:
      'Bob says that it was not Ada who was let in at the front door: that face is not taken for Ada any more.',
  });
  expect(said(ADA, 'Ada').sentence).toMatch(/^Ada says that it was somebody else who was let in at/);
});

test('an alert that was given up wants eyes itself', () => {
  const facts = { channel: 'email', obligationId: 'o1', tries: 3, why: '550 no such mailbox.' };
  expect(describeEvent(record({ type: 'alert.rejected', facts, personId: ADA }), names)).toEqual({
    tone: 'alert',
    sentence: 'The alert to Ada by e-mail was given up after 3 tries: 550 no such mailbox.',
  });
});

test('every refusal at every factor has a sentence of its own that ends once', () => {
  for (const factor of FACTOR_KINDS) {
    const reasons = DENIAL_REASONS.map((reason) => describeReason(reason, factor));
    expect(new Set(reasons).size).toBe(DENIAL_REASONS.length);
    for (const reason of DENIAL_REASONS) {
      for (const passed of [0, 1, 2]) {
        const { sentence } = describeEvent(denied({ reason, step: passed + 1, factor, passed }), names);
        expect(sentence).toMatch(/^[A-Z].*[a-z]\.$/);
        expect(sentence).not.toMatch(/undefined|null|_|\.\./);
      }
    }
  }
});

test.each([
  [1, '1 second'],
  [30_000, '30 seconds'],
  [60_000, '1 minute'],
  [90_000, '90 seconds'],
  [1_800_000, '30 minutes'],
  [3_600_000, '1 hour'],
])('%d ms reads as %s', (ms, text) => expect(describeDuration(ms)).toBe(text));

test('A16 a change of settings says what was and what is, where that is short, and of secrets only that they changed', () => {
  const facts = {
    section: 'mail',
    fields: ['host', 'port', 'password', 'accepted', 'isOn'],
    before: { host: null, port: 25, accepted: ['a'], isOn: true },
    after: { host: 'mail.example.org', port: 587, accepted: [], isOn: false },
  };
  expect(describeEvent(record({ type: 'settings.changed', facts }), names).sentence).toBe(
    'The system changed the mail settings: host (nothing → mail.example.org), port (25 → 587), password, accepted and is on (on → off).',
  );
});
