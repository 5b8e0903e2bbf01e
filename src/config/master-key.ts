import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import { finishDestroying } from './durable-file.ts';
import { keyText, openOrCreateKey, readKeyFile } from './key-file.ts';
import { openSealedKey, readSealedKey, sealMasterKey } from './sealed-key.ts';
import { adoptStagedKey, destroyOtherKeys, keyPlaces, stageKey } from './staged-key.ts';

interface Where {
  dataDir: string;
  keyFile: string;
}

/** Where the master key lies, and in what form: readable by its owner, or only by who knows the passphrase. */
export interface KeyPlace {
  kind: 'key_file' | 'passphrase';
  file: string;
}

/** A key that may be the right one: after a crash within a rotation there are two. */
export interface FoundKey {
  key: Uint8Array;
  file: string;
}

export const sealedKeyFile = ({ dataDir }: Pick<Where, 'dataDir'>): string =>
  join(dataDir, 'sealed-key.json');

/** A key file that is there wins: so a recovery copy put in its place opens the data without the passphrase. */
export function findKeyPlace(where: Where): KeyPlace {
  const sealed = sealedKeyFile(where);
  const locked = keyPlaces(where.keyFile).length === 0 && keyPlaces(sealed).length > 0;
  return locked ? { kind: 'passphrase', file: sealed } : { kind: 'key_file', file: where.keyFile };
}

/** The keys that lie in the key file, made when there are neither data nor a key. Throws `key_missing`. */
export function readMasterKeys(keyFile: string, dataExists: boolean): FoundKey[] {
  const places = keyPlaces(keyFile);
  if (places.length === 0) return [{ key: openOrCreateKey({ keyFile, dataExists }), file: keyFile }];
  // A server that is rotating the key may destroy one of them meanwhile.
  return places.flatMap((file) => {
    const key = readKeyFile(file);
    return key ? [{ key, file }] : [];
  });
}

/** Empty when this is not the passphrase. Throws `key_missing` when the sealed key is damaged. */
export async function unsealMasterKeys(file: string, passphrase: string): Promise<FoundKey[]> {
  const found: FoundKey[] = [];
  for (const [place, text] of readSealedTexts(file)) {
    const key = await openSealedKey(text, passphrase);
    if (key) found.push({ key, file: place });
  }
  return found;
}

/** Throws `key_missing` when no passphrase could open it. */
export function checkSealedKey(file: string): void {
  for (const [, text] of readSealedTexts(file)) readSealedKey(text);
}

/** All at once: while one passphrase is stretched, a server that is rotating the key may destroy a file. */
function readSealedTexts(file: string): [place: string, text: string][] {
  return keyPlaces(file).map((place) => [place, readFileSync(place, 'utf8')]);
}

/** To be called when the data opened with this key: ends what a crash may have left of a rotation or a move. */
export function settleMasterKey(where: Where, opened: FoundKey): void {
  const { file } = findKeyPlace(where);
  if (opened.file === `${file}.previous`) {
    throw new SallyportError('key_missing', {
      sentence: `The data opens with ${opened.file} and not with ${file}. Rename it to ${file} and start again.`,
    });
  }
  if (opened.file !== file) adoptStagedKey(file);
  destroyOtherKeys(file);
  for (const moved of [where.keyFile, sealedKeyFile(where)]) finishDestroying(moved);
}

/** How the key in this place is replaced; see `staged-key.ts`. A passphrase stays the same one. */
export interface KeyReplacement {
  stage(key: Uint8Array): Promise<void>;
  adopt(): void;
  /** Reads the key again as the next start will. */
  reread(): Promise<Uint8Array | null>;
  finish(): void;
  abandon(): void;
}

/** Throws `wrong_passphrase` before anything is touched. */
export async function replaceKeyIn(
  { kind, file }: KeyPlace,
  passphrase: string | null,
): Promise<KeyReplacement> {
  const words = passphrase ?? '';
  const open = async () =>
    kind === 'key_file' ? readKeyFile(file) : openSealedKey(readFileSync(file, 'utf8'), words);
  if (!existsSync(file) || !(await open())) throw new SallyportError('wrong_passphrase');
  return {
    async stage(key) {
      stageKey(file, kind === 'key_file' ? keyText(key) : await sealMasterKey(key, words));
    },
    adopt: () => adoptStagedKey(file),
    reread: open,
    finish: () => destroyOtherKeys(file),
    abandon: () => destroyOtherKeys(file),
  };
}
