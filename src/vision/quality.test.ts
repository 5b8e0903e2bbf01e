import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyseFrame, type FaceNets } from './analyse-frame.ts';
import { openFaceNets } from './open-face-nets.ts';
import { darkenPicture } from './picture-tools.ts';
import { FACE_LIMITS, type FaceFault, type FacePurpose, faceFaults } from './quality.ts';
import { goodPortrait, modelsForTests, samplePhoto } from './test-material.ts';
import type { Face, FrameAnalysis } from './types.ts';

let nets: FaceNets & { close(): Promise<void> };
let portrait: Buffer;

beforeAll(async () => {
  nets = await openFaceNets({ modelsDir: await modelsForTests(), threads: 2 });
  portrait = await goodPortrait();
});
afterAll(() => nets.close());

async function faultsOf(picture: Uint8Array, purpose?: FacePurpose): Promise<FaceFault[]> {
  const result = await analyseFrame(picture, nets, { variant: 'lite' });
  if (!result.ok) throw new Error(result.refusal);
  return faceFaults(result.value.faces[0]!, result.value, purpose);
}

describe('a photograph for enrolment is refused with its reason (A7)', () => {
  test('a good one is not', async () => {
    expect(await faultsOf(portrait)).toEqual([]);
    expect(await faultsOf(portrait, 'verify')).toEqual([]);
  });

  test.each([3, 5, 6])('nor are the frontal faces of sample %i', async (sample) => {
    const result = await analyseFrame(await sharp(samplePhoto(sample)).png().toBuffer(), nets, {
      variant: 'lite',
    });
    if (!result.ok) throw new Error(result.refusal);
    for (const face of result.value.faces.filter(({ turn }) => Math.abs(turn) < 0.4)) {
      expect(faceFaults(face, result.value)).toEqual([]);
    }
  });

  test('a blurred one, long before its template is useless', async () => {
    const eyeDistancePx = 98;
    const soft = await sharp(portrait)
      .blur(0.06 * eyeDistancePx)
      .png()
      .toBuffer();
    expect(await faultsOf(soft)).toEqual(['blurred']);
    const smeared = await sharp(portrait)
      .blur(0.08 * eyeDistancePx)
      .png()
      .toBuffer();
    expect(await faultsOf(smeared, 'verify')).toEqual(['blurred']);
  });

  test('a small one: under 30 px between the eyes to enrol, under 15 at the door', async () => {
    const at = (eyes: number) =>
      sharp(portrait)
        .resize(Math.round((480 * eyes) / 98))
        .png()
        .toBuffer();
    expect(await faultsOf(await at(25))).toEqual(['too_small']);
    expect(await faultsOf(await at(25), 'verify')).toEqual([]);
    expect(await faultsOf(await at(12), 'verify')).toContain('too_small');
  });

  test('a dark one, which may still pass at the door (A6)', async () => {
    const dark = await darkenPicture(portrait, 0.15);
    expect(await faultsOf(dark)).toEqual(['too_dark']);
    expect(await faultsOf(dark, 'verify')).toEqual([]);
  });

  test('one washed out by light', async () => {
    expect(await faultsOf(await sharp(portrait).linear(3, 40).png().toBuffer())).toContain('too_bright');
  });

  test('a tilted one', async () => {
    const tilted = await sharp(portrait).rotate(40, { background: '#777' }).png().toBuffer();
    expect(await faultsOf(tilted)).toContain('tilted');
    expect(await faultsOf(tilted, 'verify')).toEqual([]);
  });

  test('one that reaches beyond the picture', async () => {
    const half = await sharp(portrait)
      .extract({ left: 180, top: 0, width: 300, height: 480 })
      .png()
      .toBuffer();
    expect(await faultsOf(half)).toContain('cut_off');
  });
});

test('every limit is looked at on its right side', () => {
  const analysis = { width: 640, height: 480 } as FrameAnalysis;
  const good: Face = {
    box: { x: 200, y: 100, width: 200, height: 200 },
    score01: 0.9,
    eyeDistancePx: 70,
    rollDeg: 0,
    turn: 0,
    sharpness: 0.1,
    brightness01: 0.5,
    template: new Float32Array(),
  };
  const { enrol } = FACE_LIMITS;
  const faults = (change: Partial<Face>) => faceFaults({ ...good, ...change }, analysis);
  expect(faults({})).toEqual([]);
  expect(faults({ turn: -enrol.maxTurn - 0.01 })).toEqual(['turned']);
  expect(faults({ turn: enrol.maxTurn + 0.01 })).toEqual(['turned']);
  expect(faults({ rollDeg: -enrol.maxRollDeg - 1 })).toEqual(['tilted']);
  expect(faults({ brightness01: enrol.maxBrightness01 + 0.01 })).toEqual(['too_bright']);
  expect(faults({ box: { x: 480, y: 100, width: 200, height: 200 } })).toEqual(['cut_off']);
  expect(faults({ box: { x: 200, y: -40, width: 200, height: 200 } })).toEqual(['cut_off']);
});
