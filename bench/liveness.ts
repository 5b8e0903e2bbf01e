/** APCER per attack species and BPCER on generated clips. See docs/operate/liveness.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { convertModels } from '../src/vision/index.ts';
import {
  type LivenessRow,
  measureFlat,
  measureGenuine,
  measureReplay,
  type Progress,
} from './liveness/measure-liveness.ts';
import { measurePlane, type PlaneRow } from './liveness/measure-plane.ts';
import { buildHeads, listIdentities, splitIdentities } from './liveness/photos.ts';
import { seededRandom } from './liveness/random.ts';
import { openWatcher } from './liveness/scene.ts';

const USAGE = `node --import tsx bench/liveness.ts --faces DIR [--json OUT]
    --faces DIR       photographs: <person>/<image>, or <set>/<person>/<image>
    --json OUT        writes the table there as well
    --part PART       report (if not said) or tune: which half of the people
    --scale N         share of the presentations, 1 = 500 + 500 + 200 + 200 + 200, and 3 × 200 pairs
    --only LIST       of print, screen, cut_out, genuine (with replay), plane, by commas
    --models DIR      where the converted models are; .cache/models if not said`;

const COUNTS = { print: 500, screen: 500, cut_out: 200, genuine: 200, replay: 200, plane: 200 } as const;
const FLAT = ['print', 'screen', 'cut_out'] as const;

const { values } = parseArgs({
  options: {
    faces: { type: 'string' },
    json: { type: 'string' },
    part: { type: 'string', default: 'report' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: 'print,screen,cut_out,genuine,plane' },
    models: { type: 'string', default: join('.cache', 'models') },
  },
});
if (!values.faces || (values.part !== 'report' && values.part !== 'tune') || !(Number(values.scale) > 0)) {
  console.error(USAGE);
  process.exit(2);
}

const part = values.part;
const count = (species: keyof typeof COUNTS): number =>
  Math.max(1, Math.round(COUNTS[species] * Number(values.scale)));
const wanted = new Set(values.only.split(','));

const report: Progress = (species, done, total, errors) => {
  if (done % 10 !== 0 && done !== total) return;
  process.stderr.write(
    `\r${species.padEnd(8)} ${done}/${total}, errors ${errors}   ${done === total ? '\n' : ''}`,
  );
};

const percent = (rate: number): string => `${(100 * rate).toFixed(2)} %`;

function print(row: LivenessRow): void {
  const kind = row.species === 'genuine' ? 'BPCER' : 'APCER';
  const [low, high] = row.interval.map(percent);
  const outcomes = Object.entries(row.outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, times]) => `${outcome} ${times}`)
    .join(', ');
  console.log(
    `${row.species.padEnd(8)} ${kind} ${percent(row.rate).padStart(8)}  ${row.errors}/${row.presentations}  (95 %: ${low} – ${high})  asked to turn ${row.askedToTurn}  ${outcomes}`,
  );
}

const startedMs = performance.now();
mkdirSync(values.models, { recursive: true });
await convertModels({ modelsDir: values.models });
const watcher = await openWatcher(values.models);
const identities = splitIdentities(listIdentities(values.faces), part);
const heads = await buildHeads(identities, watcher, seededRandom(1));
console.log(
  `${identities.length} people (${part}), ${heads.heads.length} photographs fit for a challenge, ${heads.unfit.length} not`,
);
if (heads.heads.length === 0) throw new Error('No photograph is fit for a challenge.');

const rows: LivenessRow[] = [];
for (const [i, species] of FLAT.entries()) {
  if (!wanted.has(species)) continue;
  rows.push(await measureFlat(species, count(species), heads, watcher, seededRandom(100 + i), report));
  print(rows.at(-1)!);
}
if (wanted.has('genuine')) {
  const { row, clips } = await measureGenuine(count('genuine'), heads, watcher, seededRandom(200), report);
  rows.push(row, measureReplay(count('replay'), clips, seededRandom(300), report));
  rows.slice(-2).forEach(print);
}
const planes: PlaneRow[] = [];
if (wanted.has('plane')) {
  for (const [i, kind] of (['head', 'print', 'screen'] as const).entries()) {
    const plane = await measurePlane(kind, count('plane'), heads, watcher, seededRandom(400 + i), report);
    planes.push(plane);
    const sheet = plane.sheet.map((value) => value.toFixed(2)).join(' / ');
    console.log(
      `plane test alone, ${kind.padEnd(6)} ${plane.passed}/${plane.pairs} judged a head; seen turned ${plane.seenTurned}; at any turn ${plane.passedAtAnyTurn}; as a sheet ${sheet}`,
    );
  }
}
await watcher.close();
const elapsedS = (performance.now() - startedMs) / 1000;
console.log(`${elapsedS.toFixed(0)} s`);
if (values.json) {
  const people = {
    part,
    people: identities.length,
    photographs: heads.heads.length,
    unfit: heads.unfit.length,
  };
  writeFileSync(
    values.json,
    `${JSON.stringify({ ...people, elapsed_s: elapsedS, rows, planes }, null, 2)}\n`,
  );
}
