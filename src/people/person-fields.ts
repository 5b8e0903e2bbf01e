import { z } from 'zod';

/** One line of visible text: no control characters, so nothing can break a header, a log line or a table. */
export const visibleLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'It is empty')
    .max(max, `At most ${max} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'No line breaks or control characters');

/** What the fields of a person may hold, wherever they come from. */
export const PERSON_FIELDS = {
  userName: visibleLine(80).min(2, 'At least two characters'),
  displayName: visibleLine(120),
  email: z.email().max(254),
  /** E.164. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'A number such as +393331234567: plus, country, number, no spaces'),
};
