import type { Factor } from './factor.ts';
import { type FindHeld, matchHeld, noMatch } from './held-credential.ts';
import { TRAITS } from './traits.ts';

export interface PinInput {
  /** 4 to 12 digits. */
  pin: string;
}

/** The digits alone say whose they are; that they must be those of the person claimed is the engine's to demand. */
export function createPinFactor(find: FindHeld): Factor<PinInput> {
  return {
    ...TRAITS.pin,
    async verify({ pin }, { claimedPersonId, now }) {
      const found = await find(pin);
      return found ? matchHeld(found, now) : noMatch(claimedPersonId, 'wrong_secret');
    },
  };
}
