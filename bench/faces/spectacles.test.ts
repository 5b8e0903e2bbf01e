import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point } from '../../src/vision/affine.ts';
import { analyseFrame, type FaceNets } from '../../src/vision/analyse-frame.ts';
import { templateDistance } from '../../src/vision/index.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';
import { goodPortrait, modelsForTests } from '../../src/vision/test-material.ts';
import { drawSpectacles, putOnSpectacles } from './spectacles.ts';

let nets: FaceNets & { close(): Promise<void> };
beforeAll(async () => {
  nets = await openFaceNets({ modelsDir: await modelsForTests(), threads: 1 });
});
afterAll(() => nets.close());

async function templateOf(picture: Uint8Array): Promise<Float32Array> {
  const result = await analyseFrame(picture, nets);
  if (!result.ok || result.value.faces.length !== 1) throw new Error('One face was expected.');
  return result.value.faces[0]!.template;
}

describe('spectacles', () => {
  it('change the eyes of the face and leave the corners of the picture', async () => {
    const portrait = await goodPortrait();
    const worn = await putOnSpectacles(portrait, nets, 0);
    const [before, after] = await Promise.all(
      [portrait, worn!].map((picture) => sharp(picture).removeAlpha().raw().toBuffer()),
    );
    const changedRows = new Set<number>();
    for (let i = 0; i < before!.length; i++) {
      if (before![i] !== after![i]) changedRows.add(Math.floor(i / 3 / 480));
    }
    expect(Math.min(...changedRows)).toBeGreaterThan(120);
    expect(Math.max(...changedRows)).toBeLessThan(340);
    expect(changedRows.size).toBeGreaterThan(30);
  });

  it('are of three kinds, which change the template to different degrees', async () => {
    const portrait = await goodPortrait();
    const bare = await templateOf(portrait);
    const distances: number[] = [];
    for (const place of [0, 1, 2, 3]) {
      const worn = await putOnSpectacles(portrait, nets, place);
      distances.push(templateDistance(bare, await templateOf(worn!)));
    }
    expect(distances.every((distance) => distance > 0.005)).toBe(true);
    expect(new Set(distances).size).toBe(3);
    expect(distances[3]).toBe(distances[0]);
  });

  it('are put on nobody where there is no face', async () => {
    const wall = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    expect(await putOnSpectacles(wall, nets, 0)).toBeNull();
  });

  it('have no bow on the side that the face is turned from', () => {
    const frontal = Array.from({ length: 68 }, (): Point => [100, 100]);
    const at = (indices: number[], point: Point) => {
      for (const index of indices) frontal[index] = point;
    };
    at([36, 37, 38, 39, 40, 41], [70, 100]);
    at([42, 43, 44, 45, 46, 47], [130, 100]);
    at([0], [20, 105]);
    at([16], [180, 105]);
    const paths = (landmarks: readonly Point[]) =>
      drawSpectacles(landmarks, 200, 200, 0).split('<path').length - 1;
    expect(paths(frontal)).toBe(3);
    at([0], [60, 105]);
    expect(paths(frontal)).toBe(2);
  });
});
