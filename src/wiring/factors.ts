import { createPasswordFactor, type FactorRegistry, type PasskeySite } from '../access/index.ts';
import type { PasswordHasher } from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { createCodeFactors } from './codes.ts';
import { createHeldFactors, createKeyFactors, createPasswordSource } from './factor-sources.ts';

interface FactorOptions {
  store: Store;
  hasher: PasswordHasher;
  /** Whether mail is set up: without it no code can be sent. */
  canMail(): Promise<boolean>;
  /** Where browsers may use passkeys; null = nowhere, whatever the port. */
  passkeySite(): PasskeySite | null;
}

/** Everything that can be shown here but the face. What is not in it cannot be asked for. */
export const createFactors = ({ store, hasher, canMail, passkeySite }: FactorOptions): FactorRegistry => ({
  password: createPasswordFactor(createPasswordSource(store, hasher)),
  ...createHeldFactors(store),
  ...createKeyFactors(store, passkeySite),
  ...createCodeFactors({ store, canMail }),
});
