import {
  type CredentialKind,
  createCardFactor,
  createFingerprintFactor,
  createPasskeyFactor,
  createPinFactor,
  createTotpFactor,
  type FaceSource,
  type PasskeySite,
  type PasswordSource,
  readCardLookup,
} from '../access/index.ts';
import type { PersonId, ReaderId } from '../kernel/index.ts';
import { comparedTemplates, type PasswordHasher } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';
import { BUILT_IN_RECOGNISER, meanTemplate, type Recogniser } from '../vision/index.ts';
import { createFaceIndex } from './face-index.ts';

export function createPasswordSource(store: Repositories, hasher: PasswordHasher): PasswordSource {
  return {
    findPersonId: async (userName) => (await store.people.findByUserName(userName))?.id ?? null,
    findHash: (personId) => store.passwords.find(personId),
    verifyHash: (phcHash, password) => hasher.verify(phcHash, password),
  };
}

/** PIN, card and finger: what is found by what is shown. */
export function createHeldFactors(store: Pick<Repositories, 'credentials' | 'readers'>) {
  const find = (kind: CredentialKind) => (lookup: string) => store.credentials.findByLookup(kind, lookup);
  const leastConfidence = async (reader: string) =>
    (await store.readers.find(reader as ReaderId))?.leastConfidence ?? Number.POSITIVE_INFINITY;
  return {
    pin: createPinFactor(find('pin')),
    card: createCardFactor(find('card'), readCardLookup),
    fingerprint: createFingerprintFactor(find('fingerprint'), leastConfidence),
  };
}

/** Authenticator codes and passkeys. */
export function createKeyFactors(
  { credentials }: Pick<Repositories, 'credentials'>,
  site: () => PasskeySite | null,
) {
  const listOf = (personId: PersonId) => credentials.listOf(personId);
  const find = (id: string) => credentials.findByLookup('passkey', id);
  return {
    totp: createTotpFactor(listOf),
    ...(site() ? { passkey: createPasskeyFactor({ site, find, listOf }) } : {}),
  };
}

export interface IndexedFaceSource extends FaceSource {
  /** Brings the index of faces up to date before the first visitor comes. */
  catchUp(): Promise<void>;
}

/** Only active people, and only templates of the model in use. */
export function createFaceSource(
  store: Repositories,
  { variant, dimension }: Recogniser = BUILT_IN_RECOGNISER,
  mean: (templates: Float32Array[]) => Float32Array = meanTemplate,
): IndexedFaceSource {
  const templatesOf = async (personId: PersonId) => {
    const person = await store.people.find(personId);
    if (person?.status !== 'active') return [];
    return comparedTemplates(await store.faceSamples.templatesOf(personId, variant), mean);
  };
  const index = createFaceIndex({ store, templatesOf, mean, dimension });
  return {
    templatesOf,
    async impostorsOf(personId) {
      const stored = await store.faceSamples.templatesOf(personId, variant);
      return stored.filter(({ kind }) => kind === 'impostor').map(({ template }) => template);
    },
    nearest: index.nearest,
    catchUp: index.catchUp,
  };
}
