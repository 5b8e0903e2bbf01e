import type { Factor } from './factor.ts';
import { createOneTimeCodeFactor, type OneTimeCodeOptions } from './one-time-code.ts';

/** Enough to know the mailbox by for whoever owns it: `a•••@e•••.org`. */
function maskEmail(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const dot = domain.lastIndexOf('.');
  const end = dot > 0 ? domain.slice(dot) : '';
  return `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${end}`;
}

/** A code by e-mail; comes after a factor that says whose mailbox. */
export const createEmailOtpFactor = (options: Omit<OneTimeCodeOptions, 'mask'>): Factor<{ code: string }> =>
  createOneTimeCodeFactor('email_otp', { ...options, mask: maskEmail });
