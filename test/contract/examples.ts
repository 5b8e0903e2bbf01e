import { randomBytes, randomUUID } from 'node:crypto';
import {
  type AccessPoint,
  type Attempt,
  type Credential,
  FRESH_WALK,
  type Session,
} from '../../src/access/index.ts';
import type { Obligation } from '../../src/alerts/index.ts';
import type { Snapshot } from '../../src/evidence/index.ts';
import type { AccessPointId, AttemptId, EventRecord, FlowId, Id, PersonId } from '../../src/kernel/index.ts';
import type { FaceSample, Person } from '../../src/people/index.ts';
import type { Store } from '../../src/storage/index.ts';

/** How a suite gets an empty store; it closes what it opened. */
export type OpenStore = () => Promise<Store>;

const id = <T extends Id<string>>() => randomUUID() as string as T;

export function examplePerson(change: Partial<Person> = {}): Person {
  const name = `user-${randomBytes(6).toString('hex')}`;
  return {
    id: id(),
    userName: name,
    displayName: `Display of ${name}`,
    email: `${name}@example.org`,
    phone: null,
    roles: ['member'],
    groups: [],
    status: 'active',
    validFrom: null,
    validUntil: null,
    secondFactor: false,
    createdAt: 1000,
    ...change,
  };
}

export function exampleSample(personId: PersonId, change: Partial<FaceSample> = {}): FaceSample {
  return {
    id: id(),
    personId,
    kind: 'enrolment',
    attemptId: null,
    variant: 'variant-1',
    template: Float32Array.from({ length: 128 }, () => Math.random() - 0.5),
    jpeg: exampleJpeg(3000),
    quality01: 0.75,
    takenAt: 1000,
    ...change,
  };
}

/** Random bytes between the marks of a JPEG: what matters here is that they can be found again. */
export function exampleJpeg(length: number): Uint8Array {
  return new Uint8Array(
    Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), randomBytes(length), Buffer.of(0xff, 0xd9)]),
  );
}

export function exampleAccessPoint(change: Partial<AccessPoint> = {}): AccessPoint {
  return {
    id: id(),
    name: 'Front door',
    place: 'Ground floor',
    kind: 'kiosk',
    screens: 'any',
    flowId: 'password-face' as FlowId,
    ...change,
  };
}

export function exampleAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    id: id(),
    accessPointId: 'panel' as AccessPointId,
    flowId: 'password-face' as FlowId,
    steps: [
      { anyOf: ['password'], timeLimitMs: 120_000 },
      { anyOf: ['face'], timeLimitMs: 20_000 },
    ],
    ...FRESH_WALK,
    status: 'open',
    stepIndex: 0,
    deadlineAt: 5000,
    personId: null,
    reason: null,
    ipAddress: '192.0.2.7',
    startedAt: 1000,
    endedAt: null,
    tokenHash: randomBytes(32).toString('hex'),
    spent: false,
    version: 1,
    ...change,
  };
}

export function exampleCredential(personId: PersonId, change: Partial<Credential> = {}): Credential {
  return {
    id: id(),
    personId,
    kind: 'card',
    lookup: `uid:${randomBytes(4).toString('hex').toUpperCase()}`,
    secret: JSON.stringify({ bits: 32 }),
    label: 'Blue fob',
    duress: false,
    counter: 0,
    createdAt: 1000,
    usedAt: null,
    ...change,
  };
}

export function exampleSession(personId: PersonId, change: Partial<Session> = {}): Session {
  return {
    id: id(),
    tokenHash: randomBytes(32).toString('hex'),
    personId,
    attemptId: id<AttemptId>(),
    createdAt: 1000,
    seenAt: 2000,
    freshAt: 1000,
    ipAddress: '192.0.2.7',
    userAgent: 'Browser/1.0 (an example)',
    ...change,
  };
}

export function exampleSnapshot(ownerId: PersonId | null, change: Partial<Snapshot> = {}): Snapshot {
  return { id: id(), ownerId, takenAt: 1000, jpeg: exampleJpeg(3000), ...change };
}

export function exampleObligation(change: Partial<Obligation> = {}): Obligation {
  return {
    id: id(),
    channel: 'email',
    recipientId: id(),
    facts: { eventSeq: 1, snapshotId: null },
    state: 'waiting',
    createdAt: 1000,
    dueAt: 1000,
    tries: 0,
    endedAt: null,
    ...change,
  };
}

/** One of the many shapes; the log keeps them all the same way. */
export function exampleEvent(seq: number, change: Partial<EventRecord> = {}): EventRecord {
  return {
    seq,
    at: 1000 + seq,
    type: 'attempt.granted',
    facts: { steps: 2 },
    personId: null,
    actorId: null,
    accessPointId: null,
    attemptId: null,
    ipAddress: '192.0.2.7',
    snapshotId: null,
    hash: `hash-${seq}`,
    ...change,
  } as EventRecord;
}
