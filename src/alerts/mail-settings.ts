import { z } from 'zod';
import type { SettingsSection } from '../people/index.ts';

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Faces and passwords do not cross a network in the clear. */
const CLEAR_MAIL_REFUSED =
  'Without TLS, mail is sent only to a server on this machine: choose TLS or STARTTLS.';

/** The stored value. `tls` encrypts from the first byte, `starttls` or not at all, `none` only on this machine. */
export const mailSettingsSchema = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, 'A host name or an address'),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  userName: z.string().min(1).max(200).nullable(),
  password: z.string().min(1).max(500).nullable(),
  from: z.email().max(254),
});

export type MailSettings = z.infer<typeof mailSettingsSchema>;

/** Why these settings should not be stored, for the person who made them; null when they are fine. */
export function refuseMailSettings({
  security,
  host,
}: Pick<MailSettings, 'security' | 'host'>): string | null {
  return security === 'none' && !isLoopbackHost(host) ? CLEAR_MAIL_REFUSED : null;
}

/** Null while mail is not set up. Reading throws when what is stored is not what we store. */
export const MAIL_SETTINGS: SettingsSection<MailSettings, null> = {
  name: 'mail',
  read: (stored) => (stored === null ? null : mailSettingsSchema.parse(stored)),
  untold: ['userName', 'password', 'from'],
};
