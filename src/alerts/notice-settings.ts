import { z } from 'zod';
import type { SettingsSection } from '../people/index.ts';

export const AUDIENCES = ['nobody', 'alerts', 'everybody'] as const;
/** Those who receive alerts, or everybody who is registered. */
export type Audience = (typeof AUDIENCES)[number];

const SCHEMA = z.strictObject({
  /** Who is told when somebody is registered, gets a factor, or could not be registered. */
  tellRegistrations: z.enum(AUDIENCES),
  /** Whether people are asked “was it you?” after a login that followed failures, or came from a new address. */
  askAfterSuspiciousLogin: z.boolean(),
});
export type NoticeSettings = z.infer<typeof SCHEMA>;

const DEFAULT: NoticeSettings = { tellRegistrations: 'nobody', askAfterSuspiciousLogin: true };

export const NOTICE_SETTINGS: SettingsSection<NoticeSettings> = {
  name: 'notices',
  read: (stored) => SCHEMA.safeParse(stored).data ?? DEFAULT,
};
