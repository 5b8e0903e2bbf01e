import { expect, test } from 'vitest';
import { MAIL_SETTINGS, type MailSettings, mailSettingsSchema, refuseMailSettings } from './mail-settings.ts';

const good: MailSettings = {
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  userName: 'door',
  password: 'secret',
  from: 'door@example.org',
};

test('what was stored is read back, nothing stored is null, and anything else is refused', () => {
  expect(MAIL_SETTINGS.read(good)).toEqual(good);
  expect(MAIL_SETTINGS.read(null)).toBeNull();
  for (const bad of [
    { ...good, colour: 'red' },
    { ...good, from: 'a@b.c\r\nBcc: x@y.z' },
    { ...good, host: 'a b' },
    'text',
  ]) {
    expect(() => MAIL_SETTINGS.read(bad)).toThrow();
    expect(mailSettingsSchema.safeParse(bad).success).toBe(false);
  }
});

test.each([
  ['mail.example.org', true],
  ['192.168.1.2', true],
  ['127.evil.example', true],
  ['127.0.0.1', false],
  ['localhost', false],
  ['::1', false],
])('without TLS, %s is refused: %s', (host, refused) => {
  expect(refuseMailSettings({ ...good, security: 'none', host }) !== null).toBe(refused);
  expect(refuseMailSettings({ ...good, security: 'tls', host })).toBeNull();
});
