import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { SallyportError } from '../kernel/index.ts';
import {
  BUILT_IN,
  type FaceEngine,
  type FrameAnalysis,
  openFaceEngine,
  type Recogniser,
  templateDistance,
} from '../vision/index.ts';
import { openModelNamed } from '../wiring/model-in-use.ts';
import { BUILT } from '../wiring/paths.ts';
import { readyModels } from './ready-models.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

interface VerifyOptions extends Record<string, unknown> {
  json?: boolean;
  model?: string;
}

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('compare the largest face of two photographs')
    .argument('<a>', 'a photograph')
    .argument('<b>', 'another one')
    .option('--model <name>', 'compare with this model (default: the built-in one)')
    .option('--json', 'print one JSON object');
  addDataOptions(command).action(
    async (a: string, b: string, { json, model = BUILT_IN, ...rest }: VerifyOptions) => {
      const { dataDir } = settingsOf(rest);
      const plugIn = await openModelNamed(dataDir, model);
      await readyModels();
      const engine = await openFaceEngine({ modelsDir: BUILT.models, plugIn });
      const thresholds = thresholdsOf(engine.recogniser);
      try {
        const [first, second] = [await seeFaces(engine, a), await seeFaces(engine, b)];
        const [left, right] = [first.faces[0], second.faces[0]];
        if (!left || !right) {
          const none = left ? b : a;
          print(json, { outcome: 'no_face', distance: null }, `no_face: no face was found in ${none}`);
          process.exitCode = 2;
          return;
        }
        const distance = templateDistance(left.template, right.template);
        const outcome = outcomeOf(distance, thresholds);
        print(
          json,
          { outcome, distance, thresholds },
          `${outcome}: distance ${distance.toFixed(4)}, match up to ${thresholds.match.toFixed(3)} (false match rate 1:10 000), uncertain up to ${thresholds.uncertain.toFixed(3)} (1:1 000)`,
        );
        process.exitCode = outcome === 'match' ? 0 : 1;
      } finally {
        await engine.close();
      }
    },
  );
}

function thresholdsOf({ threshold }: Recogniser) {
  return { match: threshold(0.0001, 'verify'), uncertain: threshold(0.001, 'verify') };
}

function outcomeOf(
  distance: number,
  { match, uncertain }: ReturnType<typeof thresholdsOf>,
): 'match' | 'uncertain' | 'unknown' {
  if (distance <= match) return 'match';
  return distance <= uncertain ? 'uncertain' : 'unknown';
}

function print(json: boolean | undefined, facts: object, sentence: string): void {
  console.log(json ? JSON.stringify(facts) : sentence);
}

/** The faces of a photograph on disk, largest first; a sentence when it cannot be read. */
export async function seeFaces(engine: FaceEngine, path: string): Promise<FrameAnalysis> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SallyportError('image_refused', { sentence: `${path} cannot be read.`, cause });
  });
  const result = await engine.analyse(bytes);
  if (!result.ok)
    throw new SallyportError('image_refused', {
      sentence: `${path}: ${result.refusal.replaceAll('_', ' ')}.`,
    });
  return result.value;
}
