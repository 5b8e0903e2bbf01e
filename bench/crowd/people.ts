import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { type FaceEngine, meanTemplate, type Template } from '../../src/vision/index.ts';
import { samplePhoto } from '../../src/vision/test-material.ts';

/** A head cut out of a photograph: RGBA with a soft oval edge, in several sizes so that none is shrunk by much. */
export interface Cutout {
  sizes: { px: number; data: Uint8Array }[];
}

export interface CrowdPerson {
  name: string;
  /** What the gallery holds of them. */
  template: Template;
  cutout: Cutout;
}

const SIZES_PX = [48, 72, 108, 162];
/** The cut shows so many sides of the face's box: the head with its hair. */
const CUT = 1.25;
/** Where the oval's edge begins to fade, as a share of its radius. */
const FADE_FROM = 0.82;
/** Group photographs whose people are all different. */
const SAMPLES = [3, 4, 5, 6];

interface FoundFace {
  box: { x: number; y: number; width: number };
  template: Template;
}

async function facesOf(engine: FaceEngine, path: string): Promise<FoundFace[]> {
  const result = await engine.analyse(readFileSync(path));
  return result.ok ? result.value.faces : [];
}

function softOval(data: Uint8Array, px: number): Uint8Array {
  for (let y = 0; y < px; y++) {
    for (let x = 0; x < px; x++) {
      const radius = Math.hypot((2 * x + 1) / px - 1, (2 * y + 1) / px - 1);
      const alpha = Math.min(1, Math.max(0, (1 - radius) / (1 - FADE_FROM)));
      data[(y * px + x) * 4 + 3] = Math.round(255 * alpha);
    }
  }
  return data;
}

async function cutOut(path: string, { box }: FoundFace): Promise<Cutout> {
  const side = Math.round(box.width * CUT);
  const { data: upright, info } = await sharp(path)
    .rotate()
    .resize(1920, 1920, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .toBuffer({ resolveWithObject: true });
  const left = Math.round(box.x + box.width / 2 - side / 2);
  const top = Math.round(box.y + box.width / 2 - side / 2);
  const padded = await sharp(upright)
    .extend({ top: side, bottom: side, left: side, right: side, extendWith: 'copy' })
    .toBuffer();
  if (left < -side || top < -side || left > info.width || top > info.height) throw new Error('no face there');
  const sizes = SIZES_PX.map(async (px) => {
    const data = await sharp(padded)
      .extract({ left: left + side, top: top + side, width: side, height: side })
      .resize(px, px)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer();
    return { px, data: softOval(new Uint8Array(data), px) };
  });
  return { sizes: await Promise.all(sizes) };
}

/** Out of face-api's group photographs. The gallery is of the same photographs, so this tests the following, not the net. */
async function samplePeople(engine: FaceEngine): Promise<CrowdPerson[]> {
  const people: CrowdPerson[] = [];
  for (const sample of SAMPLES) {
    const path = samplePhoto(sample);
    for (const [i, face] of (await facesOf(engine, path)).entries()) {
      const cutout = await cutOut(path, face);
      people.push({ name: `sample ${sample}, face ${i + 1}`, template: face.template, cutout });
    }
  }
  return people;
}

/** `<person>/<image>`: the last photograph walks about, the gallery holds the mean of the others. */
async function peopleIn(engine: FaceEngine, folder: string): Promise<CrowdPerson[]> {
  const people: CrowdPerson[] = [];
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  for (const name of names.sort()) {
    const paths = readdirSync(join(folder, name))
      .filter((file) => /\.(png|jpe?g)$/i.test(file))
      .sort()
      .map((file) => join(folder, name, file));
    const walking = paths.pop();
    const [face] = walking ? await facesOf(engine, walking) : [];
    const enrolled = (await Promise.all(paths.slice(0, 5).map((path) => facesOf(engine, path)))).flatMap(
      ([first]) => (first ? [first.template] : []),
    );
    if (!walking || !face || enrolled.length === 0) continue;
    people.push({ name, template: meanTemplate(enrolled), cutout: await cutOut(walking, face) });
  }
  return people;
}

export async function loadCrowdPeople(engine: FaceEngine, folder?: string): Promise<CrowdPerson[]> {
  if (folder === undefined) return samplePeople(engine);
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  return peopleIn(engine, folder);
}
