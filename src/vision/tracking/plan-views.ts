import { tileViews, wholeView } from '../find-faces.ts';
import type { SquareView } from '../nets/blaze-detector.ts';
import type { Box } from '../types.ts';

export interface FrameSize {
  width: number;
  height: number;
}

/** A followed face is at least this share of the view it is looked for in: comfortably above what BlazeFace needs. */
const LEAST_SHARE = 0.12;
/** And at most this, so that the view shows what is about it. */
const MOST_SHARE = 0.6;
/** Room about a foretold place, as a share of the face's side: nobody moves farther between two frames. */
const ROOM = 0.5;
/** Through a narrower view only faces too small to be recognised would be found. */
const LEAST_VIEW_PX = 320;
/** Tiles along the picture's longer side. */
const TILINGS = [2, 3];

function widened({ x, y, width, height }: Box): Box {
  const room = Math.max(width, height) * ROOM;
  return { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
}

/** The view's span along one side that shows a span of the picture; inside the picture where it fits. */
function startOf(wanted: number, sidePx: number, lengthPx: number): number {
  return sidePx >= lengthPx ? (lengthPx - sidePx) / 2 : Math.min(Math.max(wanted, 0), lengthPx - sidePx);
}

function viewAt(left: number, top: number, sidePx: number): SquareView {
  return { centre: [left + sidePx / 2, top + sidePx / 2], sidePx };
}

/** True when the view shows the face with the room about it (as far as the picture reaches), neither too small nor too large. */
function shows({ centre: [x, y], sidePx }: SquareView, box: Box, { width, height }: FrameSize): boolean {
  const side = Math.max(box.width, box.height);
  if (side < LEAST_SHARE * sidePx || side > MOST_SHARE * sidePx) return false;
  const room = widened(box);
  const [left, top] = [x - sidePx / 2, y - sidePx / 2];
  return (
    Math.max(0, room.x) >= left &&
    Math.max(0, room.y) >= top &&
    Math.min(width, room.x + room.width) <= left + sidePx &&
    Math.min(height, room.y + room.height) <= top + sidePx
  );
}

/** Of the views that show `box`, the one that shows most of the others too. */
function bestViewFor(box: Box, others: readonly Box[], size: FrameSize): SquareView {
  const side = Math.max(box.width, box.height);
  const sidePx = Math.min(side / LEAST_SHARE, Math.max(size.width, size.height));
  const room = widened(box);
  const spans = [room, ...others.map(widened)];
  const lefts = new Set(
    spans
      .filter(({ x }) => x <= room.x && x + sidePx >= room.x + room.width)
      .map(({ x }) => startOf(x, sidePx, size.width)),
  );
  const tops = new Set(
    spans
      .filter(({ y }) => y <= room.y && y + sidePx >= room.y + room.height)
      .map(({ y }) => startOf(y, sidePx, size.height)),
  );
  let best = viewAt(startOf(room.x, sidePx, size.width), startOf(room.y, sidePx, size.height), sidePx);
  let most = -1;
  for (const left of lefts) {
    for (const top of tops) {
      const view = viewAt(left, top, sidePx);
      const count = others.filter((other) => shows(view, other, size)).length;
      if (count > most) [best, most] = [view, count];
    }
  }
  return best;
}

/** Few views that together show every followed face. */
function coveringViews(boxes: readonly Box[], size: FrameSize): SquareView[] {
  const views: SquareView[] = [];
  let open = [...boxes].sort((a, b) => a.width - b.width);
  while (open.length > 0) {
    const [smallest, ...others] = open;
    const view = bestViewFor(smallest!, others, size);
    views.push(view);
    open = others.filter((other) => !shows(view, other, size));
  }
  return views;
}

/** The whole picture, then ever narrower tiles of it: where new faces are searched. */
export function searchViews(size: FrameSize): SquareView[] {
  const longer = Math.max(size.width, size.height);
  const tilings = TILINGS.map((across) => tileViews(size, across)).filter(
    ([tile]) => tile!.sidePx >= LEAST_VIEW_PX && tile!.sidePx < longer,
  );
  return [wholeView(size, 1), ...tilings.flat()];
}

/**
 * Where to look in one frame: everywhere while nobody is followed; else about the followed faces, and in one of the
 * other places, in turn.
 */
export function planViews(size: FrameSize, known: readonly Box[], turn: number): SquareView[] {
  const search = searchViews(size);
  if (known.length === 0) return turn % 2 === 0 ? search : [search[0]!];
  const next = search[turn % search.length]!;
  return [
    next,
    ...coveringViews(
      known.filter((box) => !shows(next, box, size)),
      size,
    ),
  ];
}
