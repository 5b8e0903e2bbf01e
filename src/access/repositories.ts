import type { AccessPointId, AttemptId, PersonId } from '../kernel/index.ts';
import type { AccessPoint } from './access-point.ts';
import type { Attempt } from './attempt.ts';
import type { ThrottleState } from './throttle.ts';

export interface AccessPointRepository {
  add(point: AccessPoint): Promise<void>;
  /** Throws `not_found`. */
  update(point: AccessPoint): Promise<void>;
  find(id: AccessPointId): Promise<AccessPoint | null>;
  list(): Promise<AccessPoint[]>;
}

export interface AttemptRepository {
  add(attempt: Attempt): Promise<void>;
  /**
   * Writes the attempt if it still has `expectedVersion`, and raises the version by one.
   * Two decisions at once on one attempt: one is written, the other gets false.
   */
  update(attempt: Attempt, expectedVersion: number): Promise<boolean>;
  find(id: AttemptId): Promise<Attempt | null>;
  /** Forgets one that nobody ever touched, if it still has that version. */
  remove(id: AttemptId, expectedVersion: number): Promise<boolean>;
  /** The addresses from which this person was granted before, each once. */
  grantedFrom(personId: PersonId): Promise<string[]>;
  /** Open ones at this place whose deadline has not passed, the latest begun first. */
  listOpenAt(accessPointId: AccessPointId, now: number): Promise<Attempt[]>;
  /** Open ones whose deadline has passed. */
  listOverdue(now: number, limit: number): Promise<Attempt[]>;
}

export interface ThrottleRepository {
  /** `key` is a keyed hash: it names no person and no address. */
  find(key: string): Promise<ThrottleState | null>;
  put(key: string, state: ThrottleState): Promise<void>;
  /** Drops entries not touched since then. */
  prune(beforeAt: number): Promise<void>;
}
