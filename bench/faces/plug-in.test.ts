import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installModel } from '../../src/vision/index.ts';
import { tinyDescriptor, tinyModelBytes } from '../../src/vision/plug-in/test-models.ts';
import { findPlugIn } from './plug-in.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sallyport-plug-in-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const add = (name: string) =>
  installModel(join(dataDir, 'models'), tinyDescriptor({ name }), tinyModelBytes());

describe('the model that is measured beside the built-in nets', () => {
  it('is none where none was added and none is asked for', async () => {
    expect(await findPlugIn({ dataDir })).toBeNull();
  });

  it('is the one that was added, by itself; of several the one that is named', async () => {
    await add('one');
    expect(await findPlugIn({ dataDir })).toMatchObject({ descriptor: { name: 'one' } });
    await add('two');
    expect(await findPlugIn({ dataDir, plugIn: 'two' })).toMatchObject({ descriptor: { name: 'two' } });
    await expect(findPlugIn({ dataDir })).rejects.toThrow(/choose one of one, two/);
    await expect(findPlugIn({ dataDir, plugIn: 'three' })).rejects.toThrow(
      /neither an ONNX file nor a model/,
    );
  });

  it('is a file with its descriptor beside it, and only the file that the descriptor speaks of', async () => {
    const file = join(dataDir, 'tiny.onnx');
    writeFileSync(file, tinyModelBytes());
    await expect(findPlugIn({ dataDir, plugIn: file })).rejects.toThrow(/pass --descriptor/);
    writeFileSync(join(dataDir, 'tiny.json'), JSON.stringify(tinyDescriptor()));
    expect(await findPlugIn({ dataDir, plugIn: file })).toMatchObject({ file, descriptor: { name: 'tiny' } });
    writeFileSync(file, 'cut short');
    await expect(findPlugIn({ dataDir, plugIn: file })).rejects.toThrow(/not the file that its descriptor/);
  });
});
