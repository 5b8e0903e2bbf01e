import {
  type AccessPointId,
  type Clock,
  type EventDraft,
  type FactorKind,
  networkOf,
  type PersonId,
  type SnapshotId,
} from '../kernel/index.ts';
import type { Attempt } from './attempt.ts';
import type { Watch } from './flow.ts';
import type { ThrottleRepository } from './repositories.ts';
import {
  ACCESS_POINT_THROTTLE,
  ACCOUNT_THROTTLE,
  ADDRESS_THROTTLE,
  countFailure,
  NAMING_THROTTLE,
  type ThrottlePolicy,
  type ThrottleState,
  waitMs,
} from './throttle.ts';

/** Whose tries are counted together. */
export interface ThrottleKey {
  scope: 'account' | 'address' | 'access_point' | 'naming';
  key: string;
  policy: ThrottlePolicy;
}

export interface Throttling {
  /** An unknown name is counted like a known one, so that waiting tells nothing about who exists. */
  keysOf(who: {
    personId: PersonId | null;
    userName?: string;
    ipAddress: string;
    accessPointId: AccessPointId;
    watch?: Watch | null;
    /** What is shown while nobody is claimed: it is looked for among everybody. */
    naming?: FactorKind | undefined;
  }): ThrottleKey[];
  /** Only the access point's, as a flow that watches it counts. */
  keysOfPoint(accessPointId: AccessPointId, watch: Watch): ThrottleKey[];
  /** How often in a row it failed for this account. */
  failures(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<number>;
  /** Milliseconds until something is checked again; 0 = now. */
  wait(throttles: Pick<ThrottleRepository, 'find'>, keys: ThrottleKey[]): Promise<number>;
  /**
   * Counts a try before it is checked, as one that fails: a hundred at once are a hundred counted ones. Kept in memory
   * until it is released, once what came of it is committed; whoever stops the server gets no answer either.
   */
  reserve(throttles: Pick<ThrottleRepository, 'find'>, keys: ThrottleKey[]): Promise<Reservation>;
  /** Counts one failure. */
  count(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /**
   * Everything asked for was shown: the account and a watched access point start afresh. An address does not: its owner
   * may attack others.
   */
  clear(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /** One event per scope at the failure that starts a wait. */
  news(
    throttles: ThrottleRepository,
    keys: ThrottleKey[],
    attempt: Attempt,
    snapshotId: SnapshotId | null,
  ): Promise<EventDraft[]>;
}

export interface Reservation {
  /** Nothing is checked for now. */
  waits: boolean;
  /** May be called again. */
  release(): void;
}

const FRESH = { failures: 0, failedAt: 0, blockedUntil: 0 };

export function createThrottling(clock: Clock, lookupHash: (value: string) => string): Throttling {
  /** Tries that are being checked, by key. */
  const pending = new Map<string, number>();

  /** Whether nothing would be checked any more if those that are being checked all fail. */
  function waitsAfter(state: ThrottleState | null, ahead: number, policy: ThrottlePolicy): boolean {
    let after = state;
    for (let n = 0; n < Math.min(ahead, policy.free) && waitMs(after, clock.now()) === 0; n++)
      after = countFailure(after, policy, clock.now());
    return waitMs(after, clock.now()) > 0;
  }

  const pointKey = (accessPointId: AccessPointId, watch: Watch | null | undefined): ThrottleKey => ({
    scope: 'access_point',
    key: lookupHash(`access_point:${accessPointId}`),
    policy: watch ? watchPolicy(watch) : ACCESS_POINT_THROTTLE,
  });

  const namingKey = (accessPointId: AccessPointId, kind: FactorKind): ThrottleKey => ({
    scope: 'naming',
    key: lookupHash(`naming:${kind}:${accessPointId}`),
    policy: NAMING_THROTTLE,
  });

  return {
    keysOf({ personId, userName, ipAddress, accessPointId, watch, naming }) {
      const account = personId ? `person:${personId}` : userName === undefined ? null : `name:${userName}`;
      return [
        ...(account
          ? [{ scope: 'account' as const, key: lookupHash(account), policy: ACCOUNT_THROTTLE }]
          : []),
        {
          scope: 'address' as const,
          key: lookupHash(`address:${networkOf(ipAddress)}`),
          policy: ADDRESS_THROTTLE,
        },
        pointKey(accessPointId, watch),
        ...(naming ? [namingKey(accessPointId, naming)] : []),
      ];
    },

    keysOfPoint: (accessPointId, watch) => [pointKey(accessPointId, watch)],

    async failures(throttles, keys) {
      const account = keys.find(({ scope }) => scope === 'account');
      return account ? ((await throttles.find(account.key))?.failures ?? 0) : 0;
    },

    async wait(throttles, keys) {
      const states = await Promise.all(keys.map(({ key }) => throttles.find(key)));
      return Math.max(0, ...states.map((state) => waitMs(state, clock.now())));
    },

    async reserve(throttles, keys) {
      // Before anything is awaited: a try that is committed meanwhile is counted twice rather than not at all.
      const ahead = keys.map(({ key }) => pending.get(key) ?? 0);
      for (const { key } of keys) pending.set(key, (pending.get(key) ?? 0) + 1);
      let held = true;
      const release = () => {
        if (held) for (const { key } of keys) lessen(pending, key);
        held = false;
      };
      try {
        const states = await Promise.all(keys.map(({ key }) => throttles.find(key)));
        const waits = keys.map(({ policy }, i) => waitsAfter(states[i] ?? null, ahead[i]!, policy));
        if (waits.includes(true)) release();
        return { waits: waits.includes(true), release };
      } catch (error) {
        release();
        throw error;
      }
    },

    async count(throttles, keys) {
      for (const { key, policy } of keys) {
        await throttles.put(key, countFailure(await throttles.find(key), policy, clock.now()));
      }
    },

    async clear(throttles, keys) {
      for (const { key, scope, policy } of keys) {
        const watched = scope === 'access_point' && policy !== ACCESS_POINT_THROTTLE;
        const counts = scope === 'account' || watched;
        if (counts && ((await throttles.find(key))?.failures ?? 0) > 0) await throttles.put(key, FRESH);
      }
    },

    async news(throttles, keys, attempt, snapshotId) {
      const events: EventDraft[] = [];
      for (const { key, scope } of keys) {
        const state = (await throttles.find(key)) ?? FRESH;
        const wait = waitMs(state, clock.now());
        if (wait === 0) continue;
        const { id: attemptId, personId, accessPointId, ipAddress } = attempt;
        const about = { personId, attemptId, accessPointId, ipAddress, snapshotId };
        const facts = { failures: state.failures, waitMs: wait };
        events.push(
          scope === 'access_point' && attempt.watch
            ? { type: 'access_point.locked', facts, ...about }
            : { type: 'access.throttled', facts: { scope, ...facts }, ...about },
        );
      }
      return events;
    },
  };
}

function lessen(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

/** A watched access point is locked at the failure that its flow names, and longer with each further one. */
const watchPolicy = ({ wrongCredentials, lockMs }: Watch): ThrottlePolicy => ({
  free: wrongCredentials,
  firstWaitMs: lockMs,
  longestWaitMs: Math.max(lockMs, 3_600_000),
  forgetMs: 3_600_000,
});
