import { z } from 'zod';
import type { SettingsSection } from '../people/index.ts';

const SCHEMA = z.strictObject({ rollAtEveryLogin: z.boolean() });

export const QR_SETTINGS: SettingsSection<z.infer<typeof SCHEMA>> = {
  name: 'qr',
  read: (stored) => SCHEMA.safeParse(stored).data ?? { rollAtEveryLogin: true },
};
