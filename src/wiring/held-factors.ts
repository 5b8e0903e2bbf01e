import type { FactorKind } from '../kernel/index.ts';
import type { Person } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';

export type HeldSources = Pick<Repositories, 'passwords' | 'credentials'>;

/** Asked for besides, the strongest first: what can be shown on any screen. */
const COULD_BE_ASKED: readonly FactorKind[] = ['password', 'passkey', 'totp', 'pin', 'email_otp'];

/** What a person has that can be shown, the face apart. */
async function typedFactorsOf(
  { passwords, credentials }: HeldSources,
  person: Person,
): Promise<Set<FactorKind>> {
  const kinds = new Set<FactorKind>(await credentials.kindsOf(person.id));
  if (await passwords.find(person.id)) kinds.add('password');
  if (person.email) kinds.add('email_otp');
  if (person.phone) kinds.add('sms_otp');
  return kinds;
}

/** What a person could be asked for besides, where this installation can ask it. */
export async function couldBeAsked(
  sources: HeldSources,
  person: Person,
  canAsk: (kind: FactorKind) => boolean,
): Promise<FactorKind[]> {
  const kinds = await typedFactorsOf(sources, person);
  return COULD_BE_ASKED.filter((kind) => kinds.has(kind) && canAsk(kind));
}

/** Everything that a person has, the face included. */
export async function heldFactorsOf(
  sources: HeldSources & Pick<Repositories, 'faceSamples'>,
  person: Person,
  leastSamples: number,
): Promise<FactorKind[]> {
  const kinds = await typedFactorsOf(sources, person);
  if (((await sources.faceSamples.counts()).get(person.id) ?? 0) >= leastSamples) kinds.add('face');
  return [...kinds];
}
