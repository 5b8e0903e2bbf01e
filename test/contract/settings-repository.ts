import { describe, expect, it } from 'vitest';
import type { OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeSettingsRepository(openStore: OpenStore): void {
  describe('settings', () => {
    const open = opened(openStore);

    it('gives back any JSON value, and null for a name that has none', async () => {
      const { settings } = await open();
      const mail = {
        host: 'mail.example.org',
        port: 465,
        secret: 'pässword',
        to: [null, true, 1.5],
        none: null,
      };
      await settings.put('mail', mail);
      await settings.put('flag', false);
      expect(await settings.get('mail')).toEqual(mail);
      expect(await settings.get('flag')).toBe(false);
      expect(await settings.get('nothing')).toBeNull();
    });

    it('replaces the value before', async () => {
      const { settings } = await open();
      await settings.put('mail', { host: 'one' });
      await settings.put('mail', { host: 'two' });
      expect(await settings.get('mail')).toEqual({ host: 'two' });
    });
  });
}
