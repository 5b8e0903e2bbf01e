import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { convertModels, modelsAreReady } from './convert-models.ts';

let modelsDir: string;

beforeAll(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
});
afterAll(() => rm(modelsDir, { recursive: true, force: true }));

const FILES = [
  'blazeface.onnx',
  'face-landmark-68.onnx',
  'face-recognition-int8.onnx',
  'face-recognition.onnx',
  'facemesh.onnx',
  'faceres-int8.onnx',
  'faceres.onnx',
];

test('every model is written once, with progress, and nothing half-written stays behind', async () => {
  expect(await modelsAreReady(modelsDir)).toBe(false);
  const progress: string[] = [];
  const written = await convertModels({
    modelsDir,
    onProgress: ({ file, done, total }) => progress.push(`${done}/${total} ${file}`),
  });
  expect(written.toSorted()).toEqual(FILES);
  expect(progress).toHaveLength(FILES.length);
  expect(progress.at(-1)).toMatch(/^7\/7 /);
  expect((await readdir(modelsDir)).toSorted()).toEqual([...FILES, 'manifest.json'].toSorted());
  expect(await modelsAreReady(modelsDir)).toBe(true);
});

test('models that are right stay untouched', async () => {
  const before = await stat(join(modelsDir, 'faceres.onnx'));
  expect(await convertModels({ modelsDir })).toEqual([]);
  expect((await stat(join(modelsDir, 'faceres.onnx'))).mtimeMs).toBe(before.mtimeMs);
});

test('a truncated model is noticed and written again', async () => {
  await truncate(join(modelsDir, 'blazeface.onnx'), 1000);
  expect(await modelsAreReady(modelsDir)).toBe(false);
  expect(await convertModels({ modelsDir })).toEqual(['blazeface.onnx']);
  expect(await modelsAreReady(modelsDir)).toBe(true);
});

test('models made from other weights, or by another converter, are written again', async () => {
  const path = join(modelsDir, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  manifest.files['faceres.onnx'].sourceSha256 = '0'.repeat(64);
  await writeFile(path, JSON.stringify(manifest));
  expect(await convertModels({ modelsDir })).toEqual(['faceres.onnx']);
  await writeFile(path, JSON.stringify({ ...manifest, converterVersion: 0 }));
  expect((await convertModels({ modelsDir })).toSorted()).toEqual(FILES);
});

test('a manifest that is not one counts as none', async () => {
  await writeFile(join(modelsDir, 'manifest.json'), '{"converterVersion":');
  expect(await modelsAreReady(modelsDir)).toBe(false);
});
