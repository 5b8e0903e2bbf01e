import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { scorePairs } from './rates-scores.ts';
import { readSets } from './sets.ts';
import { parsePairs, placePairs } from './sets-pairs.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A set whose pictures are plain, each of the grey that is said. */
async function makeSet(pictures: Record<string, number | string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-sets-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(pictures)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string') writeFileSync(file, content);
    else {
      const background = { r: content, g: content, b: content };
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toFile(file);
    }
  }
  return folder;
}

const TWO = { 'ada/1.png': 10, 'ada/2.png': 20, 'bob/1.png': 30, 'bob/2.png': 40 };

describe('a set of photographs', () => {
  it('of one person is refused: there is nobody to confuse them with', async () => {
    await expect(readSets(await makeSet({ 'ada/1.png': 10, 'ada/2.png': 20 }))).rejects.toThrow(
      /holds one person only \(ada\)/,
    );
  });

  it('without photographs, or that is not there, is refused by name', async () => {
    const folder = await makeSet({ 'ada/notes.txt': 'no picture' });
    await expect(readSets(folder)).rejects.toThrow(/holds no readable photographs/);
    await expect(readSets(join(folder, 'gone'))).rejects.toThrow(/cannot be read/);
  });

  it('names what cannot be read, and leaves it out', async () => {
    const folder = await makeSet({ ...TWO, 'ada/3.jpg': 'no picture', 'bob/3.png': '' });
    const { photos, unreadable } = await readSets(folder);
    expect(photos.map(({ path }) => path)).toEqual(Object.keys(TWO));
    expect(unreadable.map(({ path }) => path)).toEqual(['ada/3.jpg', 'bob/3.png']);
    expect(unreadable[1]!.reason).toBe('empty');
  });

  it('counts the same bytes once and names them, even under two people', async () => {
    const folder = await makeSet(TWO);
    copyFileSync(join(folder, 'ada/1.png'), join(folder, 'ada/again.png'));
    copyFileSync(join(folder, 'ada/1.png'), join(folder, 'bob/0.png'));
    const sets = await readSets(folder);
    expect([...sets.duplicates]).toEqual([
      ['ada/again.png', 'ada/1.png'],
      ['bob/0.png', 'ada/1.png'],
    ]);
    expect(sets.photos).toHaveLength(4);
    const descriptors = sets.photos.map(() => Float32Array.of(1));
    const scores = scorePairs({
      people: Int32Array.of(0, 0, 1, 1),
      references: descriptors,
      probes: descriptors,
      metric: { distance: () => 0, mean: (all) => all[0]! },
    });
    expect([scores.genuine.distance.length, scores.impostor.distance.length]).toEqual([2, 4]);
  });

  it('leaves out a pair of the same bytes, and says how many', async () => {
    const folder = await makeSet(TWO);
    copyFileSync(join(folder, 'ada/1.png'), join(folder, 'ada/again.png'));
    const text = 'ada/1.png,ada/again.png,1\nada/again.png,ada/2.png,1\nada/1.png,bob/1.png,0\n';
    const { pairs, identical, absent } = placePairs(parsePairs(text), await readSets(folder));
    expect({ pairs: pairs.length, identical, absent }).toEqual({ pairs: 2, identical: 1, absent: [] });
  });
});
