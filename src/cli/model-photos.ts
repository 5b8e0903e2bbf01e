import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import {
  type CalibrationPhoto,
  type FaceEngine,
  type InstalledModel,
  type ModelFigures,
  measureModel,
  openFaceEngine,
} from '../vision/index.ts';
import { orRefuseModel } from '../wiring/model-in-use.ts';
import { BUILT } from '../wiring/paths.ts';

export interface PhotoSet {
  photos: { person: string; path: string }[];
  /** Of which another one holds the same bytes: not counted twice. */
  duplicates: string[];
}

/** Photographs in folders named after people, at any depth: `person/01.jpg`, `set/person/01.jpg`. */
export async function findPhotos(folder: string): Promise<PhotoSet> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new SallyportError('image_refused', { sentence: `The folder ${folder} cannot be read.`, cause });
  });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const set: PhotoSet = { photos: [], duplicates: [] };
  const seen = new Set<string>();
  for (const path of paths) {
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    if (seen.has(hash)) set.duplicates.push(relative(folder, path));
    else set.photos.push({ person: relative(folder, dirname(path)), path });
    seen.add(hash);
  }
  const people = new Set(set.photos.map(({ person }) => person)).size;
  if (people >= 2) return set;
  throw new SallyportError('image_refused', {
    sentence: `${folder} holds photographs of ${people} ${people === 1 ? 'person' : 'people'}; to measure who is taken for whom there must be several, each in a folder of their own.`,
  });
}

export interface Measured extends ModelFigures {
  unreadable: string[];
  msPerImage: number;
}

/** Embeds the largest face of each photograph with a model (null = the built-in nets) and compares all with all. */
export async function measureOnPhotos(
  { photos }: PhotoSet,
  model: InstalledModel | null,
  onProgress: (done: number, total: number) => void,
): Promise<Measured> {
  const engine = await orRefuseModel(
    openFaceEngine({ modelsDir: BUILT.models, plugIn: model && provisional(model) }),
  );
  const unreadable: string[] = [];
  const startedMs = performance.now();
  try {
    const seen: CalibrationPhoto[] = [];
    for (const { person, path } of photos) {
      const template = await largestFace(engine, path, unreadable);
      if (template !== undefined) seen.push({ person, template });
      onProgress(seen.length + unreadable.length, photos.length);
    }
    const msPerImage = (performance.now() - startedMs) / photos.length;
    return { ...measureModel(seen), unreadable, msPerImage };
  } finally {
    await engine.close();
  }
}

/** Null when there is no face, undefined when the picture cannot be read. */
async function largestFace(
  engine: FaceEngine,
  path: string,
  unreadable: string[],
): Promise<Float32Array | null | undefined> {
  const result = await engine.analyse(await readFile(path));
  if (result.ok) return result.value.faces[0]?.template ?? null;
  unreadable.push(path);
  return undefined;
}

/** While it is measured no threshold is asked for; an engine wants some all the same. */
function provisional({ descriptor, ...rest }: InstalledModel): InstalledModel {
  const pairs: [number, number][] = [
    [1e-2, 0.2],
    [1e-3, 0.1],
  ];
  return { ...rest, descriptor: { ...descriptor, calibration: { pairs, source: 'none' } } };
}
