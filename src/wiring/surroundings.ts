import type { AlarmState, FactorRegistry, SurroundingsSource } from '../access/index.ts';
import {
  type AccessPointId,
  type Clock,
  type DenialReason,
  type FactorKind,
  networkOf,
  type PersonId,
} from '../kernel/index.ts';
import { standingOf } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';
import { couldBeAsked } from './held-factors.ts';

export interface SurroundingsOptions {
  store: Pick<Repositories, 'people' | 'passwords' | 'credentials' | 'attempts' | 'accessPoints'>;
  clock: Clock;
  /** What can be shown at all. */
  factors: FactorRegistry;
  alarm(): Promise<AlarmState>;
  /** Whether mail is set up: without it no code can be sent. */
  canMail(): Promise<boolean>;
}

/** An instant on the clock of the site. */
export function localTime(at: number): { day: number; minute: number } {
  const now = new Date(at);
  return { day: now.getDay(), minute: now.getHours() * 60 + now.getMinutes() };
}

/** What a decision looks at besides the attempt: the site's local time, the alarm, and what the person is and has. */
export function createSurroundings({
  store,
  clock,
  factors,
  alarm,
  canMail,
}: SurroundingsOptions): SurroundingsSource {
  const canAsk = async () => {
    const mail = await canMail();
    return (kind: FactorKind) => factors[kind] !== undefined && (kind !== 'email_otp' || mail);
  };
  return async ({ accessPointId, ipAddress }, personId) => {
    const person = personId ? await store.people.find(personId) : null;
    return {
      local: localTime(clock.now()),
      alarm: await alarm(),
      ipAddress,
      groups: person?.groups ?? null,
      leastFactors: person?.secondFactor ? 2 : 1,
      couldShow: person ? await couldBeAsked(store, person, await canAsk()) : [],
      ...((await isNewNetwork(store, accessPointId, ipAddress, personId))
        ? { grantFacts: { newNetwork: true } }
        : {}),
    };
  };
}

/** At a login only: a door is always where it is. The first login of all is from nowhere new. */
async function isNewNetwork(
  { attempts, accessPoints }: SurroundingsOptions['store'],
  accessPointId: AccessPointId,
  ipAddress: string,
  personId: PersonId | null,
): Promise<boolean> {
  if (!personId || (await accessPoints.find(accessPointId))?.kind !== 'login') return false;
  const known = (await attempts.grantedFrom(personId)).map(networkOf);
  return known.length > 0 && !known.includes(networkOf(ipAddress));
}

/** Why a person is let in nowhere; null when they may be. */
export function createWhyNot(store: Pick<Repositories, 'people'>, clock: Clock) {
  return async (personId: PersonId): Promise<DenialReason | null> => {
    const person = await store.people.find(personId);
    const standing = person ? standingOf(person, clock.now()) : 'disabled';
    return standing === 'ok' ? null : standing;
  };
}
