/** Error rates of the face engine, and of its peers, on photographs of known people. See docs/reference/face-rates.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { convertModels } from '../src/vision/index.ts';
import { DEGRADATION_TEXT, type Degradation, openDegrader } from './faces/degrade.ts';
import { type DetCurve, drawDetPlot } from './faces/det-plot.ts';
import { type Options, readOptions, USAGE } from './faces/options.ts';
import { findPlugIn } from './faces/plug-in.ts';
import { progressOf } from './faces/progress.ts';
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
import { type Described, type DescribeOptions, describeSets } from './faces/sets-entrants.ts';
import { type Pair, parsePairs, placePairs } from './faces/sets-pairs.ts';

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

/** The same photographs, worsened. */
async function describeWorsened(
  { options, sets, entrants }: Task,
  kind: Degradation,
  describing: Pick<DescribeOptions, 'modelsDir' | 'plugIn'>,
): Promise<Record<Entrant, Described>> {
  console.log(`\nThe second of each pair worsened: ${kind}, ${DEGRADATION_TEXT[kind]}`);
  const degrader = await openDegrader(kind, options.models);
  try {
    const { worsen } = degrader;
    const worsened = await describeSets(entrants, sets, {
      ...describing,
      worsen,
      onProgress: progressOf(kind),
    });
    if (degrader.untouched() > 0)
      console.log(`${degrader.untouched()} pictures stayed as they were: no face.`);
    return worsened;
  } finally {
    await degrader.close();
  }
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

  const plugIn = await findPlugIn(options);
  if (plugIn) console.log(`plug-in: ${plugIn.descriptor.title}, ${plugIn.variant}`);
  const entrants: readonly Entrant[] = [
    'ours',
    ...(options.int8 ? (['int8'] as const) : []),
    ...(plugIn ? (['plug-in'] as const) : []),
    ...(options.peers ? (['face-api', 'human'] as const) : []),
  ];
  const task: Task = { options, sets, people, pairs, entrants, curves: [] };
  const describing = { modelsDir: options.models, plugIn };
  const asIs = await describeSets(entrants, sets, { ...describing, onProgress: progressOf('as they are') });
  const answer = reportRound(task, { label: '', references: asIs, probes: asIs });
  if (plugIn) answer['plug-in'] = { model: plugIn.variant, ...answer['plug-in'] };
  if (options.degrade) {
    const worsened = await describeWorsened(task, options.degrade, describing);
    const round = { label: options.degrade, references: asIs, probes: worsened };
    answer.degraded = { kind: options.degrade, ...reportRound(task, round) };
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(answer, null, 2)}\n`);
  if (options.plot) {
    const title = `${sets.photos.length} photographs of ${countPeople(people)} people`;
    writeFileSync(options.plot, drawDetPlot(title, task.curves));
  }
  if (options.calibrate) {
    for (const name of options.int8 ? (['ours', 'int8'] as const) : (['ours'] as const)) {
      const { descriptors } = asIs[name];
      writeCalibration(name, sets, {
        people,
        references: descriptors,
        probes: descriptors,
        metric: METRICS[name],
      });
    }
  }
}

try {
  await main();
} catch (error) {
  const isForTheUser =
    error instanceof SetError || (error instanceof Error && error.name === 'ModelRefusedError');
  if (!isForTheUser) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
