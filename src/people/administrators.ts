import { type PersonId, SallyportError } from '../kernel/index.ts';
import type { FaceSampleRepository, PasswordRepository, Person, PersonRepository } from './repositories.ts';
import { permissionsOf } from './roles.ts';
import { SAMPLES } from './samples.ts';

interface AdministratorRepositories {
  people: Pick<PersonRepository, 'list'>;
  passwords: Pick<PasswordRepository, 'find'>;
  faceSamples: Pick<FaceSampleRepository, 'counts'>;
}

export const administers = ({ status, roles }: Person): boolean =>
  status === 'active' && permissionsOf(roles).has('people.write');

/** Active administrators who have what the panel's sign-in asks for. */
export async function listAdministrators(tx: AdministratorRepositories): Promise<PersonId[]> {
  const samples = await tx.faceSamples.counts();
  const able: PersonId[] = [];
  for (const person of await tx.people.list()) {
    const enrolled = (samples.get(person.id) ?? 0) >= SAMPLES.least;
    if (enrolled && administers(person) && (await tx.passwords.find(person.id))) able.push(person.id);
  }
  return able;
}

/** Throws `last_administrator` unless somebody other than `id` is left who can sign in and administer. */
export async function demandAnotherAdministrator(tx: AdministratorRepositories, id: PersonId): Promise<void> {
  if (!(await listAdministrators(tx)).some((other) => other !== id))
    throw new SallyportError('last_administrator');
}
