import { describe, expect, test } from 'vitest';
import type { Point } from './affine.ts';
import { GEOMETRY_GATE, locateFaces, PATIENT_PASSES, QUICK_PASSES } from './locate-faces.ts';
import type { FaceSquare, LandmarkNet } from './nets/landmark-net.ts';
import { STEADY_POINTS, STEADY_SHAPE } from './nets/mean-shape.ts';
import { ImagePyramid } from './pixel-image.ts';

const PICTURE = new ImagePyramid({ data: new Uint8Array(300 * 300 * 3), width: 300, height: 300 });
const DETECTION = { box: { x: 100, y: 100, width: 100, height: 100 }, score01: 0.9 };

interface Pose {
  x?: number;
  y?: number;
  sidePx?: number;
  angleRad?: number;
  /** Moves every second point by this share of the side: no face looks like it. */
  distortion?: number;
}

/** 68 landmarks of a perfect face; the points that do not count lie in its middle. */
function faceAt({ x = 110, y = 110, sidePx = 80, angleRad = 0, distortion = 0 }: Pose): Point[] {
  const landmarks: Point[] = Array.from({ length: 68 }, () => [x + sidePx / 2, y + sidePx / 2]);
  for (const [i, point] of STEADY_POINTS.entries()) {
    const [u, v] = STEADY_SHAPE[i]!;
    const across = (u + (i % 2) * distortion) * sidePx;
    const down = v * sidePx;
    const [cosine, sine] = [Math.cos(angleRad), Math.sin(angleRad)];
    landmarks[point] = [x + across * cosine - down * sine, y + across * sine + down * cosine];
  }
  return landmarks;
}

/** Answers look by look; the last answer stays. */
function netSeeing(...looks: Pose[]): LandmarkNet & { squares: FaceSquare[] } {
  const squares: FaceSquare[] = [];
  return {
    squares,
    async locate(_picture, asked) {
      const pose = looks[Math.min(squares.length, looks.length - 1)]!;
      squares.push(...asked);
      return asked.map(() => faceAt(pose));
    },
    close: async () => {},
  };
}

const locate = (net: LandmarkNet, passes = QUICK_PASSES) => locateFaces(PICTURE, [DETECTION], net, passes);

describe('the geometry gate', () => {
  test('lets a face through that stays where it is', async () => {
    const faces = await locate(netSeeing({}));
    expect(faces).toHaveLength(1);
    expect(faces[0]!.fit.residual).toBeLessThan(1e-6);
    expect(faces[0]!.fit.sidePx).toBeCloseTo(80, 6);
  });

  test('stops what has not the shape of a face', async () => {
    expect(await locate(netSeeing({ distortion: 0.1 }))).toHaveLength(1);
    expect(await locate(netSeeing({ distortion: 0.4 }))).toEqual([]);
  });

  test('stops a face far smaller than the place it was seen in', async () => {
    const share = GEOMETRY_GATE.minShareOfBox * 100;
    expect(await locate(netSeeing({ sidePx: share + 1 }))).toHaveLength(1);
    expect(await locate(netSeeing({ sidePx: share - 1 }))).toEqual([]);
  });

  test('stops landmarks that move between the looks', async () => {
    const allowed = GEOMETRY_GATE.maxMovement * 80;
    expect(await locate(netSeeing({}, { x: 110 + allowed - 0.5 }))).toHaveLength(1);
    expect(await locate(netSeeing({}, { x: 110 + allowed + 0.5 }))).toEqual([]);
  });

  test('waits for landmarks that settle later, when told to be patient', async () => {
    const looks = [{}, { x: 130 }, { x: 140 }, { x: 141 }];
    expect(await locate(netSeeing(...looks))).toEqual([]);
    expect(await locate(netSeeing(...looks), PATIENT_PASSES)).toHaveLength(1);
  });
});

test('the second look is turned as the face is (A6)', async () => {
  const net = netSeeing({ angleRad: 0.5 });
  await locate(net);
  expect(net.squares.map(({ angleRad }) => angleRad)).toEqual([0, expect.closeTo(0.5, 6)]);
});

test('no detection costs no look', async () => {
  const net = netSeeing({});
  expect(await locateFaces(PICTURE, [], net, QUICK_PASSES)).toEqual([]);
  expect(net.squares).toEqual([]);
});
