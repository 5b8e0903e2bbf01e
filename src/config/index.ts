export type { SettingsRepository } from './repositories.ts';
