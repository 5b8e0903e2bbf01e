import type { Command } from 'commander';
import {
  type FoundKey,
  findKeyPlace,
  readMasterKeys,
  type Settings,
  unsealMasterKeys,
} from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import type { Store } from '../storage/index.ts';
import { dataName, dataPlace, hasData } from '../wiring/data-place.ts';
import { openStoreWith } from '../wiring/open-data.ts';
import { askPassphrase, PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

/** What the command line gives a command that opens the data. */
export type OpeningOptions = PassphraseOptions & Record<string, unknown>;

/** Options of a command that opens the data. */
export const addOpeningOptions = (command: Command): Command =>
  addDataOptions(command).option(...PASSPHRASE_OPTION);

/** The data that these options name. */
export const openFor = (options: OpeningOptions) =>
  openData(settingsOf({ ...options, passphraseStdin: undefined }), options);

/** The data as it is, with its key file or, where there is none, the passphrase. Throws `data_folder` without data. */
export async function openData(settings: Settings, options: PassphraseOptions = {}): Promise<Store> {
  await refuseWithoutData(settings);
  return (await openDataWithKey(settings, options)).store;
}

/** Null when there is no data yet. */
export const openDataIfAny = async (settings: Settings, options: PassphraseOptions): Promise<Store | null> =>
  (await hasData(settings)) ? openData(settings, options) : null;

/** The same, with the master key in force. */
export async function openDataWithKey(
  settings: Settings,
  options: PassphraseOptions,
  known: string | null = null,
): Promise<{ store: Store; opened: FoundKey; passphrase: string | null }> {
  const place = findKeyPlace(settings);
  const data = dataPlace(settings);
  if (place.kind === 'key_file')
    return { ...(await openStoreWith(data, readMasterKeys(settings.keyFile, true))), passphrase: null };
  const passphrase = known ?? (await askPassphrase('Passphrase: ', options));
  const keys = await unsealMasterKeys(place.file, passphrase);
  if (keys.length === 0) throw new SallyportError('wrong_passphrase');
  return { ...(await openStoreWith(data, keys)), passphrase };
}

export async function refuseWithoutData(settings: Settings): Promise<void> {
  if (await hasData(settings)) return;
  throw new SallyportError('data_folder', {
    sentence: `There is no data in ${dataName(settings)} yet: nobody is enrolled. Run “sallyport start” first.`,
  });
}
