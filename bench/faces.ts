/** Error rates of the face engine, and of its peers, on photographs of known people. See docs/reference/face-rates.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { convertModels } from '../src/vision/index.ts';
import { DEGRADATION_TEXT, DEGRADATIONS, type Degradation } from './faces/degrade.ts';
import { type DetCurve, drawDetPlot } from './faces/det-plot.ts';
import type { Scores } from './faces/rates.ts';
import {
  countPeople,
  METRICS,
  type ScoreInput,
  scoreMeans,
  scoreOpenSet,
  scorePairs,
} from './faces/rates-scores.ts';
import {
  atShippedThresholds,
  type EntrantFigures,
  figuresOf,
  openSetAtShipped,
  openSetTable,
  percent,
  summaryTable,
  thresholdTable,
  tpirAt,
} from './faces/report.ts';
import { writeCalibration } from './faces/report-calibration.ts';
import { type FaceSets, readSets, SetError } from './faces/sets.ts';
import type { Entrant } from './faces/sets-describe.ts';
import { type Described, describeSets } from './faces/sets-entrants.ts';
import { type Pair, parsePairs, placePairs } from './faces/sets-pairs.ts';

const USAGE = `npm run bench:faces -- --faces DIR [options]
    --faces DIR       photographs: <person>/<image>, or <set>/<person>/<image>
    --pairs FILE      "a,b,same" relative to DIR, or LFW's pairs.txt; all pairs if not said
    --peers           the same pictures through face-api and Human on tfjs-wasm
    --degrade KIND    again with worsened probes: ${DEGRADATIONS.join(', ')}
    --json OUT        writes the figures there as well
    --plot OUT.svg    draws the DET curves
    --failures N      names the N worst genuine pairs
    --calibrate       writes src/vision/calibration.ts from all pairs
    --models DIR      where the converted models are; .cache/models if not said`;

const isDegradation = (kind: string): kind is Degradation => DEGRADATIONS.some((known) => known === kind);

function readOptions() {
  const { values } = parseArgs({
    options: {
      faces: { type: 'string' },
      pairs: { type: 'string' },
      peers: { type: 'boolean', default: false },
      json: { type: 'string' },
      degrade: { type: 'string' },
      plot: { type: 'string' },
      failures: { type: 'string', default: '0' },
      calibrate: { type: 'boolean', default: false },
      models: { type: 'string', default: join('.cache', 'models') },
    },
  });
  const { faces, degrade, ...rest } = values;
  if (!faces) throw new SetError('--faces DIR is missing.');
  if (degrade !== undefined && !isDegradation(degrade)) {
    throw new SetError(`--degrade knows ${DEGRADATIONS.join(', ')}, not ${degrade}.`);
  }
  return { ...rest, faces, degrade: degrade ?? null };
}

type Options = ReturnType<typeof readOptions>;

const BAR_WIDTH = 30;

function progressOf(label: string): (done: number, total: number) => void {
  const startedMs = performance.now();
  return (done, total) => {
    const tenth = Math.ceil(total / 10);
    if (!process.stderr.isTTY && done % tenth !== 0 && done !== total) return;
    const filled = Math.round((BAR_WIDTH * done) / total);
    const bar = '#'.repeat(filled).padEnd(BAR_WIDTH, '.');
    const leftS = (((performance.now() - startedMs) / done) * (total - done)) / 1000;
    const end = process.stderr.isTTY && done < total ? '' : '\n';
    process.stderr.write(`\r${label} [${bar}] ${done}/${total}, ${leftS.toFixed(0)} s left  ${end}`);
  };
}

function tellSets({ photos, duplicates, unreadable }: FaceSets, people: Int32Array): void {
  const names = [...new Set(photos.map(({ set }) => set))].filter((name) => name !== '');
  const sets = names.length === 0 ? '' : `, ${names.length} sets (${names.join(', ')})`;
  console.log(`${photos.length} photographs of ${countPeople(people)} people${sets}`);
  for (const [path, first] of duplicates) console.log(`counted once: ${path} has the same bytes as ${first}`);
  for (const { path, reason } of unreadable) console.log(`unreadable, left out: ${path} (${reason})`);
}

function tellFailures(
  names: readonly string[],
  { references, probes, metric, people }: ScoreInput,
  count: number,
): void {
  const pairs: { text: string; distance: number }[] = [];
  for (let b = 1; b < names.length; b++) {
    for (let a = 0; a < b; a++) {
      if (people[a] !== people[b]) continue;
      const [one, other] = [references[a], probes[b]];
      const distance = one && other ? metric.distance(one, other) : Number.POSITIVE_INFINITY;
      pairs.push({ text: `${names[a]} – ${names[b]}`, distance });
    }
  }
  pairs.sort((x, y) => y.distance - x.distance);
  console.log(`The ${count} genuine pairs farthest apart:`);
  for (const { text, distance } of pairs.slice(0, count)) console.log(`  ${distance.toFixed(4)}  ${text}`);
}

interface Task {
  options: Options;
  sets: FaceSets;
  people: Int32Array;
  pairs: Pair[] | undefined;
  entrants: readonly Entrant[];
  curves: DetCurve[];
}

interface Round {
  label: string;
  references: Record<Entrant, Described>;
  probes: Record<Entrant, Described>;
}

function reportOurs(task: Task, input: ScoreInput, scores: Scores): object {
  const means = scoreMeans(input);
  const openSet = scoreOpenSet(input);
  const single = atShippedThresholds(scores);
  const rows = openSetAtShipped(openSet);
  console.log(`\n${thresholdTable('one photograph against one', single, scores)}`);
  const mean = means.genuine.distance.length > 0 ? atShippedThresholds(means) : [];
  if (mean.length > 0) console.log(thresholdTable('mean of three against one', mean, means));
  if (openSet.mates.length > 0) console.log(openSetTable(rows, openSet));
  if (Number(task.options.failures) > 0) {
    tellFailures(
      task.sets.photos.map(({ path }) => path),
      input,
      Number(task.options.failures),
    );
  }
  return { shipped_single: single, shipped_mean_of_3: mean, open_set: { enrolled: openSet.enrolled, rows } };
}

function reportRound(task: Task, { label, references, probes }: Round): Record<string, object> {
  const figures: Record<string, EntrantFigures> = {};
  const answer: Record<string, object> = {};
  let ours: { input: ScoreInput; scores: Scores } | null = null;
  for (const name of task.entrants) {
    const input = {
      people: task.people,
      references: references[name].descriptors,
      probes: probes[name].descriptors,
      metric: METRICS[name],
    };
    const scores = scorePairs(input, task.pairs);
    const found = probes[name].descriptors.filter((one) => one !== null).length;
    figures[name] = figuresOf(scores, {
      images: task.sets.photos.length,
      faces_found: found,
      ms_per_image: probes[name].msPerImage,
      peak_rss_mb: probes[name].peakRssMb,
    });
    const openSet = scoreOpenSet(input);
    const tpir = openSet.mates.length > 0 ? tpirAt(openSet, 0.01) : null;
    answer[name] = { ...figures[name], tpir_at_fpir_0_01: tpir };
    task.curves.push({ name: label === '' ? name : `${name}, ${label}`, scores });
    if (name === 'ours') ours = { input, scores };
  }
  console.log(`\n${summaryTable(figures)}`);
  const searched = task.entrants.map((name) => {
    const { tpir_at_fpir_0_01: tpir } = answer[name] as { tpir_at_fpir_0_01: number | null };
    return `${name} ${tpir === null ? '–' : percent(tpir)}`;
  });
  console.log(`TPIR at FPIR 1 %, each by its own distances: ${searched.join(', ')}`);
  const missed = task.sets.photos.filter((_, i) => probes.ours.descriptors[i] === null);
  for (const { path } of missed) console.log(`no face found by ours: ${path}`);
  if (probes.ours.crowded > 0)
    console.log(`${probes.ours.crowded} pictures show more than one face to ours.`);
  answer.ours = { ...answer.ours, ...reportOurs(task, ours!.input, ours!.scores) };
  return answer;
}

function readPairs(file: string | undefined, sets: FaceSets): Pair[] | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SetError(`The file of pairs ${file} cannot be read.`);
  }
  const placed = placePairs(parsePairs(text), sets);
  if (placed.identical > 0) console.log(`${placed.identical} pairs of the same bytes, left out`);
  if (placed.absent.length > 0) {
    const { a, b } = placed.absent[0]!;
    console.log(
      `${placed.absent.length} pairs left out, a photograph is missing or unreadable: first ${a}, ${b}`,
    );
  }
  return placed.pairs;
}

async function main(): Promise<void> {
  const options = readOptions();
  const sets = await readSets(options.faces);
  const numbers = new Map([...new Set(sets.photos.map(({ person }) => person))].map((name, i) => [name, i]));
  const people = Int32Array.from(sets.photos, ({ person }) => numbers.get(person)!);
  tellSets(sets, people);
  const pairs = readPairs(options.pairs, sets);
  if (!pairs && countPeople(people) === sets.photos.length) {
    throw new SetError(`${options.faces} holds one photograph of each person: nothing to compare with.`);
  }
  mkdirSync(options.models, { recursive: true });
  await convertModels({ modelsDir: options.models });

  const entrants: readonly Entrant[] = options.peers ? ['ours', 'face-api', 'human'] : ['ours'];
  const task: Task = { options, sets, people, pairs, entrants, curves: [] };
  const { models: modelsDir, degrade: degradation } = options;
  const asIs = await describeSets(entrants, sets, { modelsDir, onProgress: progressOf('as they are') });
  const answer = reportRound(task, { label: '', references: asIs, probes: asIs });
  if (degradation) {
    console.log(`\nThe second of each pair worsened: ${degradation}, ${DEGRADATION_TEXT[degradation]}`);
    const onProgress = progressOf(degradation);
    const worsened = await describeSets(entrants, sets, { modelsDir, degradation, onProgress });
    const round = { label: degradation, references: asIs, probes: worsened };
    answer.degraded = { kind: degradation, ...reportRound(task, round) };
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(answer, null, 2)}\n`);
  if (options.plot) {
    const title = `${sets.photos.length} photographs of ${countPeople(people)} people`;
    writeFileSync(options.plot, drawDetPlot(title, task.curves));
  }
  if (options.calibrate) {
    const { descriptors } = asIs.ours;
    const input = { people, references: descriptors, probes: descriptors, metric: METRICS.ours };
    writeCalibration(sets, input);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
