import { expect, test } from 'vitest';
import type { Point } from './affine.ts';
import { findFaces } from './find-faces.ts';
import type { SquareView } from './nets/blaze-detector.ts';
import { STEADY_POINTS, STEADY_SHAPE } from './nets/mean-shape.ts';
import { ImagePyramid } from './pixel-image.ts';

const WIDTH = 1200;
const HEIGHT = 900;
const PICTURE = new ImagePyramid({ data: new Uint8Array(WIDTH * HEIGHT * 3), width: WIDTH, height: HEIGHT });

interface Truth {
  x: number;
  y: number;
  sidePx: number;
}

/** Sees the faces that are at least a twelfth and at most two thirds of its view, and wholly inside it. */
function finderFor(truth: readonly Truth[], views: SquareView[]) {
  const landmarksOf = ({ x, y, sidePx }: Truth): Point[] => {
    const all: Point[] = Array.from({ length: 68 }, () => [x, y]);
    for (const [i, point] of STEADY_POINTS.entries()) {
      const [u, v] = STEADY_SHAPE[i]!;
      all[point] = [x + (u - 0.5) * sidePx, y + (v - 0.5) * sidePx];
    }
    return all;
  };
  return {
    blaze: {
      async detect(_picture: ImagePyramid, view: SquareView) {
        views.push(view);
        const reach = view.sidePx / 2;
        const isSeen = ({ x, y, sidePx }: Truth) =>
          sidePx > view.sidePx / 12 &&
          sidePx < view.sidePx / 1.5 &&
          Math.abs(x - view.centre[0]) + sidePx / 2 < reach &&
          Math.abs(y - view.centre[1]) + sidePx / 2 < reach;
        return truth.filter(isSeen).map(({ x, y, sidePx }) => ({
          score01: 0.9,
          box: { x: x - sidePx / 2, y: y - sidePx / 2, width: sidePx, height: sidePx },
        }));
      },
      close: async () => {},
    },
    landmarks: {
      async locate(_picture: ImagePyramid, squares: readonly { centre: Point }[]) {
        return squares.map(({ centre: [x, y] }) =>
          landmarksOf(
            truth.toSorted((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0]!,
          ),
        );
      },
      close: async () => {},
    },
  };
}

async function find(truth: readonly Truth[]) {
  const views: SquareView[] = [];
  const faces = await findFaces(PICTURE, finderFor(truth, views));
  return { sides: faces.map(({ fit }) => Math.round(fit.sidePx)), views };
}

test('one near face takes one look', async () => {
  const { sides, views } = await find([{ x: 600, y: 450, sidePx: 400 }]);
  expect(sides).toEqual([400]);
  expect(views).toEqual([{ centre: [600, 450], sidePx: 1200 }]);
});

test('a face that fills the picture is found from farther away', async () => {
  const { sides, views } = await find([{ x: 600, y: 450, sidePx: 850 }]);
  expect(sides).toEqual([850]);
  expect(views).toHaveLength(2);
});

test('next to a small face smaller ones are looked for, down to the finest tiles (B9)', async () => {
  const truth = [150, 110, 65, 50].map((sidePx, i) => ({ x: 200 + 250 * i, y: 300 + 100 * i, sidePx }));
  const { sides } = await find(truth);
  expect(sides).toEqual([150, 110, 65, 50]);
});

test('every face is reported once, however many views show it, largest first', async () => {
  const { sides } = await find([
    { x: 560, y: 450, sidePx: 120 },
    { x: 720, y: 450, sidePx: 140 },
  ]);
  expect(sides).toEqual([140, 120]);
});

test('the tiles cover the whole picture and overlap', async () => {
  const { sides, views } = await find([]);
  expect(sides).toEqual([]);
  const tiles = views.filter(({ sidePx }) => sidePx < WIDTH);
  for (const length of [0, 1] as const) {
    const reached = tiles.map(({ centre, sidePx }) => [
      centre[length] - sidePx / 2,
      centre[length] + sidePx / 2,
    ]);
    expect(Math.min(...reached.map(([from]) => from!))).toBeLessThanOrEqual(0.001);
    expect(Math.max(...reached.map(([, to]) => to!))).toBeGreaterThanOrEqual(
      (length ? HEIGHT : WIDTH) - 0.001,
    );
  }
});
