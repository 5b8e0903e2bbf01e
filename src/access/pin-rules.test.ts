import { expect, it, test } from 'vitest';
import { checkNewPin, demandLongEnough, drawPin, pinLength, slipsOf } from './pin-rules.ts';

const isTaken = (pin: string) => {
  try {
    checkNewPin(pin);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'pin_too_easy' });
    return false;
  }
};

it.each(
  '0000 1111 1234 4321 9876 7890 0987 1212 6969 1984 2024 2580 1004 123123 696969 111111 123456 654321 112233 159753 12345678 8675309 123412341234'.split(
    ' ',
  ),
)('B11 refuses %s', (pin) => expect(isTaken(pin)).toBe(false));

it.each('4829 7305 482913 730516 90210773 739105284617'.split(' '))('B11 takes %s', (pin) =>
  expect(isTaken(pin)).toBe(true),
);

test('the rules leave nearly all PINs: at least 96 of 100 with four digits, 99.8 of 100 with six', () => {
  const share = (digits: number) => {
    const all = Array.from({ length: 10 ** digits }, (_, value) => String(value).padStart(digits, '0'));
    return all.filter(isTaken).length / all.length;
  };
  expect(share(4)).toBeGreaterThan(0.96);
  expect(share(6)).toBeGreaterThan(0.998);
}, 30_000);

test('a slip is every PIN that differs in one digit, and no other', () => {
  const slips = [...slipsOf('4829')];
  expect(slips).toHaveLength(36);
  expect(new Set(slips).size).toBe(36);
  for (const slip of slips) {
    expect(slip).toMatch(/^\d{4}$/);
    expect([...slip].filter((digit, place) => digit !== '4829'[place])).toHaveLength(1);
  }
});

test('B11 a PIN made by chance has as many digits as it needs, and is none of those that are guessed first', () => {
  for (const [others, digits] of [
    [0, 6],
    [999, 6],
    [1000, 7],
    [10_000, 8],
  ] as const) {
    expect(pinLength(others)).toBe(digits);
    expect(() => demandLongEnough('0'.repeat(digits), others)).not.toThrow();
  }
  const pins = Array.from({ length: 2000 }, () => drawPin(4));
  expect(pins.every(isTaken)).toBe(true);
  expect(new Set(pins.map((pin) => pin[0])).size).toBe(10);
  expect(new Set(pins).size).toBeGreaterThan(1500);
});
