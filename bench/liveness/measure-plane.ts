import { PLANE_LIMITS, type PlaneEvidence, testPlane } from '../../src/vision/liveness/plane-test.ts';
import { saveView } from '../../src/vision/liveness/saved-view.ts';
import { watchFrame } from '../../src/vision/liveness/watch-frame.ts';
import { type Camera, drawCamera, shoot } from './camera.ts';
import type { Canvas } from './draw-triangles.ts';
import { drawFlatPicture, renderFlat, type SheetPose } from './flat-picture.ts';
import { type HeadModel, renderHead, STILL_POSE } from './head-model.ts';
import type { Progress } from './measure-liveness.ts';
import type { Heads } from './photos.ts';
import { between } from './random.ts';
import type { Watcher } from './scene.ts';

/** The plane test by itself, on pairs of a straight and a turned view. */
export interface PlaneRow {
  kind: 'head' | 'print' | 'screen';
  pairs: number;
  /** Of which the mesh net saw a turn large enough to count. */
  seenTurned: number;
  /** Judged a head, as shipped. */
  passed: number;
  /** Would be, if any turn were large enough: what pixels and landmarks stop by themselves. */
  passedAtAnyTurn: number;
  /** Smallest, median and largest correlation as a sheet. */
  sheet: [number, number, number];
}

const STRAIGHT: SheetPose = { yawDeg: 0, pitchDeg: 0, rollDeg: 0, shiftX: 0, shiftY: 0, bend: 0 };

function rowOf(kind: PlaneRow['kind'], evidence: readonly PlaneEvidence[]): PlaneRow {
  const { minTurnDeg, minLandmarkDepth, minSheet, maxSheet } = PLANE_LIMITS;
  const sheets = evidence.map(({ sheet }) => sheet).sort((a, b) => a - b);
  return {
    kind,
    pairs: evidence.length,
    seenTurned: evidence.filter(({ turnDeg }) => Math.abs(turnDeg) >= minTurnDeg).length,
    passed: evidence.filter(({ verdict }) => verdict === 'head').length,
    passedAtAnyTurn: evidence.filter(
      ({ landmarkDepth, sheet }) =>
        landmarkDepth >= minLandmarkDepth && sheet >= minSheet && sheet <= maxSheet,
    ).length,
    sheet: [sheets[0] ?? 0, sheets[sheets.length >> 1] ?? 0, sheets.at(-1) ?? 0],
  };
}

/** The pictures of one thing, straight and turned by so much. */
function drawTurner(
  kind: PlaneRow['kind'],
  head: HeadModel,
  random: () => number,
): (yawDeg: number) => Canvas {
  if (kind === 'head') return (yawDeg) => renderHead(head, { ...STILL_POSE, yawDeg });
  const picture = drawFlatPicture(kind, head.scene, random);
  const bend = kind === 'print' && random() < 0.5 ? between(random, 0, 1.2) : 0;
  return (yawDeg) => renderFlat(picture, { ...STRAIGHT, yawDeg, bend });
}

/** Heads turn by 22 to 32°, pictures are tilted by 20 to 62°, to either side. */
export async function measurePlane(
  kind: PlaneRow['kind'],
  count: number,
  { heads }: Heads,
  { nets, meshNet }: Watcher,
  random: () => number,
  report: Progress,
): Promise<PlaneRow> {
  const evidence: PlaneEvidence[] = [];
  const see = async (canvas: Canvas, camera: Camera) => {
    const watched = await watchFrame(await shoot(canvas, camera), nets, meshNet);
    return watched.ok ? watched.value.face : null;
  };
  for (let i = 0; i < count; i++) {
    const camera = drawCamera(random);
    const turner = drawTurner(kind, heads[i % heads.length]!.head, random);
    const degrees = kind === 'head' ? between(random, 22, 32) : between(random, 20, 62);
    const straight = await see(turner(0), camera);
    const turned = await see(turner(random() < 0.5 ? degrees : -degrees), camera);
    if (straight && turned) evidence.push(testPlane(saveView(straight), saveView(turned)));
    report(`plane/${kind}`, i + 1, count, 0);
  }
  return rowOf(kind, evidence);
}
