import { expect, test } from 'vitest';
import { readMoment, writeMoment } from './table-moments.ts';

test('a first day begins with it, and a last day belongs to the validity', () => {
  expect(readMoment('2026-03-01', 'first')).toBe(new Date(2026, 2, 1).getTime());
  expect(readMoment('2026-02-28', 'last')).toBe(new Date(2026, 2, 1).getTime());
});

test('an instant needs a zone, and is written as it is read', () => {
  const at = Date.UTC(2026, 11, 31, 18);
  expect(readMoment('2026-12-31T18:00Z', 'last')).toBe(at);
  expect(readMoment('2026-12-31T20:00+02:00', 'first')).toBe(at);
  expect(readMoment(writeMoment(at), 'last')).toBe(at);
});

test('days and instants that there are not are no dates', () => {
  for (const text of [
    '2026-02-30',
    '2026-13-01',
    '2026-02-30T10:00Z',
    '2026-01-01T25:00Z',
    '2026-12-31T18:00',
    '31.12.2026',
    'soon',
  ])
    expect([text, readMoment(text, 'first')]).toEqual([text, undefined]);
});
