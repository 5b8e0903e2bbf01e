import { z } from 'zod';

/** Kept under the settings name `qr`. */
const NAME = 'qr';
const QR_SETTINGS_SCHEMA = z.strictObject({ rollAtEveryLogin: z.boolean() });
export type QrSettings = z.infer<typeof QR_SETTINGS_SCHEMA>;
const DEFAULT: QrSettings = { rollAtEveryLogin: true };

/** What is missing or not understood is as it is by default. */
export async function readQrSettings(settings: { get(name: string): Promise<unknown> }): Promise<QrSettings> {
  const stored = QR_SETTINGS_SCHEMA.safeParse(await settings.get(NAME));
  return stored.success ? stored.data : DEFAULT;
}

export const putQrSettings = (
  settings: { put(name: string, value: unknown): Promise<void> },
  wanted: QrSettings,
): Promise<void> => settings.put(NAME, wanted);
