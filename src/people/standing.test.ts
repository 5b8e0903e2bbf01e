import { expect, test } from 'vitest';
import { standingOf } from './standing.ts';

const always = { status: 'active', validFrom: null, validUntil: null } as const;

test('without limits a person counts always, and never while suspended', () => {
  expect(standingOf(always, 0)).toBe('ok');
  expect(standingOf({ ...always, status: 'suspended' }, 0)).toBe('disabled');
});

test('a validity holds from its first instant and ends with its last', () => {
  const limited = { ...always, validFrom: 100, validUntil: 200 };
  expect([99, 100, 199, 200].map((now) => standingOf(limited, now))).toEqual([
    'not_yet_valid',
    'ok',
    'ok',
    'expired',
  ]);
});

test('somebody suspended is that first, whatever the dates say', () => {
  expect(standingOf({ status: 'suspended', validFrom: 100, validUntil: 200 }, 300)).toBe('disabled');
});
