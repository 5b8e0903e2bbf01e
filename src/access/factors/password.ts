import type { PersonId } from '../../kernel/index.ts';
import type { Factor } from './factor.ts';
import { TRAITS } from './traits.ts';

export interface PasswordInput {
  userName: string;
  password: string;
}

export interface PasswordSource {
  /** Takes the normalised form. */
  findPersonId(userName: string): Promise<PersonId | null>;
  findHash(personId: PersonId): Promise<string | null>;
  /** Takes the same time for a null hash, and answers false. */
  verifyHash(phcHash: string | null, password: string): Promise<boolean>;
}

/** User name and password. An unknown name costs as much time as a known one. */
export function createPasswordFactor(source: PasswordSource): Factor<PasswordInput> {
  return {
    ...TRAITS.password,
    async verify({ userName, password }) {
      const personId = await source.findPersonId(userName);
      const phcHash = personId ? await source.findHash(personId) : null;
      const right = await source.verifyHash(phcHash, password);
      if (!personId) return { verdict: 'no_match', personId: null, reason: 'unknown_credential' };
      if (!right) return { verdict: 'no_match', personId, reason: 'wrong_secret' };
      return { verdict: 'match', personId };
    },
  };
}
