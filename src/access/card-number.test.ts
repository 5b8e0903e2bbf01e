import { describe, expect, it, test } from 'vitest';
import { CARD_REFUSALS, cardLookup, readCardLookup, readCardNumber } from './card-number.ts';

const lookupOf = (uid: string, scheme?: string) => readCardLookup({ uid, scheme });

describe('one card in different notations is one card', () => {
  const sameCards: [string, [string, string?][]][] = [
    [
      'uid:3DD5FCFF',
      [
        ['+3DD5FCFF'],
        ['3dd5fcff'],
        ['3D:D5:FC:FF'],
        ['3D-D5-FC-FF'],
        ['3D D5 FC FF'],
        ['0x3DD5FCFF'],
        ['{"RC522":{"UID":"3DD5FCFF"}}'],
        ['{"Time":"2021-01-23T13:10:50","RC522":{"UID":"3DD5FCFF","Data":"","Type":"MIFARE 1KB"}}'],
        ['1037434111'],
        ['1037434111', 'decimal'],
        [' 3DD5FCFF\r\n'],
      ],
    ],
    ['uid:0A0BC0DE', [['A:B:C0:DE'], ['0A0BC0DE'], ['0168542430']]],
    ['uid:12345678', [['+12345678'], ['12:34:56:78'], ['12345678', 'hex'], ['{"RC522":{"UID":"12345678"}}']]],
    ['uid:04A224B2C56180', [['04A224B2C56180'], ['04:a2:24:b2:c5:61:80']]],
    ['uid:04112233445566', [['04112233445566']]],
    ['uid:0102030405060708090A', [['0102030405060708090A'], ['1:2:3:4:5:6:7:8:9:A']]],
    ['em4100:1A00B4C3D2', [['1A00B4C3D2'], ['1A00B4C3D2', 'em4100']]],
    [
      'em4100:1200345678',
      [
        ['1200345678', 'em4100'],
        ['12:00:34:56:78', 'em4100'],
      ],
    ],
    ['wiegand26:7BB26E', [['123,45678'], ['123/45678'], ['+7BB26E', 'wiegand26'], ['8106606', 'wiegand26']]],
  ];
  it.each(sameCards)('%s', (lookup, notations) => {
    expect(notations.map(([uid, scheme]) => lookupOf(uid, scheme))).toEqual(notations.map(() => lookup));
  });

  it('and numbers of different kinds are never one card, however alike their digits', () => {
    const all = sameCards.map(([lookup]) => lookup);
    expect(new Set(all).size).toBe(all.length);
    expect(lookupOf('1A00B4C3D2')).not.toBe(lookupOf('+00B4C3D2'));
  });
});

test('Wiegand 26 is facility and number, and its two check bits are checked', () => {
  const data = (0x7bb26e).toString(2).padStart(24, '0');
  const ones = (part: string) => part.replaceAll('0', '').length;
  const first = ones(data.slice(0, 12)) % 2;
  const last = 1 - (ones(data.slice(12)) % 2);
  expect(lookupOf(`${first}${data}${last}`)).toBe('wiegand26:7BB26E');
  for (let bit = 0; bit < 26; bit++) {
    const bits = [...`${first}${data}${last}`];
    bits[bit] = bits[bit] === '0' ? '1' : '0';
    expect(readCardNumber({ uid: bits.join('') })).toEqual({ ok: false, refusal: 'parity' });
  }
  expect(lookupOf('255,65535')).toBe('wiegand26:FFFFFF');
  expect(readCardNumber({ uid: '256,1' })).toEqual({ ok: false, refusal: 'too_large' });
});

describe('what could be more than one card is none', () => {
  it.each([
    ['a1b', undefined, 'unpadded'],
    ['A1BCDE', undefined, 'unpadded'],
    ['3DD5FCF', undefined, 'unpadded'],
    ['+3DD5FCF', undefined, 'unpadded'],
    ['{"RC522":{"UID":"3DD5FC"}}', undefined, 'unpadded'],
    ['1234567', undefined, 'unpadded'],
    ['1A00B4C3D', 'em4100', 'unpadded'],
    ['123456789', 'em4100', 'unpadded'],
    ['+7BB26', 'wiegand26', 'unpadded'],
    ['123,45678', 'hex', 'not_a_number'],
    ['12345678', undefined, 'hex_or_decimal'],
    ['4294967296', undefined, 'too_large'],
    ['16777216', 'wiegand26', 'too_large'],
    ['7BB26E', 'wiegand26', 'hex_or_decimal'],
    ['88A224B2', undefined, 'incomplete'],
    ['08A224B2', undefined, 'random'],
    ['', undefined, 'not_a_number'],
    ['{"RC522":{}}', undefined, 'not_a_number'],
    ['{"RC522":', undefined, 'not_a_number'],
    ['null', undefined, 'not_a_number'],
    ['{"RC522":null}', undefined, 'not_a_number'],
    ['HELLO', undefined, 'not_a_number'],
    ['3DD5FCFF', 'desfire', 'not_a_number'],
    ['3DD5FCFF', 'decimal', 'not_a_number'],
  ] as const)('%s as %s: %s', (uid, scheme, refusal) => {
    expect(readCardNumber({ uid, scheme })).toEqual({ ok: false, refusal });
    expect(readCardLookup({ uid, scheme })).toBeNull();
  });

  it('and each refusal is a sentence that says what to do', () => {
    for (const sentence of Object.values(CARD_REFUSALS)) expect(sentence).toMatch(/^[A-Z].*[a-z]\.$/);
  });
});

test('no text whatever makes it throw, and what it takes it reads the same again', () => {
  const letters = '0123456789ABCDEFabcdef:+-, {}"x';
  for (let round = 0; round < 20_000; round++) {
    const length = Math.floor(Math.random() * 24);
    const uid = Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
    const reading = readCardNumber({ uid });
    if (!reading.ok) continue;
    const { scheme, bits, uid: hex } = reading.card;
    expect(hex).toMatch(/^([\dA-F]{2})+$/);
    expect(bits).toBe(hex.length * 4);
    const again = { uid: `+${hex}`, scheme: scheme === 'uid' ? 'hex' : scheme };
    expect(readCardLookup(again)).toBe(cardLookup(reading.card));
  }
});
