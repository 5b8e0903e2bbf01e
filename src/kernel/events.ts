import type {
  AccessPointId,
  AttemptId,
  CredentialId,
  FaceSampleId,
  PersonId,
  ReaderId,
  ScreenId,
  SnapshotId,
} from './ids.ts';

/** Factor kinds this version knows; further ones are added to this list with their file in access/factors. */
export const FACTOR_KINDS = [
  'password',
  'pin',
  'card',
  'face',
  'email_otp',
  'sms_otp',
  'qr',
  'totp',
  'passkey',
  'fingerprint',
] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** The four answers a face can give. Never only “the nearest name”. */
export type FaceOutcome = 'match' | 'uncertain' | 'unknown' | 'no_face';

/** How near a face came, for those who may read the log. */
export interface FaceScore {
  /** To the person it was compared with, or to the nearest one. */
  distance: number;
  /** Up to here it would have matched. */
  threshold: number;
  /** How much farther the second nearest person is; null when only one was compared. */
  margin: number | null;
}

/** Why somebody was refused. One reason per refusal; outside, `unknown_credential` and `wrong_secret` look alike. */
export const DENIAL_REASONS = [
  'unknown_credential',
  'wrong_secret',
  'disabled',
  'expired',
  'not_yet_valid',
  'revoked',
  'no_permission',
  'out_of_schedule',
  'locked_down',
  'factor_missing',
  'factor_mismatch',
  'no_face',
  'liveness_failed',
  'throttled',
  'timed_out',
  'cancelled',
] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

interface RoleFacts {
  name: string;
  permissions: string[];
}

/** What a message to a person is: an alert, a code, news to everybody, or a question to the person it is about. */
export const MESSAGE_KINDS = ['alert', 'code', 'notice', 'was_it_you'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Every kind of event, with the facts it carries: ids and codes, never names, addresses or secrets. */
export interface EventFacts {
  'system.started': { version: string };
  'system.stopped': Record<string, never>;
  'setup.finished': Record<string, never>;
  'attempt.step_passed': {
    step: number;
    factor: FactorKind;
    face?: FaceOutcome;
    score?: FaceScore;
  };
  /** A wrong try that did not end the attempt; `left` more are allowed. */
  'attempt.step_failed': {
    step: number;
    factor: FactorKind;
    reason: DenialReason;
    left: number;
    /** It was right by a clock that is so much ahead of ours, or behind when negative. */
    clockOffMs?: number;
  };
  'attempt.granted': {
    steps: number;
    /** What was shown, in order. */
    factors?: FactorKind[];
    /** A silent alarm: shown to nobody but those who receive silent alarms. */
    duress?: true;
    /** Right at last: how many failures there were before. */
    afterFailures?: number;
    /** The first grant of this person from this network. */
    newNetwork?: true;
  };
  'attempt.denied': {
    reason: DenialReason;
    step: number;
    factor: FactorKind;
    face?: FaceOutcome;
    score?: FaceScore;
    /** Why a recognised face was not taken for a living one. */
    liveness?: string;
    /** As of a wrong try. */
    clockOffMs?: number;
    /** How many steps were passed before: a refusal after a right password is graver than one before. */
    passed: number;
    /** What was shown rightly before. */
    shown?: FactorKind[];
    /** It was the one wrong credential too many at a watched access point: the lock is told, not this. */
    locks?: true;
    /** As of a grant. */
    duress?: true;
  };
  'access.throttled': {
    scope: 'account' | 'address' | 'access_point' | 'naming';
    failures: number;
    waitMs: number;
  };
  /** Too many wrong credentials at a watched access point: nothing is checked there for a while. */
  'access_point.locked': { failures: number; waitMs: number };
  /** Somebody who may change access points ended the lock before its time. */
  'access_point.unlocked': Record<string, never>;
  /** A one-time code or a new QR code is on its way; the code itself is nowhere in the log. */
  'code.issued': { factor: FactorKind; credentialId?: CredentialId };
  'session.started': Record<string, never>;
  /** The person showed again that it is they. */
  'session.confirmed': Record<string, never>;
  'session.ended': { why: 'signed_out' | 'expired' | 'revoked'; sessions?: number };
  'person.added': { roles: string[]; groups?: string[] };
  /** `before` and `after` hold codes and dates; of what is sealed only the field’s name is told. */
  'person.changed': {
    fields: string[];
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  };
  /** Somebody was to be registered and was not: `why` is a code, such as `not_same_person` or `aborted`. */
  'person.enrolment_failed': { why: string };
  'person.suspended': Record<string, never>;
  'person.reactivated': Record<string, never>;
  'person.erased': Record<string, never>;
  /** From a table, in one step. */
  'people.imported': { added: number; changed: number };
  'people.exported': { people: number };
  /** Everything kept about the person was handed to them. */
  'person.exported': Record<string, never>;
  'role.added': { role: string; name: string; permissions: string[] };
  'role.changed': { role: string; before: RoleFacts; after: RoleFacts };
  'role.removed': { role: string; name: string };
  'group.added': { group: string; name: string };
  'group.changed': { group: string; before: string; after: string };
  /** `people` were in it and are not any more. */
  'group.removed': { group: string; name: string; people: number };
  'credential.set': { factor: FactorKind };
  'credential.added': { factor: FactorKind; credentialId: CredentialId };
  'credential.removed': { factor: FactorKind; credentialId: CredentialId };
  /** The person made a new one of their own, or a twin for duress beside it: the log does not tell which. */
  'credential.renewed': { factor: FactorKind };
  'credential.renamed': { factor: FactorKind; credentialId: CredentialId };
  /** Its signature counter did not rise, as if there were a copy of it; it was refused. */
  'credential.counter_fell': { factor: FactorKind; credentialId: CredentialId };
  'face.sample_added': { samples: number; resembles: number };
  /** `kind` since there are kinds; before, all were taken at enrolment. */
  'face.sample_removed': { samples: number; kind?: 'enrolment' | 'refinement' | 'impostor' };
  /** A confirmed sighting refines what the person is compared with; `learned` of them now. */
  'face.refined': { sampleId: FaceSampleId; learned: number };
  'face.refinements_removed': { removed: number };
  /** Somebody was let in as this person and was not; `takenBack` refinements of that attempt are gone. */
  'face.impostor_added': { sampleId: FaceSampleId; takenBack: number };
  'access_point.added': { kind: string; flow: string };
  'access_point.changed': {
    fields: string[];
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  };
  'reader.added': { readerId: ReaderId };
  'reader.removed': { readerId: ReaderId };
  /** A browser became a screen of this access point; `actorId` is who made the code that it showed. */
  'screen.paired': { screenId: ScreenId };
  'screen.removed': { screenId: ScreenId };
  'flow.added': { flow: string; preset?: string };
  'flow.changed': {
    flow: string;
    fields: string[];
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  };
  'flow.removed': { flow: string };
  /** An administrator accepts what Sallyport advises against, for this flow. */
  'flow.risk_accepted': { flow: string; risks: string[] };
  /** The passphrase opened the data after a start; so many wrong ones were tried before. */
  'sealing.unsealed': { failedTries: number };
  /** Wrong passphrases from one address, told once the data was open: by then they lie back. */
  'sealing.unseal_failed': { tries: number; lastAt: number };
  /** The first event under the new chain key. */
  'sealing.key_rotated': Record<string, never>;
  'sealing.data_keys_renewed': { owners: number };
  /** Sealed records were shown in the clear at the console. */
  'sealing.records_shown': { people: number };
  'settings.changed': {
    section: string;
    fields: string[];
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  };
  'alert.delivered': { channel: string; obligationId: string; tries: number; message?: MessageKind };
  'alert.rejected': {
    channel: string;
    obligationId: string;
    tries: number;
    why: string;
    message?: MessageKind;
    /** What it would have said was void by then: nobody missed anything. */
    moot?: true;
  };
}
export type EventType = keyof EventFacts;

/** What somebody wants written. `at`, order and chain are the log's business. */
export type EventDraft = {
  [Type in EventType]: {
    type: Type;
    facts: EventFacts[Type];
    /** Whom it is about. */
    personId?: PersonId | null;
    /** Who did it (a signed-in person); absent for the system itself. */
    actorId?: PersonId | null;
    accessPointId?: AccessPointId | null;
    attemptId?: AttemptId | null;
    ipAddress?: string | null;
    snapshotId?: SnapshotId | null;
  };
}[EventType];

/** An event as it stands in the log. */
export type EventRecord = EventDraft & {
  /** 1, 2, 3 … without gaps. */
  seq: number;
  at: number;
  /** Hex HMAC-SHA256 over this record and the one before it. */
  hash: string;
};
