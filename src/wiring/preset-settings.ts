import { type Preset, QR_SETTINGS } from '../access/index.ts';
import { NOTICE_SETTINGS } from '../alerts/index.ts';
import { changeSection, readSection, type SettingsChange } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';

/** Makes the site’s settings what a preset needs; what is so already is left alone. */
export async function applySettings(
  { settings }: Repositories,
  { tellRegistrations, rollAtEveryLogin }: NonNullable<Preset['settings']>,
): Promise<SettingsChange[]> {
  const notices = await readSection(NOTICE_SETTINGS, settings);
  const qr = await readSection(QR_SETTINGS, settings);
  const changes = [
    await changeSection(NOTICE_SETTINGS, settings, {
      ...notices,
      tellRegistrations: tellRegistrations ?? notices.tellRegistrations,
    }),
    await changeSection(QR_SETTINGS, settings, {
      rollAtEveryLogin: rollAtEveryLogin ?? qr.rollAtEveryLogin,
    }),
  ];
  return changes.filter((change) => change !== null);
}
