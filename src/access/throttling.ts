import { type Clock, type EventDraft, networkOf, type PersonId } from '../kernel/index.ts';
import type { Attempt } from './attempt.ts';
import type { ThrottleRepository } from './repositories.ts';
import { ACCOUNT_THROTTLE, ADDRESS_THROTTLE, countFailure, type ThrottlePolicy, waitMs } from './throttle.ts';

/** Whose tries are counted together. */
export interface ThrottleKey {
  scope: 'account' | 'address';
  key: string;
  policy: ThrottlePolicy;
}

export interface Throttling {
  /** An unknown name is counted like a known one, so that waiting tells nothing about who exists. */
  keysOf(who: { personId: PersonId | null; userName?: string; ipAddress: string }): ThrottleKey[];
  /** Milliseconds until something is checked again; 0 = now. */
  wait(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<number>;
  /** Counts one try as failed, before it is known whether it is. */
  count(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /** The try was right after all. */
  takeBack(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /** Everything asked for was shown: the account starts afresh. An address does not: its owner may attack others. */
  clear(throttles: ThrottleRepository, keys: ThrottleKey[]): Promise<void>;
  /** One event per scope at the failure that starts a wait. */
  news(
    throttles: ThrottleRepository,
    keys: ThrottleKey[],
    attempt: Attempt,
    personId: PersonId | null,
  ): Promise<EventDraft[]>;
}

const FRESH = { failures: 0, failedAt: 0, blockedUntil: 0 };

export function createThrottling(clock: Clock, lookupHash: (value: string) => string): Throttling {
  return {
    keysOf({ personId, userName, ipAddress }) {
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
      ];
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
      for (const { key, scope } of keys) if (scope === 'account') await throttles.put(key, FRESH);
    },

    async news(throttles, keys, attempt, personId) {
      const events: EventDraft[] = [];
      for (const { key, scope } of keys) {
        const state = (await throttles.find(key)) ?? FRESH;
        const wait = waitMs(state, clock.now());
        if (wait === 0) continue;
        events.push({
          type: 'access.throttled',
          facts: { scope, failures: state.failures, waitMs: wait },
          personId,
          attemptId: attempt.id,
          accessPointId: attempt.accessPointId,
          ipAddress: attempt.ipAddress,
        });
      }
      return events;
    },
  };
}
