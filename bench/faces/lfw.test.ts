import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSamplePeople } from '../../src/cli/demo/sample-people.ts';
import { modelsForTests } from '../../src/vision/test-material.ts';
import type { EntrantFigures } from './report.ts';

const BENCH = fileURLToPath(new URL('../faces.ts', import.meta.url));
const FOLDS = 10;
const NAMES = ['Ada_Example', 'Bob_de_Example', 'Cleo_Example'];

const folder = mkdtempSync(join(tmpdir(), 'sallyport-lfw-'));
const lfw = join(folder, 'lfw');
const pairsFile = join(folder, 'pairs.txt');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** LFW's pictures are JPEGs of 250×250 px, named after the person with a number of four digits. */
async function writePerson(name: string, photographs: readonly Uint8Array[]): Promise<void> {
  mkdirSync(join(lfw, name), { recursive: true });
  for (const [i, photograph] of photographs.entries()) {
    const picture = await sharp(photograph)
      .resize(250, 250, { fit: 'cover' })
      .jpeg({ quality: 92 })
      .toBuffer();
    writeFileSync(join(lfw, name, `${name}_${String(i + 1).padStart(4, '0')}.jpg`), picture);
  }
}

/** The header says how many folds of how many pairs; each fold has the pairs of one person, then those of two. */
function pairsOf(counts: readonly number[]): string {
  const lines = [`${FOLDS}\t${NAMES.length}`];
  for (let fold = 0; fold < FOLDS; fold++) {
    const at = (person: number, step: number) => 1 + ((fold + step) % counts[person]!);
    lines.push(...NAMES.map((name, i) => `${name}\t${at(i, 0)}\t${at(i, 1)}`));
    lines.push(
      ...NAMES.map((name, i) => {
        const other = (i + 1) % NAMES.length;
        return `${name}\t${at(i, 0)}\t${NAMES[other]}\t${at(other, 2)}`;
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}

async function measure(...options: string[]): Promise<{ printed: string; ours: EntrantFigures }> {
  const out = join(folder, 'figures.json');
  const models = await modelsForTests();
  const argv = [BENCH, '--faces', lfw, '--models', models, '--data-dir', folder, '--json', out, ...options];
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...argv]);
  return { printed: stdout, ours: JSON.parse(readFileSync(out, 'utf8')).ours as EntrantFigures };
}

beforeAll(async () => {
  const { knownPerson, otherPeople } = await loadSamplePeople();
  const people = [knownPerson, ...otherPeople].map(({ enrolment, probes }) => [...enrolment, ...probes]);
  for (const [i, name] of NAMES.entries()) await writePerson(name, people[i]!);
  writeFileSync(pairsFile, pairsOf(people.map(({ length }) => length)));
});

it('measures exactly the pairs of LFW’s own pairs.txt, in LFW’s own folders', async () => {
  const { printed, ours } = await measure('--pairs', pairsFile);
  expect(ours).toMatchObject({ genuine: FOLDS * NAMES.length, impostor: FOLDS * NAMES.length });
  expect(ours.faces_found).toBe(ours.images);
  expect(ours.tar['0.01']).toBeGreaterThan(0.9);
  expect(ours.eer).toBeLessThan(0.1);
  expect(printed).not.toMatch(/left out/);
});

it('names a pair whose photograph is missing, and measures the others', async () => {
  const file = join(folder, 'more.txt');
  writeFileSync(file, `${readFileSync(pairsFile, 'utf8')}${NAMES[0]}\t1\t999\n`);
  const { printed, ours } = await measure('--pairs', file);
  expect(printed).toContain('1 pairs left out');
  expect(printed).toContain('Ada_Example/Ada_Example_0999.jpg');
  expect(ours.genuine).toBe(FOLDS * NAMES.length);
});
