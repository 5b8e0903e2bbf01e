import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { SallyportError } from '../kernel/index.ts';
import {
  type FaceEngine,
  type FrameAnalysis,
  openFaceEngine,
  templateDistance,
  thresholdFor,
} from '../vision/index.ts';
import { BUILT } from '../wiring/paths.ts';
import { readyModels } from './ready-models.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('compare the largest face of two photographs')
    .argument('<a>', 'a photograph')
    .argument('<b>', 'another one')
    .option('--json', 'print one JSON object')
    .action(async (a: string, b: string, { json }: { json?: boolean }) => {
      await readyModels();
      const engine = await openFaceEngine({ modelsDir: BUILT.models });
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
        const outcome = outcomeOf(distance);
        print(
          json,
          { outcome, distance, thresholds: THRESHOLDS },
          `${outcome}: distance ${distance.toFixed(4)}, match up to ${THRESHOLDS.match.toFixed(3)} (false match rate 1:10 000), uncertain up to ${THRESHOLDS.uncertain.toFixed(3)} (1:1 000)`,
        );
        process.exitCode = outcome === 'match' ? 0 : 1;
      } finally {
        await engine.close();
      }
    });
}

const THRESHOLDS = { match: thresholdFor(0.0001, 'verify'), uncertain: thresholdFor(0.001, 'verify') };

function outcomeOf(distance: number): 'match' | 'uncertain' | 'unknown' {
  if (distance <= THRESHOLDS.match) return 'match';
  return distance <= THRESHOLDS.uncertain ? 'uncertain' : 'unknown';
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
