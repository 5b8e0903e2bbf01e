import type { PersonId } from '../../kernel/index.ts';
import type { Factor } from './factor.ts';

export interface PasswordInput {
  userName: string;
  password: string;
}

export interface PasswordSource {
  findByUserName(userName: string): Promise<{ id: PersonId; active: boolean } | null>;
  findHash(personId: PersonId): Promise<string | null>;
  /** Takes the same time for a null hash, and answers false. */
  verifyHash(phcHash: string | null, password: string): Promise<boolean>;
}

/** User name and password. An unknown name costs as much time as a known one. */
export function createPasswordFactor(source: PasswordSource): Factor<PasswordInput> {
  return {
    kind: 'password',
    category: 'knowledge',
    weak: false,
    async verify({ userName, password }) {
      const person = await source.findByUserName(userName);
      const phcHash = person ? await source.findHash(person.id) : null;
      const right = await source.verifyHash(phcHash, password);
      if (!person) return { verdict: 'no_match', personId: null, reason: 'unknown_credential' };
      if (!right) return { verdict: 'no_match', personId: person.id, reason: 'wrong_secret' };
      if (!person.active) return { verdict: 'no_match', personId: person.id, reason: 'disabled' };
      return { verdict: 'match', personId: person.id };
    },
  };
}
