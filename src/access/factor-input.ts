import { z } from 'zod';

const code = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be six digits'));

/** WebAuthn 5.8.4; one that is not known yet hints at nothing. */
const PASSKEY_TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');

const PASSKEY_ID = { id: base64url(1_400), rawId: base64url(1_400), type: z.literal('public-key') };

/** A new passkey as a browser's `create()` answers it; what it says besides is left out. */
export const NEW_PASSKEY_SCHEMA = z.object({
  ...PASSKEY_ID,
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(20_000),
    transports: z.array(z.enum(PASSKEY_TRANSPORTS).catch('internal')).max(10).optional(),
  }),
});

/** What can be shown from a screen. A face and a QR code are read from camera frames; a reader reports by itself. */
export const SHOWN_SCHEMA = z.discriminatedUnion('factor', [
  z.strictObject({
    factor: z.literal('password'),
    userName: z.string().min(1).max(80),
    password: z.string().min(1).max(256),
  }),
  z.strictObject({ factor: z.literal('pin'), pin: z.string().regex(/^\d{4,12}$/, 'must be 4 to 12 digits') }),
  z.strictObject({
    factor: z.literal('card'),
    scheme: z.string().min(1).max(20).optional(),
    uid: z.string().min(1).max(64),
  }),
  z.strictObject({ factor: z.literal('email_otp'), code }),
  z.strictObject({ factor: z.literal('sms_otp'), code }),
  z.strictObject({ factor: z.literal('totp'), code }),
  z.strictObject({
    factor: z.literal('passkey'),
    response: z.object({
      ...PASSKEY_ID,
      response: z.object({
        clientDataJSON: base64url(4_000),
        authenticatorData: base64url(4_000),
        signature: base64url(4_000),
        userHandle: base64url(100).optional(),
      }),
    }),
  }),
]);
export type ShownInput = z.infer<typeof SHOWN_SCHEMA>;

/** What is read by this server or by a reader it trusts. */
export type ReadInput =
  | { factor: 'qr'; text: string }
  | { factor: 'fingerprint'; reader: string; slot: number; confidence: number };

export type FactorInput = ShownInput | ReadInput;
export type InputOf<Kind extends FactorInput['factor']> = Extract<FactorInput, { factor: Kind }>;
