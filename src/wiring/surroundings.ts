import type { AlarmState, FactorRegistry, SurroundingsSource } from '../access/index.ts';
import {
  type AccessPointId,
  type Clock,
  type DenialReason,
  type FactorKind,
  networkOf,
  type PersonId,
} from '../kernel/index.ts';
import { type Person, standingOf } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';

/** Asked for besides, the strongest first: what can be shown on any screen. */
const COULD_BE_ASKED: readonly FactorKind[] = ['password', 'passkey', 'totp', 'pin', 'email_otp'];

export interface SurroundingsOptions {
  store: Pick<Repositories, 'people' | 'passwords' | 'credentials' | 'attempts' | 'accessPoints'>;
  clock: Clock;
  /** What can be shown at all. */
  factors: FactorRegistry;
  alarm(): Promise<AlarmState>;
  /** Whether mail is set up: without it no code can be sent. */
  canMail(): Promise<boolean>;
}

/** What a decision looks at besides the attempt: the site's local time, the alarm, and what the person is and has. */
export function createSurroundings({
  store,
  clock,
  factors,
  alarm,
  canMail,
}: SurroundingsOptions): SurroundingsSource {
  return async ({ accessPointId, ipAddress }, personId) => {
    const person = personId ? await store.people.find(personId) : null;
    const now = new Date(clock.now());
    return {
      local: { day: now.getDay(), minute: now.getHours() * 60 + now.getMinutes() },
      alarm: await alarm(),
      ipAddress,
      groups: person?.groups ?? null,
      leastFactors: person?.secondFactor ? 2 : 1,
      couldShow: person ? await heldBy(store, person, factors, canMail) : [],
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

/** What a person could be asked for: what they have, and what this installation can ask. */
async function heldBy(
  { passwords, credentials }: SurroundingsOptions['store'],
  person: Person,
  factors: FactorRegistry,
  canMail: SurroundingsOptions['canMail'],
): Promise<FactorKind[]> {
  const kinds = new Set<FactorKind>((await credentials.listOf(person.id)).map(({ kind }) => kind));
  if (await passwords.find(person.id)) kinds.add('password');
  if (person.email && (await canMail())) kinds.add('email_otp');
  return COULD_BE_ASKED.filter((kind) => kinds.has(kind) && factors[kind]);
}

/** Why a person is let in nowhere; null when they may be. */
export function createWhyNot(store: Pick<Repositories, 'people'>, clock: Clock) {
  return async (personId: PersonId): Promise<DenialReason | null> => {
    const person = await store.people.find(personId);
    const standing = person ? standingOf(person, clock.now()) : 'disabled';
    return standing === 'ok' ? null : standing;
  };
}
