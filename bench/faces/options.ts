import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEGRADATIONS, type Degradation } from './degrade.ts';
import { SetError } from './sets.ts';

export const USAGE = `npm run bench:faces -- --faces DIR [options]
    --faces DIR       photographs: <person>/<image>, or <set>/<person>/<image>
    --pairs FILE      "a,b,same" relative to DIR, or LFW's pairs.txt; all pairs if not said
    --peers           the same pictures through face-api and Human on tfjs-wasm
    --plug-in MODEL   the same pictures with a stronger model: an ONNX file, or the name of one that
                      was added; if not said, the one that was added to the data folder
    --descriptor FILE what must be known of an ONNX file; FILE.json beside it if not said
    --data-dir DIR    where models were added; ./sallyport-data if not said
    --int8            the same pictures with the built-in nets calculating in 8 bits
    --degrade KIND    again with worsened probes: ${DEGRADATIONS.join(', ')}
    --json OUT        writes the figures there as well
    --plot OUT.svg    draws the DET curves
    --failures N      names the N worst genuine pairs
    --calibrate       writes src/vision/calibration.ts from all pairs, with --int8 calibration-int8.ts too
    --models DIR      where the converted models are; .cache/models if not said`;

const isDegradation = (kind: string): kind is Degradation => DEGRADATIONS.some((known) => known === kind);

export function readOptions() {
  const { values } = parseArgs({
    options: {
      faces: { type: 'string' },
      pairs: { type: 'string' },
      peers: { type: 'boolean', default: false },
      int8: { type: 'boolean', default: false },
      'plug-in': { type: 'string' },
      descriptor: { type: 'string' },
      'data-dir': { type: 'string', default: 'sallyport-data' },
      json: { type: 'string' },
      degrade: { type: 'string' },
      plot: { type: 'string' },
      failures: { type: 'string', default: '0' },
      calibrate: { type: 'boolean', default: false },
      models: { type: 'string', default: join('.cache', 'models') },
    },
  });
  const { faces, degrade, 'plug-in': plugIn, 'data-dir': dataDir, ...rest } = values;
  if (!faces) throw new SetError('--faces DIR is missing.');
  if (degrade !== undefined && !isDegradation(degrade)) {
    throw new SetError(`--degrade knows ${DEGRADATIONS.join(', ')}, not ${degrade}.`);
  }
  return { ...rest, faces, plugIn, dataDir, degrade: degrade ?? null };
}

export type Options = ReturnType<typeof readOptions>;
