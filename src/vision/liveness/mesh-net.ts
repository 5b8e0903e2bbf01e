import { type Affine, affineScale, squareAround } from '../affine.ts';
import { develop, exposureFor, greyOf, type Normalisation } from '../exposure.ts';
import type { FaceSquare } from '../nets/landmark-net.ts';
import { type NetOptions, openNet } from '../nets/open-net.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import type { FacePatch } from './live-sight.ts';
import { MESH_POINTS } from './mesh-points.ts';

const INPUT_PX = 192;
const ZERO_TO_ONE: Normalisation = { mean: [0, 0, 0], deviation: 255 };
const PATCH_PX = INPUT_PX / 2;

export interface FaceMesh {
  /** 0..1, low where there is no face. */
  presence01: number;
  /** 468 × 3 in sides of the square: x and y from its upper left, z smaller = nearer. */
  mesh: Float32Array;
  /** The square that was looked at, as grey. */
  patch: FacePatch;
  /** From the patch's 192 px to the picture. */
  map: Affine;
  /** Side of the square, px of the picture. */
  sidePx: number;
}

export interface MeshNet {
  locate(picture: ImagePyramid, square: FaceSquare): Promise<FaceMesh>;
  close(): Promise<void>;
}

/** Half the size, each value the mean of four. */
function halfGrey(grey: Float32Array): Uint8Array {
  const half = new Uint8Array(PATCH_PX * PATCH_PX);
  for (let y = 0, to = 0; y < PATCH_PX; y++) {
    for (let x = 0, from = 2 * y * INPUT_PX; x < PATCH_PX; x++, from += 2, to++) {
      const sum = grey[from]! + grey[from + 1]! + grey[from + INPUT_PX]! + grey[from + INPUT_PX + 1]!;
      half[to] = Math.round(sum / 4);
    }
  }
  return half;
}

/** MediaPipe's face mesh: 468 points of one face in a square about it. */
export async function openMeshNet(options: NetOptions): Promise<MeshNet> {
  const net = await openNet('facemesh.onnx', options);
  return {
    close: () => net.close(),
    async locate(picture, { centre, sidePx, angleRad }) {
      const map = squareAround(centre, sidePx, angleRad, INPUT_PX);
      const input = new Float32Array(3 * INPUT_PX * INPUT_PX);
      sampleSquare(picture, map, INPUT_PX, input);
      const grey = greyOf(input, INPUT_PX);
      develop(input, INPUT_PX, 0, ZERO_TO_ONE, exposureFor(grey));
      const out = await net.run(input, [1, 3, INPUT_PX, INPUT_PX]);
      return {
        presence01: out.presence![0]!,
        mesh: out.mesh!.slice(0, 3 * MESH_POINTS).map((value) => value / INPUT_PX),
        patch: { size: PATCH_PX, grey: halfGrey(grey) },
        map,
        sidePx: affineScale(map) * INPUT_PX,
      };
    },
  };
}
