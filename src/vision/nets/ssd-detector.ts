import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { squareAround } from '../affine.ts';
import { MINUS_ONE_TO_ONE, sampleSquare } from '../sample-square.ts';
import type { FaceDetector } from './blaze-detector.ts';
import { containment, type Detection, intersectionOverUnion, keepBest } from './detection.ts';
import { type NetOptions, openNet } from './open-net.ts';

const INPUT_PX = 512;
const MIN_SCORE = 0.5;
const MAX_OVERLAP = 0.5;
const MAX_CONTAINMENT = 0.6;
/** Variances the box encoding was trained with. */
const CENTRE_SCALE = 10;
const SIZE_SCALE = 5;

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));

/** One box in 0..1 of the input, from its encoding relative to an anchor (top, left, bottom, right). */
function decodeBox(encoded: Float32Array, prior: Float32Array): Detection['box'] {
  const [encodedY, encodedX, encodedHeight, encodedWidth] = encoded;
  const [priorTop, priorLeft, priorBottom, priorRight] = prior;
  const priorHeight = priorBottom! - priorTop!;
  const priorWidth = priorRight! - priorLeft!;
  const y = (encodedY! / CENTRE_SCALE) * priorHeight + priorTop! + priorHeight / 2;
  const x = (encodedX! / CENTRE_SCALE) * priorWidth + priorLeft! + priorWidth / 2;
  const halfHeight = (Math.exp(encodedHeight! / SIZE_SCALE) * priorHeight) / 2;
  const halfWidth = (Math.exp(encodedWidth! / SIZE_SCALE) * priorWidth) / 2;
  const left = clamp01(x - halfWidth);
  const top = clamp01(y - halfHeight);
  return { x: left, y: top, width: clamp01(x + halfWidth) - left, height: clamp01(y + halfHeight) - top };
}

async function readPriors(modelsDir: string): Promise<Float32Array> {
  const bytes = await readFile(join(modelsDir, 'ssd-mobilenet-priors.bin'));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** SSD MobileNet v1 on the whole picture, 512 px, letterboxed with black to the right or below. Small, far faces. */
export async function openSsdDetector(options: NetOptions): Promise<FaceDetector> {
  const net = await openNet('ssd-mobilenet.onnx', options);
  const priors = await readPriors(options.modelsDir);
  return {
    close: () => net.close(),
    async detect(picture) {
      const { width, height } = picture.image;
      const side = Math.max(width, height);
      const input = new Float32Array(3 * INPUT_PX * INPUT_PX);
      const map = squareAround([side / 2, side / 2], side, 0, INPUT_PX);
      sampleSquare(picture, map, INPUT_PX, MINUS_ONE_TO_ONE, input);
      const out = await net.run(input, [1, 3, INPUT_PX, INPUT_PX]);
      const scores = out.scores!;
      const found: Detection[] = [];
      for (let i = 0; i < scores.length; i++) {
        if (scores[i]! < MIN_SCORE) continue;
        const range = [i * 4, i * 4 + 4] as const;
        const box = decodeBox(out.boxes!.subarray(...range), priors.subarray(...range));
        found.push({
          score01: scores[i]!,
          box: { x: box.x * side, y: box.y * side, width: box.width * side, height: box.height * side },
        });
      }
      return keepBest(
        found,
        (a, b) => intersectionOverUnion(a, b) > MAX_OVERLAP || containment(a, b) > MAX_CONTAINMENT,
      );
    },
  };
}
