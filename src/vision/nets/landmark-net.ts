import { type Point, squareAround } from '../affine.ts';
import { DLIB_PIXELS, develop, exposureFor, greyOf } from '../exposure.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import { type NetOptions, openNet } from './open-net.ts';

const INPUT_PX = 112;
const POINTS = 68;

/** A turned square of the picture in which a face is looked at. */
export interface FaceSquare {
  centre: Point;
  sidePx: number;
  angleRad: number;
}

export interface LandmarkNet {
  /** 68 points per square (the iBUG order), in pixels of the picture. */
  locate(picture: ImagePyramid, squares: readonly FaceSquare[]): Promise<Point[][]>;
  close(): Promise<void>;
}

function toPicture(square: FaceSquare, values: Float32Array): Point[] {
  const cosine = Math.cos(square.angleRad) * square.sidePx;
  const sine = Math.sin(square.angleRad) * square.sidePx;
  return Array.from({ length: POINTS }, (_, i) => {
    const u = values[2 * i]! - 0.5;
    const v = values[2 * i + 1]! - 0.5;
    return [square.centre[0] + cosine * u - sine * v, square.centre[1] + sine * u + cosine * v];
  });
}

export async function openLandmarkNet(options: NetOptions): Promise<LandmarkNet> {
  const net = await openNet('face-landmark-68.onnx', options);
  return {
    close: () => net.close(),
    async locate(picture, squares) {
      if (squares.length === 0) return [];
      const volume = 3 * INPUT_PX * INPUT_PX;
      const input = new Float32Array(squares.length * volume);
      for (const [i, { centre, sidePx, angleRad }] of squares.entries()) {
        const map = squareAround(centre, sidePx, angleRad, INPUT_PX);
        sampleSquare(picture, map, INPUT_PX, input, i * volume);
        const exposure = exposureFor(greyOf(input, INPUT_PX, i * volume));
        develop(input, INPUT_PX, i * volume, DLIB_PIXELS, exposure);
      }
      const out = await net.run(input, [squares.length, 3, INPUT_PX, INPUT_PX]);
      return squares.map((square, i) =>
        toPicture(square, out.out!.subarray(i * 2 * POINTS, (i + 1) * 2 * POINTS)),
      );
    },
  };
}
