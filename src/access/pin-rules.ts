import { randomInt } from 'node:crypto';
import { SallyportError } from '../kernel/index.ts';

/**
 * What people choose and attackers try first, as far as no rule below finds it: the most frequent ones of 3.4 million
 * PINs (D. Berry, “PIN analysis”, DataGenetics, 2012), and the straight lines and corners of a keypad.
 */
const FREQUENT = new Set(
  '1004 1122 2580 0852 5683 1998 2468 1357 112233 123321 159753 123654 789456 147258 147852 258000 292513 12344321 8675309 147258369 789456123'.split(
    ' ',
  ),
);

/** Throws `pin_too_easy` for what would be guessed before anything else. */
export function checkNewPin(pin: string): void {
  if (isTooEasy(pin)) throw new SallyportError('pin_too_easy');
}

const isTooEasy = (pin: string) => isRun(pin) || isRepeated(pin) || isYear(pin) || FREQUENT.has(pin);

/** Each digit the same distance from the one before, past 9 too: 1234, 9876, 7890, 0000, 2468. */
function isRun(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

/** One part again and again: 1212, 123123, 696969. */
function isRepeated(pin: string): boolean {
  const parts = [1, 2, 3, 4, 6].filter((length) => length < pin.length && pin.length % length === 0);
  return parts.some((length) => pin.slice(0, length).repeat(pin.length / length) === pin);
}

/** The year of a birth or a wedding. */
const isYear = (pin: string): boolean => /^(19|20)\d\d$/.test(pin);

/** All PINs that one slip of a finger makes of this one: one digit is another. */
export function* slipsOf(pin: string): Generator<string> {
  for (let place = 0; place < pin.length; place++)
    for (const digit of '0123456789')
      if (digit !== pin[place]) yield pin.slice(0, place) + digit + pin.slice(place + 1);
}

/** A guess at everybody's PINs at once finds somebody's once in so many times, or less often. */
const GUESSES_PER_HIT = 1000;

const isLongEnough = (digits: number, others: number) => 10 ** digits >= GUESSES_PER_HIT * (others + 1);

/** Throws `pin_too_short` when one more PIN of this length would make guessing too easy: four digits serve ten people. */
export function demandLongEnough(pin: string, others: number): void {
  if (!isLongEnough(pin.length, others)) throw new SallyportError('pin_too_short');
}

/** How many digits a PIN that is made for somebody has: six, or as many as it needs. */
export function pinLength(others: number): number {
  let digits = 6;
  while (!isLongEnough(digits, others)) digits += 1;
  return digits;
}

/** By chance, and none of those that are guessed first. */
export function drawPin(digits: number): string {
  for (;;) {
    const pin = String(randomInt(10 ** digits)).padStart(digits, '0');
    if (!isTooEasy(pin)) return pin;
  }
}
