import { type Preset, putQrSettings, readQrSettings } from '../access/index.ts';
import { putNoticeSettings, readNoticeSettings } from '../alerts/index.ts';
import type { Repositories } from '../storage/index.ts';

/** Makes the site’s settings what a preset needs; what is so already is left alone. */
export async function applySettings(
  { settings }: Repositories,
  { tellRegistrations, rollAtEveryLogin }: NonNullable<Preset['settings']>,
): Promise<{ section: string; fields: string[] }[]> {
  const changed: { section: string; fields: string[] }[] = [];
  const notices = await readNoticeSettings(settings);
  if (tellRegistrations && notices.tellRegistrations !== tellRegistrations) {
    await putNoticeSettings(settings, { ...notices, tellRegistrations });
    changed.push({ section: 'notices', fields: ['tellRegistrations'] });
  }
  if (rollAtEveryLogin && !(await readQrSettings(settings)).rollAtEveryLogin) {
    await putQrSettings(settings, { rollAtEveryLogin });
    changed.push({ section: 'qr', fields: ['rollAtEveryLogin'] });
  }
  return changed;
}
