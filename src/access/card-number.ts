import type { CardInput } from './factors/card.ts';

/**
 * `uid`: the number of a contactless card as the standard orders its bytes (ISO/IEC 14443: 4, 7 or 10; ISO/IEC 15693: 8).
 * `em4100`: the five bytes of a 125 kHz fob. `wiegand26`: what is left on the wire of one: facility and number.
 */
export const CARD_SCHEMES = ['uid', 'em4100', 'wiegand26'] as const;
export type CardScheme = (typeof CARD_SCHEMES)[number];

/** How the text was written, where the text itself does not say. */
export const CARD_NOTATIONS = [...CARD_SCHEMES, 'hex', 'decimal'] as const;

export interface CardNumber {
  scheme: CardScheme;
  bits: number;
  /** Canonical: upper-case hex, two digits a byte. */
  uid: string;
  /** As the reader wrote it. */
  raw: string;
}

export type CardRefusal =
  | 'not_a_number'
  | 'unpadded'
  | 'hex_or_decimal'
  | 'parity'
  | 'too_large'
  | 'incomplete'
  | 'random';

/** What an administrator reads when a number cannot be taken. */
export const CARD_REFUSALS: Record<CardRefusal, string> = {
  not_a_number: 'This is no card number. Hold the card to the reader again.',
  unpadded:
    'Digits are missing: this reader leaves out zeros, so the number could be that of several cards. Set the reader to write two digits for each byte.',
  hex_or_decimal:
    'This could be a decimal or a hexadecimal number. Say which one the reader writes, or set it to put “:” between the bytes.',
  parity: 'The check bits are wrong: the card was read badly. Hold it to the reader again.',
  too_large: 'This number is too large for a card of its kind. Hold the card to the reader again.',
  incomplete: 'This is the first half of a longer number. The reader must read cards with 7 bytes.',
  random: 'This card or phone makes up another number each time. Use another card.',
};

export type CardReading = { ok: true; card: CardNumber } | { ok: false; refusal: CardRefusal };

/** The form that decides whether two readings are one card. */
export const cardLookup = ({ scheme, uid }: Pick<CardNumber, 'scheme' | 'uid'>): string => `${scheme}:${uid}`;

/** For the door: whatever is not certainly one card is none. */
export function readCardLookup(input: CardInput): string | null {
  const reading = readCardNumber(input);
  return reading.ok ? cardLookup(reading.card) : null;
}

const refuse = (refusal: CardRefusal): CardReading => ({ ok: false, refusal });

/** One card from any notation that leaves no doubt; a refusal where it does. Never guesses. */
export function readCardNumber({ uid: raw, scheme }: CardInput): CardReading {
  const text = unwrap(raw.trim());
  if (scheme !== undefined && !(CARD_NOTATIONS as readonly string[]).includes(scheme))
    return refuse('not_a_number');
  if (/^[01]{26}$/.test(text)) return readWiegandBits(text, raw);
  const pair = /^(\d{1,3})[,/](\d{1,5})$/.exec(text);
  if (pair && (scheme === undefined || scheme === 'wiegand26'))
    return readFacility(Number(pair[1]), Number(pair[2]), raw);
  if (/^[\dA-F]{1,2}([:\- ][\dA-F]{1,2})+$/.test(text)) return readHex(joinBytes(text), raw, scheme);
  if (/^(\+|0X)[\dA-F]+$/.test(text)) return readHex(text.replace(/^(\+|0X)/, ''), raw, scheme);
  if (/^\d+$/.test(text)) return readDigits(text, raw, scheme);
  if (!/^[\dA-F]+$/.test(text)) return refuse('not_a_number');
  // Such a reader writes decimals, or some of its numbers would be read as decimals and others not.
  return scheme === 'wiegand26' ? refuse('hex_or_decimal') : readHex(text, raw, scheme);
}

/** Tasmota wraps it: {"RC522":{"UID":"…"}}, also with the time and what is on the card beside it. */
function unwrap(text: string): string {
  if (!text.startsWith('{')) return text.toUpperCase();
  try {
    const reader = Object.values(JSON.parse(text) as Record<string, unknown>).find(
      (value): value is { UID: string } => typeof (value as { UID?: unknown } | null)?.UID === 'string',
    );
    // What names its reader is a number in hex, whatever its digits.
    return reader
      ? `+${reader.UID.trim()
          .toUpperCase()
          .replace(/[:\- ]/g, '')}`
      : '';
  } catch {
    return '';
  }
}

/** Where the bytes stand apart, a missing zero is certain. */
const joinBytes = (text: string) =>
  text
    .split(/[:\- ]/)
    .map((byte) => byte.padStart(2, '0'))
    .join('');

const UID_DIGITS = [8, 14, 16, 20];

function readHex(hex: string, raw: string, scheme: string | undefined): CardReading {
  if (scheme === 'decimal') return refuse('not_a_number');
  if (scheme === 'em4100') return hex.length === 10 ? card('em4100', hex, raw) : refuse('unpadded');
  if (scheme === 'wiegand26') return hex.length === 6 ? card('wiegand26', hex, raw) : refuse('unpadded');
  if (hex.length === 10 && scheme === undefined) return card('em4100', hex, raw);
  if (!UID_DIGITS.includes(hex.length)) return refuse('unpadded');
  return readUid(hex, raw);
}

function readUid(hex: string, raw: string): CardReading {
  // ISO/IEC 14443-3: 88 announces that more bytes follow, 08 that the number is made up anew each time.
  if (hex.length === 8 && hex.startsWith('88')) return refuse('incomplete');
  if (hex.length === 8 && hex.startsWith('08')) return refuse('random');
  return card('uid', hex, raw);
}

/**
 * Ten digits are what a keyboard reader types: four bytes as one decimal number. A reader that writes five bytes as hex
 * must say `em4100`: its rare numbers without a letter would be taken for decimals.
 */
function readDigits(digits: string, raw: string, scheme: string | undefined): CardReading {
  if (scheme === 'hex' || scheme === 'em4100') return readHex(digits, raw, scheme === 'hex' ? 'uid' : scheme);
  if (scheme === 'wiegand26') return readWiegandDecimal(digits, raw);
  const decimal = scheme === 'decimal' || (scheme === undefined && digits.length === 10);
  if (!decimal) {
    // Eight digits may be a number of either kind; longer ones of these lengths are bytes.
    if (digits.length > 10 && UID_DIGITS.includes(digits.length)) return readUid(digits, raw);
    return refuse(digits.length === 8 && scheme === undefined ? 'hex_or_decimal' : 'unpadded');
  }
  const value = Number(digits);
  if (digits.length > 10 || value > 0xffff_ffff) return refuse('too_large');
  return readUid(value.toString(16).toUpperCase().padStart(8, '0'), raw);
}

function readWiegandDecimal(digits: string, raw: string): CardReading {
  const value = Number(digits);
  if (digits.length > 8 || value > 0xff_ffff) return refuse('too_large');
  return card('wiegand26', value.toString(16).toUpperCase().padStart(6, '0'), raw);
}

function readFacility(facility: number, number: number, raw: string): CardReading {
  if (facility > 0xff || number > 0xffff) return refuse('too_large');
  return readWiegandDecimal(String(facility * 0x1_0000 + number), raw);
}

/** 26 bits: even parity over the first twelve of the data, odd parity over the last twelve. */
function readWiegandBits(bits: string, raw: string): CardReading {
  const ones = (part: string) => part.replaceAll('0', '').length;
  if (ones(bits.slice(0, 13)) % 2 !== 0 || ones(bits.slice(13)) % 2 !== 1) return refuse('parity');
  return readWiegandDecimal(String(Number.parseInt(bits.slice(1, 25), 2)), raw);
}

const card = (scheme: CardScheme, uid: string, raw: string): CardReading => ({
  ok: true,
  card: { scheme, bits: uid.length * 4, uid, raw },
});
