export { openDataFolder } from './data-folder.ts';
export { openOrCreateKey } from './key-file.ts';
export type { SealingRepository, SettingsRepository } from './repositories.ts';
export { loadSettings, type Settings } from './settings.ts';
