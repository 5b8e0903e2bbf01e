import type { Factor } from './factor.ts';
import { createOneTimeCodeFactor, type OneTimeCodeOptions } from './one-time-code.ts';

/** The last two digits only. */
const maskPhone = (number: string): string => `••• ${number.replace(/\D/g, '').slice(-2)}`;

/** A code by SMS. It is part of an installation only where a provider sends SMS. */
export const createSmsOtpFactor = (options: Omit<OneTimeCodeOptions, 'mask'>): Factor<{ code: string }> =>
  createOneTimeCodeFactor('sms_otp', { ...options, mask: maskPhone });
