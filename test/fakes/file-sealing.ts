import { createFileSealing } from '../../src/storage/index.ts';

/** The real sealing, under a master key of this one byte. */
export const fileSealing = (byte: number) => createFileSealing(new Uint8Array(32).fill(byte));
