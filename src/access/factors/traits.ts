import type { FactorKind } from '../../kernel/index.ts';
import type { FactorTraits } from './factor.ts';

/**
 * Every factor's nature, by kind. E-mail and SMS are restricted as out-of-band authenticators (NIST SP 800-63B 5.1.3),
 * a mailed QR code is no better, and a card's number can be cloned: weak. Adding a factor is one file and one line here.
 */
export const TRAITS: Record<FactorKind, FactorTraits> = {
  password: { kind: 'password', category: 'knowledge', weak: false, names: true, tries: 1 },
  pin: { kind: 'pin', category: 'knowledge', weak: false, names: true, tries: 1 },
  card: { kind: 'card', category: 'possession', weak: true, names: true, tries: 1 },
  face: { kind: 'face', category: 'inherence', weak: false, names: true, tries: 1 },
  email_otp: { kind: 'email_otp', category: 'possession', weak: true, names: false, tries: 3 },
  sms_otp: { kind: 'sms_otp', category: 'possession', weak: true, names: false, tries: 3 },
  qr: { kind: 'qr', category: 'possession', weak: true, names: true, tries: 5 },
  totp: { kind: 'totp', category: 'possession', weak: false, names: false, tries: 3 },
  passkey: { kind: 'passkey', category: 'possession', weak: false, names: true, tries: 3 },
  fingerprint: { kind: 'fingerprint', category: 'inherence', weak: false, names: true, tries: 3 },
};
