import type { LiveAction } from '../../src/vision/liveness/challenge.ts';
import { drawCamera } from './camera.ts';
import type { Canvas } from './draw-triangles.ts';
import { drawFlatPicture, type FlatPicture, printOn, renderFlat, type SheetPose } from './flat-picture.ts';
import { type HeadModel, type HeadPose, renderHead, STILL_POSE } from './head-model.ts';
import type { Actor, Moment } from './perform.ts';
import { between } from './random.ts';

/** 0 → 1 → 0 with soft ends: rise, hold, return. */
function swing(sinceMs: number, riseMs: number, holdMs: number): number {
  const soft = (share: number): number => (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;
  if (sinceMs < riseMs + holdMs) return soft(sinceMs / riseMs);
  return 1 - soft((sinceMs - riseMs - holdMs) / riseMs);
}

/** Slow swaying nobody can help, of about ±1. */
function drawSway(random: () => number): (nowMs: number) => number {
  const [a, b] = [between(random, 0, 6.28), between(random, 0, 6.28)];
  const [slow, quick] = [between(random, 2000, 4000), between(random, 700, 1500)];
  return (nowMs) => 0.7 * Math.sin(a + (6.28 * nowMs) / slow) + 0.3 * Math.sin(b + (6.28 * nowMs) / quick);
}

interface Manner {
  reactionMs: number;
  riseMs: number;
  holdMs: number;
  amount: number;
}

/** How this person does this action this time: each request is met differently. */
function drawManner(action: LiveAction, random: () => number): Manner {
  const reactionMs = between(random, 350, 900);
  const [riseMs, holdMs] = [between(random, 350, 800), between(random, 100, 350)];
  switch (action) {
    case 'turn_left':
    case 'turn_right':
      return { reactionMs, riseMs, holdMs, amount: between(random, 23, 34) };
    case 'nod':
      return {
        reactionMs,
        riseMs: riseMs * 0.7,
        holdMs,
        amount: between(random, 11, 18) * (random() < 0.8 ? 1 : -1),
      };
    case 'blink':
      return { reactionMs, riseMs: between(random, 80, 150), holdMs: between(random, 300, 700), amount: 1 };
    case 'open_mouth':
      return { reactionMs, riseMs: riseMs * 0.8, holdMs, amount: between(random, 0.12, 0.2) };
  }
}

function poseFor(action: LiveAction, amount: number): Partial<HeadPose> {
  switch (action) {
    case 'turn_left':
      return { yawDeg: amount };
    case 'turn_right':
      return { yawDeg: -amount };
    case 'nod':
      return { pitchDeg: amount };
    case 'blink':
      return { lids01: amount };
    case 'open_mouth':
      return { jaw: amount };
  }
}

/** After this without an answer a person tries again. */
const TRY_AGAIN_MS = 2_400;
const BLINK_EVERY_MS = [2_000, 6_000] as const;
const BLINK_MS = 180;

/** A person who does what is asked, sways, blinks and is not always quick. */
export function drawPerson(head: HeadModel, random: () => number): Actor {
  const [yaw, pitch, roll, x, y] = Array.from({ length: 5 }, () => drawSway(random));
  const restless = between(random, 0.4, 1.2);
  let nextBlinkMs = between(random, ...BLINK_EVERY_MS);
  let [key, manner]: [string, Manner | null] = ['', null];
  return {
    framesPerSecond: between(random, 9, 12),
    camera: drawCamera(random),
    show({ nowMs, asked, request, sinceMs }: Moment): Canvas {
      const attempt = Math.floor(sinceMs / TRY_AGAIN_MS);
      if (asked && key !== `${request} ${attempt}`) {
        [key, manner] = [`${request} ${attempt}`, drawManner(asked, random)];
        if (attempt > 0 && asked !== 'blink') manner.amount *= 1.15;
      }
      if (nowMs > nextBlinkMs + BLINK_MS) nextBlinkMs = nowMs + between(random, ...BLINK_EVERY_MS);
      const doing = asked && manner ? (sinceMs % TRY_AGAIN_MS) - manner.reactionMs : -1;
      const share = doing > 0 && manner ? swing(doing, manner.riseMs, manner.holdMs) : 0;
      const action = asked ? poseFor(asked, share * (manner?.amount ?? 0)) : {};
      const sway: HeadPose = {
        ...STILL_POSE,
        yawDeg: 1.5 * restless * yaw!(nowMs),
        pitchDeg: 1.2 * restless * pitch!(nowMs),
        rollDeg: restless * roll!(nowMs),
        shiftX: 3 * restless * x!(nowMs),
        shiftY: 2 * restless * y!(nowMs),
        lids01: nowMs >= nextBlinkMs ? 1 : 0,
      };
      return renderHead(head, {
        ...sway,
        yawDeg: sway.yawDeg + (action.yawDeg ?? 0),
        pitchDeg: sway.pitchDeg + (action.pitchDeg ?? 0),
        lids01: Math.max(sway.lids01, action.lids01 ?? 0),
        jaw: action.jaw ?? 0,
      });
    },
  };
}

export type FlatSpecies = 'print' | 'screen' | 'cut_out';

/** What somebody who holds a picture does about a request: tilts it, as far as it takes. */
function tiltFor(asked: LiveAction, amount: number, far: number, bent: number): Partial<SheetPose> {
  switch (asked) {
    case 'turn_left':
      return { yawDeg: far * amount, shiftX: 12 * amount };
    case 'turn_right':
      return { yawDeg: -far * amount, shiftX: -12 * amount };
    case 'nod':
      return { pitchDeg: 0.6 * far * amount, shiftY: 10 * amount };
    case 'blink':
      return { pitchDeg: 4 * amount };
    case 'open_mouth':
      return { pitchDeg: 0.3 * far * amount, bend: bent + amount };
  }
}

const ATTEMPT_MS = 1_500;
const LID_STEPS = [0, 0.5, 1];

/** Somebody who holds a picture before the camera and moves it as the challenge asks. */
export function drawFlatAttack(species: FlatSpecies, head: HeadModel, random: () => number): Actor {
  const kind = species === 'screen' ? 'screen' : 'print';
  const picture = drawFlatPicture(kind, head.scene, random);
  const seed = random();
  // Through holes in a print the attacker's own lids are seen; here the print's own, which moves the same pixels.
  const pictures: FlatPicture[] =
    species === 'cut_out'
      ? LID_STEPS.map((lids01) => ({
          ...picture,
          texture: printOn('print', renderHead(head, { ...STILL_POSE, lids01 }), () => seed),
        }))
      : [picture];
  const [x, y, yaw, roll] = Array.from({ length: 4 }, () => drawSway(random));
  const bent = kind === 'print' && random() < 0.5 ? between(random, 0, 1.2) : 0;
  const [tries, riseMs] = [random() < 0.3 ? 2 : 1, between(random, 350, 700)];
  let [key, far] = ['', 0];
  return {
    framesPerSecond: between(random, 8, 9.5),
    camera: drawCamera(random),
    show({ nowMs, asked, request, sinceMs }: Moment): Canvas | null {
      const attempt = Math.floor(sinceMs / ATTEMPT_MS);
      if (asked && attempt >= tries) return null;
      if (asked && key !== `${request} ${attempt}`)
        [key, far] = [`${request} ${attempt}`, between(random, 22, 62)];
      const doing = asked ? (sinceMs % ATTEMPT_MS) - 250 : -1;
      const amount = doing > 0 ? swing(doing, riseMs, 100) : 0;
      const tilt = asked ? tiltFor(asked, amount, far, bent) : {};
      const lids = asked === 'blink' && amount > 0.2 ? (amount > 0.6 ? 2 : 1) : 0;
      return renderFlat(pictures[Math.min(lids, pictures.length - 1)]!, {
        yawDeg: 1.5 * yaw!(nowMs) + (tilt.yawDeg ?? 0),
        pitchDeg: tilt.pitchDeg ?? 0,
        rollDeg: roll!(nowMs),
        shiftX: 3 * x!(nowMs) + (tilt.shiftX ?? 0),
        shiftY: 3 * y!(nowMs) + (tilt.shiftY ?? 0),
        bend: tilt.bend ?? bent,
      });
    },
  };
}
