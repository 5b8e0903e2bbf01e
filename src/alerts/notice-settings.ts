import { z } from 'zod';

/** Under this name the settings repository keeps them. */
const NAME = 'notices';

export const AUDIENCES = ['nobody', 'alerts', 'everybody'] as const;
/** Those who receive alerts, or everybody who is registered. */
export type Audience = (typeof AUDIENCES)[number];

const NOTICE_SETTINGS_SCHEMA = z.strictObject({
  /** Who is told when somebody is registered, gets a factor, or could not be registered. */
  tellRegistrations: z.enum(AUDIENCES),
  /** Whether people are asked “was it you?” after a login that followed failures, or came from a new address. */
  askAfterSuspiciousLogin: z.boolean(),
});
export type NoticeSettings = z.infer<typeof NOTICE_SETTINGS_SCHEMA>;

const DEFAULT: NoticeSettings = { tellRegistrations: 'nobody', askAfterSuspiciousLogin: true };

/** What is missing or not understood is as it is by default. */
export async function readNoticeSettings(settings: {
  get(name: string): Promise<unknown>;
}): Promise<NoticeSettings> {
  const stored = NOTICE_SETTINGS_SCHEMA.safeParse(await settings.get(NAME));
  return stored.success ? stored.data : DEFAULT;
}

export const putNoticeSettings = (
  settings: { put(name: string, value: unknown): Promise<void> },
  wanted: NoticeSettings,
): Promise<void> => settings.put(NAME, wanted);
