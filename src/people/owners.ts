import { type PersonId, SallyportError } from '../kernel/index.ts';
import type { FaceSampleRepository, PasswordRepository, Person, PersonRepository } from './repositories.ts';
import { SAMPLES } from './samples.ts';

interface OwnerRepositories {
  people: Pick<PersonRepository, 'list'>;
  passwords: Pick<PasswordRepository, 'find'>;
  faceSamples: Pick<FaceSampleRepository, 'counts'>;
}

/** For good: whoever becomes an owner later or ceases to be one does not count. */
export const isOwner = ({ status, roles, validFrom, validUntil }: Person): boolean =>
  status === 'active' && roles.includes('owner') && validFrom === null && validUntil === null;

/** Active owners who have what the panel's sign-in asks for. */
export async function listOwners(tx: OwnerRepositories): Promise<PersonId[]> {
  const samples = await tx.faceSamples.counts();
  const able: PersonId[] = [];
  for (const person of await tx.people.list()) {
    const enrolled = (samples.get(person.id) ?? 0) >= SAMPLES.least;
    if (enrolled && isOwner(person) && (await tx.passwords.find(person.id))) able.push(person.id);
  }
  return able;
}

/** Throws `last_owner` unless an owner other than `id` is left who can sign in. */
export async function demandAnotherOwner(tx: OwnerRepositories, id: PersonId): Promise<void> {
  if (!(await listOwners(tx)).some((other) => other !== id)) throw new SallyportError('last_owner');
}
