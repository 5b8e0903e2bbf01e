import { createPasswordFactor, type FactorRegistry } from '../access/index.ts';
import type { PasswordHasher } from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { createCodeFactors } from './codes.ts';
import { createHeldFactors, createPasswordSource } from './factor-sources.ts';

interface FactorOptions {
  store: Store;
  hasher: PasswordHasher;
  /** Whether mail is set up: without it no code can be sent. */
  canMail(): Promise<boolean>;
}

/** Everything that can be shown here but the face. What is not in it cannot be asked for. */
export const createFactors = ({ store, hasher, canMail }: FactorOptions): FactorRegistry => ({
  password: createPasswordFactor(createPasswordSource(store, hasher)),
  ...createHeldFactors(store),
  ...createCodeFactors({ store, canMail }),
});
