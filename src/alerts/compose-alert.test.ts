import { expect, test } from 'vitest';
import type {
  AccessPointId,
  AttemptId,
  EventRecord,
  ObligationId,
  PersonId,
  SnapshotId,
} from '../kernel/index.ts';
import type { AlertSubject } from './alert-facts.ts';
import { photoCid } from './channel.ts';
import { composeAlert } from './compose-alert.ts';

const ID = 'o1' as ObligationId;
const TO = { address: 'owner@example.org', name: 'Owner' };
const ROME = { timeZone: 'Europe/Rome', panelUrl: 'https://door.example.org' };

const event: EventRecord = {
  type: 'attempt.denied',
  facts: { reason: 'factor_mismatch', step: 2, factor: 'face', passed: 1, face: 'unknown' },
  seq: 42,
  at: Date.UTC(2026, 5, 5, 12, 3, 9),
  hash: '',
  personId: 'p1' as PersonId,
  attemptId: 'attempt-7' as AttemptId,
  accessPointId: 'a1' as AccessPointId,
  ipAddress: '10.0.1.9',
  snapshotId: 's1' as SnapshotId,
};

const stranger: AlertSubject = {
  event,
  person: { displayName: 'Ada Lovelace', userName: 'ada' },
  actor: null,
  accessPoint: { name: 'Front door', place: 'Ground floor' },
  photo: { jpeg: new Uint8Array([1, 2, 3]) },
};

const compose = (change: Partial<AlertSubject> = {}) =>
  composeAlert(ID, TO, { ...stranger, ...change }, ROME);

test('the plain text alone tells when, where, from which address, who was claimed, which step failed and why', () => {
  const { text, subject, photo, at } = compose();
  expect(subject).toBe(
    'Sallyport: refused at Front door: the password was right, but the face is not that of the person claimed',
  );
  expect(text).toContain('Somebody who is not Ada Lovelace tried to sign in as Ada Lovelace at Front door');
  expect(text).toMatch(/Friday,? 5 June 2026 at 14:03:09 CEST \(2026-06-05T14:03:09\+02:00\)/);
  expect(text).toMatch(/Access point: +Front door, Ground floor/);
  expect(text).toMatch(/IP address: +10\.0\.1\.9/);
  expect(text).toMatch(/Claimed to be: +Ada Lovelace \(ada\)/);
  expect(text).toMatch(/Failed step: +Step 2, face: the face is not that of the person claimed/);
  expect(text).toMatch(/Before that: +the password was right/);
  expect(text).toMatch(/Attempt: +attempt-7/);
  expect(text).toMatch(/Log entry: +42/);
  expect(text).toContain('The photograph is attached');
  expect(photo).toEqual(new Uint8Array([1, 2, 3]));
  expect(at).toBe(event.at);
});

test('the page holds the same facts and the photograph with a text in its place', () => {
  const { html } = compose();
  for (const fact of [
    '2026-06-05T14:03:09+02:00',
    'Front door, Ground floor',
    '10.0.1.9',
    'attempt-7',
    'Step 2, face',
  ]) {
    expect(html).toContain(fact);
  }
  expect(html).toContain(`<img src="cid:${photoCid(ID)}" alt="Photograph taken at Front door on Friday`);
  expect(html).toContain('href="https://door.example.org"');
});

test('HTML and SQL in names stay words', () => {
  const evil = `<img src=x onerror="alert('1')">'; DROP TABLE people;--`;
  const { html, text } = compose({
    person: { displayName: evil, userName: evil },
    accessPoint: { name: evil, place: evil },
  });
  expect(html).not.toMatch(/<img src=x/);
  expect(html).not.toContain(evil);
  expect(html).toContain(
    '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&#39;; DROP TABLE people;--',
  );
  expect(text).toContain(evil);
});

test('a name with line breaks forges no line, no subject and no direction', () => {
  const evil = 'Ada\r\nIP address: 1.2.3.4\u2028x\u202egnp';
  const { subject, text } = compose({
    person: { displayName: evil, userName: 'ada' },
    accessPoint: { name: `Door\r\nBcc: evil@example.org${'!'.repeat(300)}`, place: '' },
  });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(subject.length).toBeLessThanOrEqual(160);
  expect(text.match(/^IP address:/gm)).toHaveLength(1);
  expect(text).not.toMatch(/[\u2028\u202e]/);
});

test('a photograph that was erased since, or never taken, is said to be', () => {
  const erased = compose({ photo: 'erased' });
  expect(erased.text).toContain('The photograph was erased since.');
  expect(erased.html).toContain('The photograph was erased since.');
  expect(erased.html).not.toContain('<img');
  expect(erased.photo).toBeNull();
  expect(compose({ photo: null }).text).toContain('No photograph was taken.');
});

test('nobody known and somebody erased are two things', () => {
  expect(compose({ person: null }).text).toMatch(/Claimed to be: +somebody who was erased since/);
  const nobody = compose({ person: null, event: { ...event, personId: null } });
  expect(nobody.text).not.toContain('Claimed to be');
});

test('throttling has no step, and its own subject', () => {
  const facts = { scope: 'account' as const, failures: 5, waitMs: 30_000 };
  const { subject, text } = compose({
    event: { ...event, type: 'access.throttled', facts } as EventRecord,
    photo: null,
  });
  expect(subject).toBe('Sallyport: too many failed tries at Front door');
  expect(text).toContain(
    '5 failed tries in a row for Ada Lovelace at Front door: nothing is checked for 30 seconds.',
  );
  expect(text).not.toContain('Failed step');
});

test('of a flood the mail says how many there were, and that not every one is mailed', () => {
  const { subject, text, html } = compose({ alertsLately: 20 });
  expect(subject).toMatch(/^Sallyport: refused at Front door \(20 alerts in ten minutes\): the password/);
  for (const said of [text, html]) {
    expect(said).toContain(
      '20 in the last ten minutes. While there are so many, not every one is mailed; the log',
    );
  }
  expect(compose().text).not.toContain('ten minutes');
});

test('zones east, west and at Greenwich carry their offset', () => {
  const iso = (timeZone: string) =>
    /\((2026[^)]+)\)/.exec(composeAlert(ID, TO, stranger, { ...ROME, timeZone }).text)?.[1];
  expect(iso('UTC')).toBe('2026-06-05T12:03:09+00:00');
  expect(iso('Asia/Kolkata')).toBe('2026-06-05T17:33:09+05:30');
  expect(iso('America/New_York')).toBe('2026-06-05T08:03:09-04:00');
});
