import { type Point, squareAround } from '../affine.ts';
import { develop, MINUS_ONE_TO_ONE } from '../exposure.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import { containment, type Detection, intersectionOverUnion, keepBest, sigmoid } from './detection.ts';
import { type NetOptions, openNet } from './open-net.ts';

/** The square of a picture that is looked at; what lies beyond the picture is black. */
export interface SquareView {
  centre: Point;
  sidePx: number;
}

export interface FaceDetector {
  /** Faces in pixels of the whole picture. */
  detect(picture: ImagePyramid, view: SquareView): Promise<Detection[]>;
  close(): Promise<void>;
}

const INPUT_PX = 256;
/** Per box: centre x and y, width, height, then six key points, all in input pixels. */
const VALUES_PER_BOX = 16;
const MIN_SCORE = 0.5;
const MAX_OVERLAP = 0.3;
const MAX_CONTAINMENT = 0.6;

/** Two grids of anchors, cell by cell: 16×16 cells with 2 anchors, then 8×8 with 6 (blazeface back, 256 px). */
function anchorCentres(cells: number, perCell: number): number[][] {
  const stride = INPUT_PX / cells;
  const centres: number[][] = [];
  for (let i = 0; i < cells * cells * perCell; i++) {
    const cell = Math.floor(i / perCell);
    centres.push([stride * ((cell % cells) + 0.5), stride * (Math.floor(cell / cells) + 0.5)]);
  }
  return centres;
}

const FINE_ANCHORS = anchorCentres(16, 2);
const COARSE_ANCHORS = anchorCentres(8, 6);

function readBoxes(scores: Float32Array, boxes: Float32Array, anchors: readonly number[][]): Detection[] {
  const found: Detection[] = [];
  for (const [i, [anchorX, anchorY]] of anchors.entries()) {
    const score01 = sigmoid(scores[i]!);
    if (score01 < MIN_SCORE) continue;
    const values = boxes.subarray(i * VALUES_PER_BOX, (i + 1) * VALUES_PER_BOX);
    const [x, y, width, height, rightEyeX, rightEyeY, leftEyeX, leftEyeY] = values;
    const box = {
      x: anchorX! + x! - width! / 2,
      y: anchorY! + y! - height! / 2,
      width: width!,
      height: height!,
    };
    found.push({ score01, box, rollRad: Math.atan2(leftEyeY! - rightEyeY!, leftEyeX! - rightEyeX!) });
  }
  return found;
}

/**
 * BlazeFace (back camera, 256 px). Sees dark and near faces, reliably down to about one twelfth of the view;
 * smaller ones need narrower views.
 */
export async function openBlazeDetector(options: NetOptions): Promise<FaceDetector> {
  const net = await openNet('blazeface.onnx', options);
  return {
    close: () => net.close(),
    async detect(picture, { centre, sidePx }) {
      const input = new Float32Array(3 * INPUT_PX * INPUT_PX);
      sampleSquare(picture, squareAround(centre, sidePx, 0, INPUT_PX), INPUT_PX, input);
      develop(input, INPUT_PX, 0, MINUS_ONE_TO_ONE);
      const out = await net.run(input, [1, 3, INPUT_PX, INPUT_PX]);
      const found = [
        ...readBoxes(out.fineScores!, out.fineBoxes!, FINE_ANCHORS),
        ...readBoxes(out.coarseScores!, out.coarseBoxes!, COARSE_ANCHORS),
      ];
      const kept = keepBest(
        found,
        (a, b) => intersectionOverUnion(a, b) > MAX_OVERLAP || containment(a, b) > MAX_CONTAINMENT,
      );
      const scale = sidePx / INPUT_PX;
      const left = centre[0] - sidePx / 2;
      const top = centre[1] - sidePx / 2;
      return kept.map(({ box, ...seen }) => ({
        ...seen,
        box: {
          x: box.x * scale + left,
          y: box.y * scale + top,
          width: box.width * scale,
          height: box.height * scale,
        },
      }));
    },
  };
}
