import { z } from 'zod';

const code = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be six digits'));

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
  z.strictObject({ factor: z.literal('passkey'), response: z.record(z.string(), z.unknown()) }),
]);
export type ShownInput = z.infer<typeof SHOWN_SCHEMA>;

/** What is read by this server or by a reader it trusts. */
export type ReadInput =
  | { factor: 'qr'; text: string }
  | { factor: 'fingerprint'; reader: string; slot: number; confidence: number };

export type FactorInput = ShownInput | ReadInput;
export type InputOf<Kind extends FactorInput['factor']> = Extract<FactorInput, { factor: Kind }>;
