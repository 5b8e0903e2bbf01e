export { openDataFolder } from './data-folder.ts';
export type { DatabaseAddress } from './database-address.ts';
export { makeMasterKey, openOrCreateKey } from './key-file.ts';
export {
  checkSealedKey,
  type FoundKey,
  findKeyPlace,
  type KeyPlace,
  readMasterKeys,
  replaceKeyIn,
  settleMasterKey,
  unsealMasterKeys,
} from './master-key.ts';
export {
  checkNewPassphrase,
  moveKeyIntoFile,
  moveKeyUnderPassphrase,
  writeRecoveryCopy,
} from './move-key.ts';
export type { SealingRepository, SettingsRepository } from './repositories.ts';
export { loadSettings, type Settings } from './settings.ts';
