import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCrowd, repeatableRandom } from '../src/vision/gallery-crowd.ts';
import {
  BUILT_IN_RECOGNISER,
  convertModels,
  createGallery,
  openFaceEngine,
  packageFolder,
  type Template,
} from '../src/vision/index.ts';
import type { Row } from './row.ts';

const MODELS = fileURLToPath(new URL('../dist/models', import.meta.url));
const FACES = fileURLToPath(new URL('../../shared/faces', import.meta.url));
/** Templates of real photographs the crowd is made of; more would only cost time. */
const MOST_REAL = 150;
const SEARCHES = 60;
const WANTED = 8;
const SIZES = [
  { people: 10_000, limitMs: 3 },
  { people: 100_000, limitMs: 30 },
];

function photographs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(png|jpe?g)$/i.test(path))
    .sort()
    .map((path) => join(folder, path));
}

/** Of the calibration photographs where they are, else of the group photographs in face-api's package. */
async function realTemplates(): Promise<Template[]> {
  await convertModels({ modelsDir: MODELS });
  const engine = await openFaceEngine({ modelsDir: MODELS });
  const demo = join(packageFolder('@vladmandic/face-api'), 'demo');
  const all = existsSync(FACES)
    ? photographs(FACES)
    : photographs(demo).filter((path) => /sample\d/.test(path));
  const step = Math.max(1, Math.ceil(all.length / MOST_REAL));
  const templates: Template[] = [];
  for (const path of all.filter((_, i) => i % step === 0)) {
    const result = await engine.analyse(readFileSync(path));
    if (result.ok) templates.push(...result.value.faces.map(({ template }) => template));
  }
  await engine.close();
  return templates;
}

/** The oracle in plain floats: distances of all, sorted. */
function bruteForce(kept: readonly Template[], query: Template) {
  return kept
    .map((template, id) => {
      let dot = 0;
      for (let i = 0; i < template.length; i++) dot += template[i]! * query[i]!;
      return { id, distance: 1 - dot };
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, WANTED);
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Exact 1:N search on one thread: half the searches are for somebody enrolled, half for strangers. */
export async function measureGallery(): Promise<Row[]> {
  const { stranger, again } = createCrowd(await realTemplates(), repeatableRandom(3));
  const gallery = createGallery<number>({ dimension: BUILT_IN_RECOGNISER.dimension });
  const kept: Template[] = [];
  const rows: Row[] = [];
  let addingMs = 0;
  for (const { people, limitMs } of SIZES) {
    while (kept.length < people) {
      const template = stranger();
      const startedMs = performance.now();
      gallery.add(kept.push(template) - 1, template);
      addingMs += performance.now() - startedMs;
    }
    const times: number[] = [];
    let different = 0;
    for (let i = 0; i < SEARCHES; i++) {
      const query = i % 2 === 0 ? stranger() : again(kept[(i * 7919) % people]!);
      const startedMs = performance.now();
      const found = gallery.search(query, WANTED);
      times.push(performance.now() - startedMs);
      if (i % 6 < 2 && JSON.stringify(found) !== JSON.stringify(bruteForce(kept, query))) different += 1;
    }
    const value = median(times);
    const name = `search of the ${WANTED} nearest of ${people} templates`;
    rows.push({ name, value, unit: 'ms', limit: limitMs, holds: value <= limitMs });
    const checked = `of ${SEARCHES / 3} searches among ${people}, other than brute force`;
    rows.push({ name: checked, value: different, unit: '', limit: 0, holds: different === 0 });
    rows.push({ name: `memory of ${people} templates`, value: gallery.bytes / 1e6, unit: 'MB' });
  }
  rows.push({ name: 'adding one template', value: (addingMs / kept.length) * 1000, unit: 'µs' });
  return rows;
}
