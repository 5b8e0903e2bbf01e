import type { FactorKind } from '../kernel/index.ts';

/** As they read in a sentence: “the … was wrong”. */
export const FACTOR_WORDS: Record<FactorKind, string> = {
  password: 'password',
  pin: 'PIN',
  card: 'card',
  face: 'face',
  email_otp: 'code sent by e-mail',
  sms_otp: 'code sent by SMS',
  qr: 'QR code',
  totp: 'authenticator code',
  passkey: 'passkey',
  fingerprint: 'fingerprint',
};

/** As something that a person is given: “a card”, “an authenticator app”. */
export const heldThing = (factor: FactorKind): string =>
  factor === 'totp' ? 'an authenticator app' : `a ${FACTOR_WORDS[factor]}`;

/** Field and role names as they read in a sentence: `displayName` → “display name”. */
const plainName = (name: string): string =>
  name.replace(/[_.]/g, ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const listWords = (names: string[]): string => listed(names.map(plainName));

function listed(words: string[]): string {
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

interface Change {
  fields: string[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** The fields of a change, with what they were and are where that is short: “idle minutes (30 → 10)”. */
export function changeWords({ fields, before, after }: Change): string {
  const words = fields.map((field) => {
    const [was, is] = [shortValue(before?.[field]), shortValue(after?.[field])];
    return was !== null && is !== null ? `${plainName(field)} (${was} → ${is})` : plainName(field);
  });
  return listed(words);
}

function shortValue(value: unknown): string | null {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const short = typeof value === 'number' || (typeof value === 'string' && value.length <= 40);
  return short ? String(value) : null;
}

const UNITS: [number, string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
];

/** Rounded up, in the largest unit that leaves at least two, or exactly one: “1 minute”, “90 seconds”, “2 hours”. */
export function describeDuration(ms: number): string {
  const [size, unit] = UNITS.find(([unitMs]) => ms >= 2 * unitMs || ms === unitMs) ?? UNITS.at(-1)!;
  const count = Math.max(1, Math.ceil(ms / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** “ (it is right by a clock that is 2 minutes ahead)”, or empty. */
export function describeClock(clockOffMs: number | undefined): string {
  if (!clockOffMs) return '';
  const side = clockOffMs > 0 ? 'ahead' : 'behind';
  return ` (it is right by a clock that is ${describeDuration(Math.abs(clockOffMs))} ${side})`;
}

export const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

interface RoleWords {
  name: string;
  permissions: string[];
}

/** “changed the role Cleaner: it allows log read more, and settings write no more”. */
export function roleChange(before: RoleWords, after: RoleWords): string {
  const more = after.permissions.filter((one) => !before.permissions.includes(one));
  const less = before.permissions.filter((one) => !after.permissions.includes(one));
  const parts = [
    before.name === after.name ? '' : `it is called ${after.name} now`,
    more.length > 0 ? `it allows ${listWords(more)} too` : '',
    less.length > 0 ? `it does not allow ${listWords(less)} any more` : '',
  ].filter(Boolean);
  return `changed the role ${before.name}${parts.length > 0 ? `: ${parts.join('; ')}` : ''}`;
}
