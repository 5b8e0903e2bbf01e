/**
 * Measures between which values the steps of the embedding nets lie, and writes src/vision/models/activation-ranges.ts.
 * The faces are those of the photographs inside the npm packages, so that anybody can measure again.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { widened } from '../src/vision/affine.ts';
import { CHIP_PX, chipMap } from '../src/vision/chip.ts';
import { decodeImage } from '../src/vision/decode-image.ts';
import { develop, exposureFor } from '../src/vision/exposure.ts';
import { findFaces } from '../src/vision/find-faces.ts';
import { convertModels, packageFolder } from '../src/vision/index.ts';
import { greyChip } from '../src/vision/measure-face.ts';
import { EMBEDDING_NETS } from '../src/vision/models/lay-embedding-nets.ts';
import {
  type ActivationRanges,
  ObservedGraph,
  QuantisedGraph,
} from '../src/vision/models/quantised-graph.ts';
import { EMBEDDING_INPUTS } from '../src/vision/nets/embedding-nets.ts';
import { openFaceNets } from '../src/vision/open-face-nets.ts';
import { ImagePyramid } from '../src/vision/pixel-image.ts';
import { sampleSquare } from '../src/vision/sample-square.ts';

const MODELS = fileURLToPath(new URL('../.cache/models', import.meta.url));
const FILE = fileURLToPath(new URL('../src/vision/models/activation-ranges.ts', import.meta.url));
const MAX_EDGE_PX = 4096;
const NAMES = ['face-recognition', 'faceres'] as const;
type Name = (typeof NAMES)[number];

const PHOTOGRAPHS = [
  ...[1, 2, 3, 4, 5, 6].map((number) =>
    join(packageFolder('@vladmandic/face-api'), 'demo', `sample${number}.jpg`),
  ),
  join(packageFolder('@vladmandic/human'), 'assets', 'screenshot-facematch.jpg'),
];

/** What each net is shown of every face. */
async function collectInputs(): Promise<Record<Name, Float32Array[]>> {
  const nets = await openFaceNets({ modelsDir: MODELS, threads: 2 });
  const inputs: Record<Name, Float32Array[]> = { 'face-recognition': [], faceres: [] };
  for (const path of PHOTOGRAPHS) {
    const decoded = await decodeImage(readFileSync(path), MAX_EDGE_PX);
    if (!decoded.ok) throw new Error(`${path}: ${decoded.refusal}`);
    const picture = new ImagePyramid(decoded.value);
    for (const { landmarks } of await findFaces(picture, nets)) {
      const map = chipMap(landmarks);
      const exposure = exposureFor(greyChip(picture, map));
      for (const name of NAMES) {
        const { sizePx, pixels, view } = EMBEDDING_INPUTS[name];
        const planes = new Float32Array(3 * sizePx * sizePx);
        sampleSquare(picture, widened(map, CHIP_PX, view, sizePx), sizePx, planes);
        develop(planes, sizePx, 0, pixels, exposure);
        inputs[name].push(planes);
      }
    }
  }
  await nets.close();
  return inputs;
}

async function measure(name: Name, inputs: readonly Float32Array[]): Promise<ActivationRanges> {
  const { opset, lay } = EMBEDDING_NETS[name];
  const session = await InferenceSession.create(lay(new ObservedGraph(opset)), {
    graphOptimizationLevel: 'disabled',
  });
  const steps = session.outputNames.filter((output) => output.startsWith('step_'));
  const ranges: Record<number, [number, number]> = {};
  const widen = (step: number, values: Float32Array) => {
    ranges[step] ??= [Infinity, -Infinity];
    const range = ranges[step];
    for (const value of values) {
      if (value < range[0]) range[0] = value;
      if (value > range[1]) range[1] = value;
    }
  };
  const { sizePx } = EMBEDDING_INPUTS[name];
  for (const input of inputs) {
    widen(0, input);
    const result = await session.run({ in: new Tensor('float32', input, [1, 3, sizePx, sizePx]) });
    for (const step of steps) widen(Number(step.slice('step_'.length)), result[step]!.data as Float32Array);
  }
  await session.release();
  return ranges;
}

/** Only what laying the net in 8 bits asks for. */
function wanted(name: Name, ranges: ActivationRanges): Record<string, number[]> {
  const asked = new Set<string>();
  const watched = new Proxy(ranges, {
    get(target, step) {
      asked.add(String(step));
      return target[Number(String(step))];
    },
  });
  EMBEDDING_NETS[name].lay(new QuantisedGraph(EMBEDDING_NETS[name].opset, watched));
  const rounded = (value: number) => Number(value.toPrecision(6));
  return Object.fromEntries([...asked].map((step) => [step, ranges[Number(step)]!.map(rounded)]));
}

await convertModels({ modelsDir: MODELS });
const inputs = await collectInputs();
const table: Record<string, object> = {};
for (const name of NAMES) table[name] = wanted(name, await measure(name, inputs[name]));
const count = inputs.faceres.length;
writeFileSync(
  FILE,
  `import type { ActivationRanges } from './quantised-graph.ts';

/**
 * Between which values the steps of the embedding nets lay on ${count} faces of the photographs inside the packages
 * \`@vladmandic/face-api\` and \`@vladmandic/human\`; written by scripts/measure-activation-ranges.ts, not by hand.
 */
export const ACTIVATION_RANGES: Record<'face-recognition' | 'faceres', ActivationRanges> = ${JSON.stringify(table)};
`,
);
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
execFileSync(process.execPath, [biome, 'check', '--write', FILE], { stdio: 'inherit' });
console.log(`${count} faces. Wrote ${FILE}`);
