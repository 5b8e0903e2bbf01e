import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Point } from '../affine.ts';
import { mapPoint } from '../affine.ts';
import { openFaceEngine } from '../engine.ts';
import { templateDistance } from '../template.ts';
import { modelsForTests, samplePhoto } from '../test-material.ts';
import { ARCFACE_POINTS, descriptorSchema, variantOf } from './descriptor.ts';
import { alignmentMap, fivePoints } from './five-points.ts';
import { KNOWN_MODELS } from './known-models.ts';
import { installModel, keepCalibration, openInstalled, parseDescriptor, sha256Of } from './model-folder.ts';
import { normalisePlanes } from './plug-in-nets.ts';
import { tinyDescriptor, tinyModelBytes } from './test-models.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const newFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), 'sallyport-models-')));
  return folders.at(-1)!;
};

describe('a descriptor', () => {
  it('is complete for every known model, and its variant fits the column it is stored in', () => {
    for (const model of KNOWN_MODELS) {
      expect(descriptorSchema.parse(model)).toEqual(model);
      expect(variantOf(model).length).toBeLessThanOrEqual(64);
    }
    expect(new Set(KNOWN_MODELS.map(variantOf)).size).toBe(KNOWN_MODELS.length);
  });

  it.each([
    ['name', 'Not A Name'],
    ['name', 'built-in'],
    ['sha256', 'abc'],
    ['metric', 'euclidean'],
    ['alignment', [[1, 2]]],
    ['calibration', { source: 'x', pairs: [[0.01, 0.2]] }],
    [
      'calibration',
      {
        source: 'x',
        pairs: [
          [0.01, 0.2],
          [0.001, 0.3],
        ],
      },
    ],
    ['surprise', 1],
  ])('with a wrong %s is refused by name', (field, value) => {
    const text = JSON.stringify({ ...tinyDescriptor(), [field]: value });
    expect(() => parseDescriptor(text, 'file.json')).toThrow(/file\.json.*descriptor is wrong at/);
  });

  it('makes another variant of whatever changes the templates, and of nothing else', () => {
    const base = tinyDescriptor();
    const { input } = base;
    const others = [
      tinyDescriptor({ sha256: 'a'.repeat(64) }),
      tinyDescriptor({ input: { ...input, channels: 'BGR' } }),
      tinyDescriptor({ input: { ...input, normalisation: { ...input.normalisation, scale: 2 } } }),
      tinyDescriptor({ alignment: ARCFACE_POINTS }),
      tinyDescriptor({ name: 'other' }),
    ];
    expect(new Set([base, ...others].map(variantOf)).size).toBe(others.length + 1);
    expect(variantOf(tinyDescriptor({ title: 'Other words', calibration: null }))).toBe(variantOf(base));
  });
});

describe('the five points', () => {
  const landmarks: Point[] = Array.from({ length: 68 }, (_, i) => [i, 2 * i]);

  it('are eyes, nose and corners of the mouth of the 68', () => {
    expect(fivePoints(landmarks)).toEqual([
      [38.5, 77],
      [44.5, 89],
      [30, 60],
      [48, 96],
      [54, 108],
    ]);
  });

  it('bring a face to where the model expects it', () => {
    const turned = ARCFACE_POINTS.map(([x, y]): Point => [300 - 2 * y, 100 + 2 * x]);
    const face = [...landmarks];
    for (let i = 36; i <= 41; i++) face[i] = turned[0]!;
    for (let i = 42; i <= 47; i++) face[i] = turned[1]!;
    [face[30], face[48], face[54]] = [turned[2]!, turned[3]!, turned[4]!];
    const map = alignmentMap(ARCFACE_POINTS, face);
    for (const [i, point] of ARCFACE_POINTS.entries()) {
      const [x, y] = mapPoint(map, point);
      expect([x, y]).toEqual([expect.closeTo(turned[i]![0], 6), expect.closeTo(turned[i]![1], 6)]);
    }
  });
});

it('pixels come in the order and on the scale the model was trained with', () => {
  const normalisation = { scale: 0.5, mean: [1, 2, 3], std: [10, 20, 30] } as const;
  const planes = () => Float32Array.of(10, 20, 30);
  const asked = {
    sizePx: 1,
    normalisation: { ...normalisation, mean: [1, 2, 3], std: [10, 20, 30] },
  } as const;
  const rgb = planes();
  normalisePlanes(rgb, { ...asked, channels: 'RGB' } as never);
  expect([...rgb]).toEqual([0.4, 0.4, 0.4].map((value) => expect.closeTo(value, 6)));
  const bgr = planes();
  normalisePlanes(bgr, { ...asked, channels: 'BGR' } as never);
  expect([...bgr]).toEqual([1.4, 0.4, 2 / 30].map((value) => expect.closeTo(value, 6)));
});

describe('the folder of models', () => {
  it('keeps a model whose bytes are the described ones, and nothing else', async () => {
    const folder = newFolder();
    const model = await installModel(folder, tinyDescriptor(), tinyModelBytes());
    expect(await openInstalled(folder, 'tiny')).toEqual(model);
    const other = Buffer.concat([tinyModelBytes(), Buffer.of(0)]);
    await expect(installModel(folder, tinyDescriptor(), other)).rejects.toThrow(
      /another one, damaged or cut short/,
    );
    await expect(openInstalled(folder, 'none')).rejects.toThrow(/cannot be used: there is no/);
  });

  it('refuses a file that was cut short, exchanged or lost, and says what to do', async () => {
    const folder = newFolder();
    const { file } = await installModel(folder, tinyDescriptor(), tinyModelBytes());
    truncateSync(file, 100);
    await expect(openInstalled(folder, 'tiny')).rejects.toThrow(/cut short.*sallyport models add/);
    writeFileSync(file, Buffer.from('something else'));
    await expect(openInstalled(folder, 'tiny')).rejects.toThrow(/another one/);
    rmSync(file);
    await expect(openInstalled(folder, 'tiny')).rejects.toThrow(/is missing/);
  });

  it('keeps what was measured when the same model is added once more, and forgets it with another one', async () => {
    const folder = newFolder();
    const bare = tinyDescriptor({ calibration: null });
    const { calibration } = tinyDescriptor();
    await keepCalibration(folder, await installModel(folder, bare, tinyModelBytes()), calibration!);
    const again = await installModel(folder, bare, tinyModelBytes());
    expect(again.descriptor.calibration).toEqual(calibration);
    const changed = { ...bare, alignment: ARCFACE_POINTS };
    expect((await installModel(folder, changed, tinyModelBytes())).descriptor.calibration).toBeNull();
  });
});

describe('an engine with a model plugged in', () => {
  const openWith = async (
    change: Parameters<typeof tinyDescriptor>[0] = {},
    bytes: Buffer = tinyModelBytes(),
  ) => {
    const descriptor = tinyDescriptor({ sha256: sha256Of(bytes), ...change });
    const plugIn = await installModel(newFolder(), descriptor, bytes);
    return openFaceEngine({ modelsDir: await modelsForTests(), plugIn });
  };

  it('makes templates of its own variant and length, and thresholds by its own calibration', async () => {
    const engine = await openWith();
    const result = await engine.analyse(readFileSync(samplePhoto(6)));
    await engine.close();
    const { recogniser } = engine;
    expect(recogniser).toMatchObject({ name: 'tiny', variant: variantOf(tinyDescriptor()), dimension: 48 });
    expect([recogniser.threshold(0.01, 'verify'), recogniser.threshold(0.001, 'verify')]).toEqual([0.3, 0.2]);
    expect(recogniser.threshold(0.0001, 'identify', 1e9)).toBe(0.1);
    const faces = result.ok ? result.value.faces : [];
    expect(faces.length).toBeGreaterThan(1);
    for (const { template } of faces) {
      expect(template).toHaveLength(48);
      expect(templateDistance(template, template)).toBeCloseTo(0, 5);
    }
    expect(templateDistance(faces[0]!.template, faces[1]!.template)).toBeGreaterThan(0.001);
  });

  it('does not start with a model that is not calibrated, gives another length, or is no model', async () => {
    await expect(openWith({ calibration: null })).rejects.toThrow(/not calibrated/);
    await expect(openWith({ dimension: 64 })).rejects.toThrow(
      /gives 48 numbers where its descriptor says 64/,
    );
    await expect(openWith({}, Buffer.from('no model'))).rejects.toThrow(/not an ONNX model/);
    const wrongSize = { input: { ...tinyDescriptor().input, sizePx: 64 } };
    await expect(openWith(wrongSize)).rejects.toThrow(/does not take pictures of 64×64/);
  });

  it('never compares its templates with those of another length', async () => {
    expect(() => templateDistance(new Float32Array(48), new Float32Array(1152))).toThrow(
      /cannot be compared/,
    );
  });

  it('looks at the very bytes that it loads: a file exchanged after it was checked is refused', async () => {
    const plugIn = await installModel(newFolder(), tinyDescriptor(), tinyModelBytes());
    writeFileSync(plugIn.file, 'something else');
    await expect(openFaceEngine({ modelsDir: await modelsForTests(), plugIn })).rejects.toThrow(
      /another one/,
    );
  });
});
