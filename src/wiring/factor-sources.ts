import type { FaceSource, PasswordSource } from '../access/index.ts';
import type { PasswordHasher } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';
import { TEMPLATE_VARIANT } from '../vision/index.ts';

export function createPasswordSource(store: Repositories, hasher: PasswordHasher): PasswordSource {
  return {
    async findByUserName(userName) {
      const person = await store.people.findByUserName(userName);
      return person && { id: person.id, active: person.status === 'active' };
    },
    findHash: (personId) => store.passwords.find(personId),
    verifyHash: (phcHash, password) => hasher.verify(phcHash, password),
  };
}

/** Only active people, and only templates of the model in use. */
export function createFaceSource(store: Repositories): FaceSource {
  return {
    async templatesOf(personId) {
      const person = await store.people.find(personId);
      if (person?.status !== 'active') return [];
      const samples = await store.faceSamples.listOf(personId);
      return samples
        .filter(({ variant, kind }) => kind === 'enrolment' && variant === TEMPLATE_VARIANT)
        .map(({ template }) => template);
    },
    async impostorsOf(personId) {
      const samples = await store.faceSamples.listOf(personId);
      return samples
        .filter(({ variant, kind }) => kind === 'impostor' && variant === TEMPLATE_VARIANT)
        .map(({ template }) => template);
    },
    async gallery() {
      const people = await store.people.list();
      const active = new Set(people.filter(({ status }) => status === 'active').map(({ id }) => id));
      const templates = await store.faceSamples.listTemplates(TEMPLATE_VARIANT);
      return templates.filter(({ personId, kind }) => kind === 'enrolment' && active.has(personId));
    },
  };
}
