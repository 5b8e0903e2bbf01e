import type { FactorKind } from '../kernel/index.ts';

/** What an installation can show, besides the face that every one can. */
export interface Possibilities {
  /** Kinds in the registry. */
  registered: readonly FactorKind[];
  /** Whether mail is set up. */
  mail: boolean;
}

/** Why a factor cannot be asked for here, for whoever makes a flow; null when it can. */
export function whyUnavailable(kind: FactorKind, { registered, mail }: Possibilities): string | null {
  if (kind === 'sms_otp' && !registered.includes('sms_otp')) return 'No SMS provider is configured.';
  if (kind === 'email_otp' && !mail) return 'Mail is not set up yet: set it up under Settings, Mail.';
  if (kind === 'face' || registered.includes(kind)) return null;
  return 'This installation cannot read it.';
}
