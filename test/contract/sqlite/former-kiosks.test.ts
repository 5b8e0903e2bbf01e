import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/storage/index.ts';
import { exampleAccessPoint } from '../examples.ts';

it('a kiosk of before there was pairing stays open to any browser, until somebody changes that', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-kiosks-'));
  const file = join(folder, 'store.db');
  const masterKey = randomBytes(32);
  const before = await openStore({ file, masterKey });
  const kiosk = exampleAccessPoint({ screens: 'paired' });
  await before.accessPoints.add(kiosk);
  await before.close();
  const db = new Database(file);
  db.exec("delete from migrations where name = 'paired screens'");
  db.exec('alter table access_points drop column screens; drop table screens');
  db.close();
  const after = await openStore({ file, masterKey });
  expect(await after.accessPoints.list()).toEqual([{ ...kiosk, screens: 'any' }]);
  expect(await after.screens.list()).toEqual([]);
  await after.close();
  rmSync(folder, { recursive: true, force: true });
});
