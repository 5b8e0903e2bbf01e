export { type DataFolder, openDataFolder } from './data-folder.ts';
export { openOrCreateKey } from './key-file.ts';
export type { SettingsRepository } from './repositories.ts';
export { LOG_LEVELS, loadSettings, type Settings, type SettingsSources } from './settings.ts';
