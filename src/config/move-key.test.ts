import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  findKeyPlace,
  moveKeyIntoFile,
  moveKeyUnderPassphrase,
  openOrCreateKey,
  readMasterKeys,
  unsealMasterKeys,
  writeRecoveryCopy,
} from './index.ts';

const PASSPHRASE = 'four words of seal wax';
let where: { dataDir: string; keyFile: string };
let key: Uint8Array;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'move-key-'));
  where = { dataDir: join(folder, 'data'), keyFile: join(folder, 'master.key') };
  mkdirSync(where.dataDir);
  key = openOrCreateKey({ keyFile: where.keyFile, dataExists: false });
  return () => rmSync(folder, { recursive: true, force: true });
});

describe('moving the master key', () => {
  it('E5 under a passphrase leaves no key file, and back leaves no sealed key', async () => {
    await moveKeyUnderPassphrase(where, key, PASSPHRASE);
    expect(existsSync(where.keyFile)).toBe(false);
    const place = findKeyPlace(where);
    expect(place.kind).toBe('passphrase');
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    expect((await unsealMasterKeys(place.file, PASSPHRASE)).map((found) => found.key)).toEqual([key]);
    expect(await unsealMasterKeys(place.file, 'something else, wrong')).toEqual([]);

    moveKeyIntoFile(where, key);
    expect(existsSync(place.file)).toBe(false);
    expect(findKeyPlace(where)).toEqual({ kind: 'key_file', file: where.keyFile });
    expect(readMasterKeys(where.keyFile, true)[0]!.key).toEqual(key);
  });

  it('E5 a weak passphrase is refused before anything is touched', async () => {
    for (const weak of ['short', 'elevenchars', 'abababababababab', ''])
      await expect(moveKeyUnderPassphrase(where, key, weak)).rejects.toMatchObject({ code: 'bad_input' });
    expect(findKeyPlace(where).kind).toBe('key_file');
    expect(existsSync(join(where.dataDir, 'sealed-key.json'))).toBe(false);
  });

  it('E5 a recovery copy put in the place of the key file opens the data without the passphrase', async () => {
    const copy = join(where.dataDir, '../safe/recovery.key');
    writeRecoveryCopy(where, key, copy);
    await moveKeyUnderPassphrase(where, key, PASSPHRASE);
    writeFileSync(where.keyFile, readFileSync(copy), { mode: 0o600 });
    expect(findKeyPlace(where).kind).toBe('key_file');
    expect(readMasterKeys(where.keyFile, true)[0]!.key).toEqual(key);
  });

  it('E5 a recovery copy never replaces a file, and never lies in the data folder', () => {
    for (const file of [
      where.keyFile,
      join(where.dataDir, 'recovery.key'),
      join(where.dataDir, 'deep/er.key'),
    ])
      expect(() => writeRecoveryCopy(where, key, file)).toThrow();
    expect(existsSync(join(where.dataDir, 'recovery.key'))).toBe(false);
    expect(readMasterKeys(where.keyFile, true)[0]!.key).toEqual(key);
  });
});
