import { existsSync } from 'node:fs';
import {
  type FoundKey,
  findKeyPlace,
  readMasterKeys,
  type Settings,
  unsealMasterKeys,
} from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import type { Store } from '../storage/index.ts';
import { openStoreWith } from '../wiring/open-data.ts';
import { databaseFile } from '../wiring/sealed-start.ts';
import { askPassphrase, type PassphraseOptions } from './ask-passphrase.ts';

/** The data as it is, with its key file or, where there is none, the passphrase. Throws `data_folder` without data. */
export async function openData(settings: Settings, options: PassphraseOptions = {}): Promise<Store> {
  refuseWithoutData(settings);
  return (await openDataWithKey(settings, options)).store;
}

/** Null when there is no data yet. */
export const openDataIfAny = async (settings: Settings): Promise<Store | null> =>
  existsSync(databaseFile(settings)) ? openData(settings) : null;

/** The same, with the master key in force. */
export async function openDataWithKey(
  settings: Settings,
  options: PassphraseOptions,
  known: string | null = null,
): Promise<{ store: Store; opened: FoundKey; passphrase: string | null }> {
  const place = findKeyPlace(settings);
  const file = databaseFile(settings);
  if (place.kind === 'key_file')
    return { ...(await openStoreWith(file, readMasterKeys(settings.keyFile, true))), passphrase: null };
  const passphrase = known ?? (await askPassphrase('Passphrase: ', options));
  const keys = await unsealMasterKeys(place.file, passphrase);
  if (keys.length === 0) throw new SallyportError('wrong_passphrase');
  return { ...(await openStoreWith(file, keys)), passphrase };
}

export function refuseWithoutData(settings: Settings): void {
  if (existsSync(databaseFile(settings))) return;
  throw new SallyportError('data_folder', {
    sentence: `There is no data in ${settings.dataDir} yet: nobody is enrolled. Run “sallyport start” first.`,
  });
}
