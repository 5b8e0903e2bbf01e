import { expect, test } from 'vitest';
import { tidyResponse } from './channel.ts';

test('a foreign answer is kept as one line of at most 300 characters', () => {
  expect(tidyResponse('550-No\r\n550 such\u2028mailbox\u0000 ')).toBe('550-No 550 such mailbox');
  expect(tidyResponse('x'.repeat(400))).toHaveLength(300);
});

test('the password is blotted out before it is cut, also as base64 and as part of an address', () => {
  const password = 'pass word/1';
  const forms = [password, Buffer.from(password).toString('base64'), encodeURIComponent(password)];
  const tidy = tidyResponse(`${'x'.repeat(295)} ${forms.join(' ')} ${forms.join(' ')}`, { password });
  expect(tidy).not.toContain('pass');
  expect(tidyResponse(forms.join(' '), { password })).toBe('••• ••• •••');
});

const password = 'correct horse';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each(['', 'u', 'us', 'use', 'user', 'owner@example.org'])(
  'an echoed AUTH PLAIN of “%s” leaks no password, at whichever of the three alignments it lies',
  (userName) => {
    const plain = base64(`\0${userName}\0${password}`);
    for (const form of [
      plain,
      plain.replace(/=+$/, ''),
      Buffer.from(plain, 'base64').toString('base64url'),
    ]) {
      const kept = tidyResponse(`501 unknown command: AUTH PLAIN ${form} (sent)`, { userName, password });
      expect(kept).toBe('501 unknown command: AUTH PLAIN ••• (sent)');
    }
  },
);

test('what stands right before the base64 hides it from nobody', () => {
  for (const before of ['', 'x', 'xx', 'xxx'])
    expect(tidyResponse(`501 ${before}${base64(`\0user\0${password}`)}`, { password })).toBe('501 •••');
});

test('an echo that was cut within the password is blotted out too', () => {
  const plain = base64(`\0user\0${password}`);
  for (let length = plain.length - 8; length < plain.length; length++)
    expect(tidyResponse(`501 ${plain.slice(0, length)}`, { userName: 'user', password })).toBe('501 •••');
});

test('the answers of AUTH LOGIN are blotted out, and ordinary words stay', () => {
  const login = { userName: 'user', password };
  expect(tidyResponse(`535 5.7.8 refused ${base64(password)} for good`, login)).toBe(
    '535 5.7.8 refused ••• for good',
  );
  const words = '550 5.1.1 <owner@example.org>: Recipient address rejected: User unknown in virtual table';
  expect(tidyResponse(words, login)).toBe(words);
});
