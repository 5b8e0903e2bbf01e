import type { RecordEvents, SnapshotRepository } from '../evidence/index.ts';
import type { AttemptId, Clock, DenialReason, FactorKind, PersonId } from '../kernel/index.ts';
import type { Attempt, Surroundings } from './attempt.ts';
import type { Captures } from './captures.ts';
import type { Factor, FactorTransaction } from './factors/factor.ts';
import type { FlowRepository } from './flow.ts';
import type { AttemptRepository, ThrottleRepository } from './repositories.ts';
import type { Throttling } from './throttling.ts';

export interface AccessTransaction extends FactorTransaction {
  attempts: AttemptRepository;
  throttles: ThrottleRepository;
  snapshots: SnapshotRepository;
  record: RecordEvents;
}

export interface AccessOptions {
  ledger: { transaction<T>(work: (tx: AccessTransaction) => Promise<T>): Promise<T> };
  attempts: Pick<AttemptRepository, 'find' | 'listOverdue'>;
  flows: Pick<FlowRepository, 'find'>;
  throttles: Pick<ThrottleRepository, 'find'>;
  clock: Clock;
  throttling: Throttling;
  captures: Captures;
  /** Everything but the face, which is shown by camera frames. What is not in it cannot be shown here. */
  factors: FactorRegistry;
  /** Reads a QR code in a camera frame; null when there is none. */
  readCode(jpeg: Uint8Array): Promise<string | null>;
  findPersonId(normalisedUserName: string): Promise<PersonId | null>;
  /** Why this person is let in nowhere; null when they may be. */
  whyNot(personId: PersonId): Promise<DenialReason | null>;
  surroundings: SurroundingsSource;
  /** Told after a grant is committed that passed a face and another factor. What it does or fails to do changes no decision. */
  onConfirmedSighting?(sighting: ConfirmedSighting): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: each factor takes the input of its own kind
export type FactorRegistry = Partial<Record<FactorKind, Factor<any>>>;

/** What a decision on this attempt looks at; `personId` is whom the factors lead to, null while nobody is known. */
export type SurroundingsSource = (
  attempt: Pick<Attempt, 'accessPointId' | 'ipAddress'>,
  personId: PersonId | null,
) => Promise<Surroundings>;

export interface ConfirmedSighting {
  attemptId: AttemptId;
  personId: PersonId;
  /** The best frame of those that decided. */
  jpeg: Uint8Array;
}

export interface AttemptAnswer {
  attempt: Attempt;
  /** How long nothing is checked; 0 unless throttled. */
  retryAfterMs: number;
  /** The watched access point itself is locked. */
  locked: boolean;
}
