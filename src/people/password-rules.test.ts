import { describe, expect, it } from 'vitest';
import { checkNewPassword } from './password-rules.ts';

describe('a new password', () => {
  it.each(['1234567', 'päss🙂'])('%s is too short', (password) => {
    expect(() => checkNewPassword(password, 'ada')).toThrow('at least 8 characters');
  });

  it.each([
    'password',
    'Password1!',
    'iloveyou2',
    'qwertyuiop',
    '12345678',
    'aaaaaaaaaa',
    'ababababab',
    'lovelace1815',
  ])('%s is too common', (password) => {
    expect(() => checkNewPassword(password, 'lovelace')).toThrow('attackers try first');
  });

  it.each(['correct horse battery', 'only lower case letters', 'ünïcödé über alles', 'xxxyz1 4q'])(
    '%s is taken: there are no composition rules',
    (password) => {
      expect(() => checkNewPassword(password, 'ada')).not.toThrow();
    },
  );
});
