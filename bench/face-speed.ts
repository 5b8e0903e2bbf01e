import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fillFrame, loadSamplePeople, type SamplePeople } from '../src/cli/demo/sample-people.ts';
import { convertModels, openFaceEngine } from '../src/vision/index.ts';
import { elevenFaces, samplePhoto } from '../src/vision/test-material.ts';
import { median, race } from './faces/race.ts';
import type { Row } from './row.ts';

const CACHE = fileURLToPath(new URL('../.cache', import.meta.url));
const MODELS = join(CACHE, 'models');
const ELEVEN_RUNS = 15;

/**
 * Decode to template on 640×480 with one face and one thread. The full variant counts for the limits; lite is
 * what live frames may use.
 */
async function measureAgainstPeers(picture: Uint8Array): Promise<Row[]> {
  const names = ['ours-full', 'ours-lite', 'int8-lite', 'face-api', 'human'] as const;
  const results = await race(names, { modelsDir: MODELS, picture, rounds: 20, runsPerRound: 3 });
  const full = results['ours-full'].medianMs;
  const lite = results['ours-lite'].medianMs;
  const share = (name: string, ours: number, peer: number, limit?: number): Row => ({
    name,
    value: ours / peer,
    unit: '×',
    ...(limit === undefined ? {} : { limit, holds: ours / peer <= limit }),
  });
  return [
    { name: '640×480 to template, full, one thread', value: full, unit: 'ms' },
    { name: '640×480 to template, lite, one thread', value: lite, unit: 'ms' },
    {
      name: '640×480 to template, lite in 8 bits, one thread',
      value: results['int8-lite'].medianMs,
      unit: 'ms',
    },
    { name: '640×480 to template, face-api on tfjs-wasm', value: results['face-api'].medianMs, unit: 'ms' },
    { name: '640×480 to template, Human on tfjs-wasm', value: results.human.medianMs, unit: 'ms' },
    share('full as a share of face-api', full, results['face-api'].medianMs, 1 / 6),
    share('full as a share of Human', full, results.human.medianMs, 1 / 3),
    share('lite as a share of face-api', lite, results['face-api'].medianMs, 1 / 8),
    share('lite as a share of Human', lite, results.human.medianMs, 1 / 4),
    { name: 'peak memory of face-api on tfjs-wasm', value: results['face-api'].peakRssMb, unit: 'MB' },
    { name: 'peak memory of Human on tfjs-wasm', value: results.human.peakRssMb, unit: 'MB' },
  ];
}

/** Through the engine as the server opens it, lite as for live frames. */
async function measureElevenFaces(): Promise<Row[]> {
  const picture = await elevenFaces();
  const engine = await openFaceEngine({ modelsDir: MODELS });
  const measure = async (variant: 'full' | 'lite') => {
    const timesMs: number[] = [];
    let faces = 0;
    for (let i = 0; i < ELEVEN_RUNS; i++) {
      const startedMs = performance.now();
      const result = await engine.analyse(picture, { variant, maxEdgePx: 1280 });
      timesMs.push(performance.now() - startedMs);
      faces = result.ok ? result.value.faces.length : 0;
    }
    return { ms: median(timesMs.slice(3)), faces };
  };
  const lite = await measure('lite');
  const full = await measure('full');
  await engine.close();
  return [
    {
      name: 'faces found of eleven in 1280×960',
      value: lite.faces,
      unit: 'faces',
      limit: 11,
      holds: lite.faces === 11,
    },
    { name: 'eleven faces to templates, lite', value: lite.ms, unit: 'ms', limit: 300, holds: lite.ms < 300 },
    { name: 'eleven faces to templates, full', value: full.ms, unit: 'ms' },
  ];
}

async function bundleServingProcess(folder: string): Promise<string> {
  await build({
    entryPoints: {
      serving: fileURLToPath(new URL('./faces/serving-process.ts', import.meta.url)),
      'vision-worker': fileURLToPath(new URL('../src/vision/worker.ts', import.meta.url)),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return join(folder, 'serving.js');
}

/** Frames of one, two and no people without a pause, and a large photograph now and then. */
async function measureMemory(people: SamplePeople): Promise<Row[]> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'bench-'));
  try {
    const script = await bundleServingProcess(folder);
    const frames = [people.strangers[0]!, people.nobody, people.twoPeople];
    const paths: string[] = [];
    for (const [i, picture] of frames.entries()) {
      paths.push(join(folder, `frame-${i}.jpg`));
      writeFileSync(paths.at(-1)!, await fillFrame(picture));
    }
    const output = execFileSync(process.execPath, [script, MODELS, samplePhoto(5), ...paths], {
      encoding: 'utf8',
    });
    const value = Number(output.trim().split('\n').at(-1));
    return [
      { name: 'peak memory while analysing continuously', value, unit: 'MB', limit: 400, holds: value < 400 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function measureFaceSpeed(): Promise<Row[]> {
  await convertModels({ modelsDir: MODELS });
  const people = await loadSamplePeople();
  return [
    ...(await measureAgainstPeers(await fillFrame(people.strangers[0]!))),
    ...(await measureElevenFaces()),
    ...(await measureMemory(people)),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, limit, holds } of await measureFaceSpeed()) {
    const verdict = limit === undefined ? '' : `  (limit ${limit.toFixed(2)}: ${holds ? 'holds' : 'MISSED'})`;
    console.log(`${name.padEnd(48)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
  }
}
