import { createEmailOtpFactor, createQrFactor, type FactorRegistry, isQrText } from '../access/index.ts';
import type { Store } from '../storage/index.ts';
import type { FaceEngine } from '../vision/index.ts';

interface CodeSources {
  store: Pick<Store, 'people' | 'credentials' | 'lookupHash'>;
  /** Whether mail is set up. */
  canMail(): Promise<boolean>;
}

/** The factors that are sent to somebody before they are shown. An SMS code is none of them while nobody sends SMS. */
export const createCodeFactors = ({ store, canMail }: CodeSources): FactorRegistry => ({
  email_otp: createEmailOtpFactor({
    lookupHash: store.lookupHash,
    findAddress: async (personId) =>
      (await canMail()) ? ((await store.people.find(personId))?.email ?? null) : null,
  }),
  qr: createQrFactor(store.credentials),
});

/** Of several codes in a frame one of ours counts before a poster's behind it. */
export const createCodeReader =
  (engine: Pick<FaceEngine, 'readQrCodes'>) =>
  async (jpeg: Uint8Array): Promise<string | null> => {
    const read = await engine.readQrCodes(jpeg);
    return read.ok ? (read.value.find(isQrText) ?? read.value[0] ?? null) : null;
  };
