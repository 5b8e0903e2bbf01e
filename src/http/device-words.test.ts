import { expect, test } from 'vitest';
import { deviceWords } from './device-words.ts';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

test('browser and system are told apart, although every browser names several', () => {
  const words: [string, string][] = [
    [CHROME, 'Chrome on Linux'],
    [`${CHROME.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64')} Edg/141.0`, 'Edge on Windows'],
    ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox on Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on an iPhone',
    ],
  ];
  expect(words.map(([userAgent]) => deviceWords(userAgent))).toEqual(words.map(([, words]) => words));
});

test('what is no browser is said to be none', () => {
  expect(deviceWords('curl/8.0')).toBe('An unknown program');
  expect(deviceWords('')).toBe('An unknown program');
});
