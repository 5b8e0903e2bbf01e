import { describe, expect, it } from 'vitest';
import { repeatableRandom } from '../gallery-crowd.ts';
import type { SquareView } from '../nets/blaze-detector.ts';
import type { Box } from '../types.ts';
import { planViews, searchViews } from './plan-views.ts';

const HD = { width: 1280, height: 720 };
/** BlazeFace sees faces from one twelfth of its view. */
const SEES_FROM = 1 / 12;

function isSeen(box: Box, { centre: [x, y], sidePx }: SquareView): boolean {
  const [left, top] = [x - sidePx / 2, y - sidePx / 2];
  const isWhole =
    box.x >= left && box.y >= top && box.x + box.width <= left + sidePx && box.y + box.height <= top + sidePx;
  return isWhole && box.width >= SEES_FROM * sidePx && box.width <= 0.9 * sidePx;
}

describe('where to look', () => {
  it('every followed face is in a view that shows it whole and large enough, wherever it stands', () => {
    const random = repeatableRandom(3);
    for (let round = 0; round < 200; round++) {
      const known = Array.from({ length: 1 + Math.floor(random() * 14) }, () => {
        const width = 34 + random() * 250;
        return { x: random() * (HD.width - width), y: random() * (HD.height - width), width, height: width };
      });
      const views = planViews(HD, known, round);
      for (const box of known) expect(views.some((view) => isSeen(box, view))).toBe(true);
    }
  });

  it('neighbours share a view: eleven faces in two rows cost a few looks, not eleven', () => {
    const known = Array.from({ length: 11 }, (_, i) => ({
      x: 60 + 190 * (i % 6),
      y: 150 + 300 * Math.floor(i / 6),
      width: 80,
      height: 80,
    }));
    for (let turn = 0; turn < 9; turn++) expect(planViews(HD, known, turn).length).toBeLessThanOrEqual(6);
  });

  it('everything else is searched in turn, and while nobody is there, at once', () => {
    const all = searchViews(HD);
    const one = [{ x: 600, y: 300, width: 90, height: 90 }];
    const searched = all.map((_, turn) => planViews(HD, one, turn)[0]);
    expect(searched).toEqual(all);
    expect(planViews(HD, [], 0)).toEqual(all);
    const newcomer = { x: 20, y: 600, width: 48, height: 48 };
    expect(all.some((view) => isSeen(newcomer, view))).toBe(true);
  });

  it('a face larger than half the picture, and one that leaves it, are looked for too', () => {
    const close = { x: 300, y: 10, width: 650, height: 650 };
    expect(planViews(HD, [close], 3).some((view) => isSeen(close, view))).toBe(true);
    const leaving = { x: -50, y: 300, width: 120, height: 120 };
    const inside = { x: 0, y: 300, width: 70, height: 120 };
    expect(planViews(HD, [leaving], 3).some((view) => isSeen(inside, view))).toBe(true);
  });
});
