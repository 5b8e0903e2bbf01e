import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readMasterKeys, settleMasterKey } from '../../src/config/index.ts';
import { resealLanKeys } from '../../src/http/index.ts';
import { readPair } from '../../src/http/lan-certificate-files.ts';
import { silentLogger, systemClock } from '../../src/kernel/index.ts';
import { createFileSealing } from '../../src/storage/index.ts';
import { createKeyRotation } from '../../src/wiring/key-rotation.ts';
import { openStoreWith } from '../../src/wiring/open-data.ts';
import { startServer } from '../fakes/running-server.ts';
import { ledgerOf, makeHouse, type SealedHouse } from '../fakes/sealed-house.ts';

let house: SealedHouse;
afterEach(() => house.remove());

async function serve(): Promise<void> {
  const { dataDir, keyFile } = house;
  await (await startServer({ settings: { dataDir, keyFile, lan: true, host: '127.0.0.1' } })).close();
}

/** The authority's keys, as the present key opens them. */
const authority = () =>
  readPair(join(house.dataDir, 'tls'), 'ca', createFileSealing(readMasterKeys(house.keyFile, true)[0]!.key));

async function rotate(resealFiles: (files: Parameters<typeof resealLanKeys>[1]) => void): Promise<void> {
  const { store, opened } = await openStoreWith({ file: house.file }, readMasterKeys(house.keyFile, true));
  settleMasterKey(house, opened);
  const rotation = createKeyRotation({
    ...{
      store,
      ledger: ledgerOf(store),
      where: house,
      alone: true,
      clock: systemClock,
      logger: silentLogger,
    },
    resealFiles: () => resealFiles(store.files),
  });
  await rotation.start({ passphrase: null, dataKeys: false }, { actorId: null, ipAddress: null });
  await rotation.finished().finally(() => store.close());
}

it('E5 the keys of HTTPS are sealed under the new key, also when a rotation ended before it came to them', async () => {
  house = makeHouse();
  await serve();
  const made = authority()!;
  await rotate((files) => resealLanKeys(house.dataDir, files));
  expect(authority()).toEqual(made);

  const cut = rotate(() => {
    throw new Error('cut off');
  });
  await expect(cut).rejects.toThrow('cut off');
  expect(() => authority()).toThrow(/damaged/);
  await serve();
  expect(authority()).toEqual(made);
});
