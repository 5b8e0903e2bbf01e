import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { destroyFile, replaceFile } from './durable-file.ts';
import {
  findKeyPlace,
  makeMasterKey,
  moveKeyIntoFile,
  moveKeyUnderPassphrase,
  openOrCreateKey,
  readMasterKeys,
  replaceKeyIn,
  settleMasterKey,
  unsealMasterKeys,
  writeRecoveryCopy,
} from './index.ts';
import { sealMasterKey } from './sealed-key.ts';

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

const CALLS = ['writeSync', 'fsyncSync', 'rmSync'] as const;

/** The work ends at its first call of this, as if the process had been killed there. */
function killedAt(name: (typeof CALLS)[number], work: () => void): void {
  const real = fs[name];
  fs[name] = () => {
    throw new Error('killed');
  };
  syncBuiltinESMExports();
  try {
    expect(work).toThrow('killed');
  } finally {
    Object.assign(fs, { [name]: real });
    syncBuiltinESMExports();
  }
}

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

  it.each(CALLS)(
    'E5 killed at %s while the key file is destroyed, it opens by the passphrase alone, and the next start ends it',
    async (at) => {
      replaceFile(join(where.dataDir, 'sealed-key.json'), await sealMasterKey(key, PASSPHRASE));
      killedAt(at, () => destroyFile(where.keyFile));
      const place = findKeyPlace(where);
      expect(place.kind).toBe('passphrase');
      const [opened] = await unsealMasterKeys(place.file, PASSPHRASE);
      settleMasterKey(where, opened!);
      expect(readdirSync(dirname(where.keyFile))).toEqual(['data']);
    },
  );

  it.each(CALLS)(
    'E5 killed at %s while a former key is destroyed, it opens by the new one, and the next start ends it',
    async (at) => {
      const replacement = await replaceKeyIn(findKeyPlace(where), null);
      const next = makeMasterKey();
      await replacement.stage(next);
      replacement.adopt();
      killedAt(at, () => replacement.finish());
      const keys = readMasterKeys(where.keyFile, true);
      expect(keys[0]!.key).toEqual(next);
      settleMasterKey(where, keys[0]!);
      expect(readdirSync(dirname(where.keyFile)).sort()).toEqual(['data', 'master.key']);
    },
  );

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
