import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/storage/index.ts';
import { exampleEvent, examplePerson, exampleSnapshot } from '../examples.ts';
import { canMount, type DataFolder, dataFolders, mountMemoryDisk } from './data-folder.ts';

const makeFolder = dataFolders();

/** A real disk of a few megabytes that a test fills to the last block and makes room on again. */
describe.skipIf(!canMount())('a disk that is really full (needs the right to mount)', () => {
  async function onSmallDisk(test: (data: DataFolder, store: Store) => Promise<void>): Promise<void> {
    const data = makeFolder();
    const unmount = mountMemoryDisk(data.folder, 'size=6m')!;
    try {
      const store = await data.open();
      await test(data, store).finally(() => store.close());
    } finally {
      unmount();
    }
  }

  const ballast = (folder: string) => join(folder, 'ballast');

  function fillUp(folder: string): void {
    const free = statfsSync(folder);
    for (let size = free.bavail * free.bsize; size >= 0; size -= free.bsize) {
      try {
        writeFileSync(ballast(folder), Buffer.alloc(size));
        return;
      } catch {
        rmSync(ballast(folder), { force: true });
      }
    }
  }

  it('A18 refuses with storage_full, changes nothing, and works again once there is room', () =>
    onSmallDisk(async ({ folder }, store) => {
      const [ada, bob] = [examplePerson(), examplePerson()];
      await store.people.add(ada);
      fillUp(folder);
      const write = () =>
        store.transaction(async (tx) => {
          await tx.people.add(bob);
          for (let seq = 1; seq <= 200; seq += 1) await tx.events.append(exampleEvent(seq));
        });
      await expect(write()).rejects.toMatchObject({
        code: 'storage_full',
        message: expect.stringMatching(/Make room/),
      });
      expect(await store.people.list()).toEqual([ada]);
      expect(await store.events.last()).toBeNull();
      rmSync(ballast(folder));
      await write();
      expect(await store.people.list()).toHaveLength(2);
      expect(await store.events.last()).toMatchObject({ seq: 200 });
    }));

  it('A18 lets no part of a transaction through, even when the work swallows the error and goes on', () =>
    onSmallDisk(async (_, store) => {
      const errors: unknown[] = [];
      const stubborn = store.transaction(async (tx) => {
        await tx.settings.put('before', 1);
        for (let index = 0; index < 4; index += 1) {
          // Larger than what SQLite holds in memory, so that it reaches the disk before the commit.
          await tx.snapshots
            .add(exampleSnapshot(null, { jpeg: new Uint8Array(12_000_000) }))
            .catch((e) => errors.push(e));
        }
        await tx.settings.put('after', 1).catch((error) => errors.push(error));
      });
      await expect(stubborn).rejects.toMatchObject({ code: 'storage_full' });
      expect(errors.length).toBeGreaterThan(1);
      expect(await store.settings.get('before')).toBeNull();
      expect(await store.settings.get('after')).toBeNull();
      await store.settings.put('later', 1);
      expect(await store.settings.get('later')).toBe(1);
    }));

  it('says storage_full when there is no room to make the database in', async () => {
    const data = makeFolder();
    const unmount = mountMemoryDisk(data.folder, 'size=256k')!;
    try {
      fillUp(data.folder);
      await expect(data.open()).rejects.toMatchObject({ code: 'storage_full' });
      rmSync(ballast(data.folder));
    } finally {
      unmount();
    }
  });
});
