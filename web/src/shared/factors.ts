import {
  IconCreditCard,
  IconDeviceMobile,
  IconDialpad,
  IconFaceId,
  IconFingerprint,
  IconKey,
  IconLock,
  IconMail,
  IconMessage,
  IconQrcode,
} from '@tabler/icons-react';
import type { AttemptStep } from '../api/types.ts';

export type FactorKind = AttemptStep['factors'][number];

interface FactorWords {
  label: string;
  /** As it reads after “Use”. */
  use: string;
  icon: typeof IconKey;
}

/** How each factor is called and drawn, wherever one is named. */
export const FACTORS: Record<FactorKind, FactorWords> = {
  password: { label: 'Password', use: 'the password', icon: IconLock },
  pin: { label: 'PIN', use: 'a PIN', icon: IconDialpad },
  card: { label: 'Card or fob', use: 'a card or fob', icon: IconCreditCard },
  face: { label: 'Face', use: 'the face', icon: IconFaceId },
  email_otp: { label: 'E-mail code', use: 'a code by e-mail', icon: IconMail },
  sms_otp: { label: 'SMS code', use: 'a code by SMS', icon: IconMessage },
  qr: { label: 'QR code', use: 'a QR code', icon: IconQrcode },
  totp: { label: 'Authenticator app', use: 'an authenticator app', icon: IconDeviceMobile },
  passkey: { label: 'Passkey', use: 'a passkey', icon: IconKey },
  fingerprint: { label: 'Fingerprint', use: 'a fingerprint', icon: IconFingerprint },
};

export const factorLabel = (kind: FactorKind): string => FACTORS[kind].label;
