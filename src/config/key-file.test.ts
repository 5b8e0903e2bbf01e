import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SallyportError } from '../kernel/index.ts';
import { openDataFolder } from './data-folder.ts';
import { openOrCreateKey } from './key-file.ts';

let folder: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-'));
  keyFile = join(folder, 'data.key');
  return () => rmSync(folder, { recursive: true, force: true });
});

function codeOf(work: () => unknown): [string, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof SallyportError) return [error.code, error.message];
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('the first start makes a key of 32 bytes that only its owner may read, and the next start reads the same', () => {
  const made = openOrCreateKey({ keyFile, dataExists: false });
  expect(made).toHaveLength(32);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(openOrCreateKey({ keyFile, dataExists: true })).toEqual(made);
  expect(openOrCreateKey({ keyFile, dataExists: false })).toEqual(made);
  expect(readdirSync(folder)).toEqual(['data.key']);
});

test('with data and no key it refuses to start, says what to do, and makes nothing', () => {
  const [code, message] = codeOf(() => openOrCreateKey({ keyFile, dataExists: true }));
  expect(code).toBe('key_missing');
  expect(message).toMatch(/Put the file back from your backup/);
  expect(existsSync(keyFile)).toBe(false);
});

test.each([
  ['empty', '', /is empty/],
  ['cut short', 'aGVsbG8=', /does not hold a key/],
  ['not base64', 'x'.repeat(44), /does not hold a key/],
])('a key file that is %s is refused and left as it is', (_, text, message) => {
  writeFileSync(keyFile, text, { mode: 0o600 });
  const [code, sentence] = codeOf(() => openOrCreateKey({ keyFile, dataExists: false }));
  expect(code).toBe('key_missing');
  expect(sentence).toMatch(message);
  expect(readFileSync(keyFile, 'utf8')).toBe(text);
});

test.each([0o640, 0o604, 0o620])(
  'a key file with mode %o is refused with the command that mends it',
  (mode) => {
    openOrCreateKey({ keyFile, dataExists: false });
    chmodSync(keyFile, mode);
    expect(codeOf(() => openOrCreateKey({ keyFile, dataExists: true }))[1]).toContain(`chmod 600 ${keyFile}`);
  },
);

test('a folder in the place of the key file is refused', () => {
  mkdirSync(keyFile);
  expect(codeOf(() => openOrCreateKey({ keyFile, dataExists: false }))[0]).toBe('key_missing');
});

test('a new data folder is closed to others; one that was open is used and reported', () => {
  const made = join(folder, 'a/b');
  expect(openDataFolder(made)).toEqual({ path: made, openToOthers: false });
  expect(statSync(made).mode & 0o777).toBe(0o700);
  chmodSync(made, 0o755);
  expect(openDataFolder(made).openToOthers).toBe(true);
});

test('a data folder that is a file, or lies below one, is refused with what to do', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'kept');
  for (const path of [file, join(file, 'below')]) {
    const [code, message] = codeOf(() => openDataFolder(path));
    expect(code).toBe('data_folder');
    expect(message).toMatch(/Move the file away, or name another one with --data-dir/);
  }
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

test.skipIf(process.getuid?.() === 0)(
  'a data folder that may not be written to is refused with what to do',
  () => {
    chmodSync(folder, 0o500);
    expect(codeOf(() => openDataFolder(folder))[1]).toMatch(/chown/);
    expect(codeOf(() => openOrCreateKey({ keyFile, dataExists: false }))[1]).toMatch(/--key-file/);
  },
);
