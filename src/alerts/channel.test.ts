import { expect, test } from 'vitest';
import { tidyResponse } from './channel.ts';

test('a foreign answer is kept as one line of at most 300 characters', () => {
  expect(tidyResponse('550-No\r\n550 such\u2028mailbox\u0000 ')).toBe('550-No 550 such mailbox');
  expect(tidyResponse('x'.repeat(400))).toHaveLength(300);
});

test('secrets are blotted out before it is cut, also as base64 and as part of an address', () => {
  const secret = 'pass word/1';
  const forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
  const tidy = tidyResponse(`${'x'.repeat(295)} ${forms.join(' ')} ${forms.join(' ')}`, [secret, null]);
  expect(tidy).not.toContain('pass');
  expect(tidyResponse(forms.join(' '), [secret])).toBe('••• ••• •••');
});
