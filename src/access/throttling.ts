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
  /** Counts one try as failed, before it is known whether it is. */
  count(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /** The try was right after all. */
  takeBack(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
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

const FRESH = { failures: 0, failedAt: 0, blockedUntil: 0 };

export function createThrottling(clock: Clock, lookupHash: (value: string) => string): Throttling {
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

    async count(throttles, keys) {
      for (const { key, policy } of keys) {
        await throttles.put(key, countFailure(await throttles.find(key), policy, clock.now()));
      }
    },

    async takeBack(throttles, keys) {
      for (const { key, policy } of keys) {
        const state = (await throttles.find(key)) ?? FRESH;
        const failures = Math.max(0, state.failures - 1);
        const blockedUntil = failures < policy.free ? 0 : state.blockedUntil;
        await throttles.put(key, { ...state, failures, blockedUntil });
      }
    },

    async clear(throttles, keys) {
      for (const { key, scope, policy } of keys) {
        const watched = scope === 'access_point' && policy !== ACCESS_POINT_THROTTLE;
        if (scope === 'account' || watched) await throttles.put(key, FRESH);
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

/** A watched access point is locked at the failure that its flow names, and longer with each further one. */
const watchPolicy = ({ wrongCredentials, lockMs }: Watch): ThrottlePolicy => ({
  free: wrongCredentials,
  firstWaitMs: lockMs,
  longestWaitMs: Math.max(lockMs, 3_600_000),
  forgetMs: 3_600_000,
});
