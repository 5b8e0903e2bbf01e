import type { SettingsRepository } from '../config/index.ts';
import type { Ledger } from '../evidence/index.ts';
import { type FaceSampleId, SallyportError } from '../kernel/index.ts';
import type { FaceSample, Person } from '../people/index.ts';
import type { Repositories, Store } from '../storage/index.ts';
import { BUILT_IN, type FaceEngine, type FaceModel } from '../vision/index.ts';
import { readModelChoice, writeModelChoice } from './model-in-use.ts';

/** A sample whose photograph gives no template with the model that comes. */
export interface LostSample {
  person: Person;
  sampleId: FaceSampleId;
  takenAt: number;
  why: string;
}

export interface SwitchOptions {
  store: Store;
  ledger: Ledger<Repositories>;
  /** Of the model that comes. */
  engine: Pick<FaceEngine, 'analyse' | 'recogniser'>;
  /** Null = back to the built-in nets. */
  model: FaceModel | null;
  onProgress(progress: { done: number; total: number }): void;
  /** Go on although somebody would be left without a usable enrolment photograph. */
  leaveOut?: boolean;
}

export interface SwitchReport {
  people: number;
  /** Templates made in this run; those of an interrupted one are used. */
  embedded: number;
  lost: LostSample[];
  adopted: number;
}

/** Somebody may enrol while this runs; each round embeds what came during the one before. */
const ROUNDS = 5;

/**
 * Makes everybody's templates anew from their sealed photographs, then brings them into use in one transaction with the
 * setting. Until that moment nothing in use is touched: killed at any time, it leaves the former model working, and the
 * next run goes on where this one was.
 */
export async function switchModel(options: SwitchOptions): Promise<SwitchReport> {
  const report: SwitchReport = { people: 0, embedded: 0, lost: [], adopted: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    report.people = (await options.store.people.list()).length;
    await embedMissing(options, report);
    refuseEmptyHanded(options, await leftWithout(options, report.lost));
    if (await adopt(options, report)) return report;
  }
  throw new SallyportError('busy', {
    sentence: 'People were enrolled all the while. Nothing was switched; run the command again.',
  });
}

async function embedMissing(
  { store, engine, onProgress }: SwitchOptions,
  report: SwitchReport,
): Promise<void> {
  const { variant } = engine.recogniser;
  const lost = new Set(report.lost.map(({ sampleId }) => sampleId));
  const missing = (await store.faceSamples.listUnready(variant)).filter(({ id }) => !lost.has(id));
  let done = 0;
  for (const personId of new Set(missing.map((sample) => sample.personId))) {
    const person = await store.people.find(personId);
    const wanted = new Set(missing.filter((sample) => sample.personId === personId).map(({ id }) => id));
    const made: { id: FaceSampleId; template: Float32Array }[] = [];
    for (const sample of person ? await store.faceSamples.listOf(personId) : []) {
      if (!wanted.has(sample.id)) continue;
      const template = await embed(engine, person!, sample, report.lost);
      if (template) made.push({ id: sample.id, template });
      onProgress({ done: ++done, total: missing.length });
    }
    // All of one person's, or none.
    await store.transaction(async (tx) => {
      for (const { id, template } of made) await tx.faceSamples.prepare(personId, id, variant, template);
    });
    report.embedded += made.length;
  }
}

/** Null when there is not exactly one face in it, as there was when it was taken. */
async function embed(
  engine: SwitchOptions['engine'],
  person: Person,
  { id, jpeg, takenAt }: FaceSample,
  lost: LostSample[],
): Promise<Float32Array | null> {
  const result = await engine.analyse(jpeg);
  const faces = result.ok ? result.value.faces : [];
  if (faces.length === 1) return faces[0]!.template;
  const why = result.ok ? (faces.length === 0 ? 'no_face' : 'several_faces') : result.refusal;
  lost.push({ person, sampleId: id, takenAt, why });
  return null;
}

/** People who have an enrolment sample now and would have none afterwards. */
async function leftWithout({ store, engine }: SwitchOptions, lost: readonly LostSample[]): Promise<Person[]> {
  const unready = new Set(
    (await store.faceSamples.listUnready(engine.recogniser.variant)).map(({ id }) => id),
  );
  const concerned = new Map(lost.map(({ person }) => [person.id, person]));
  const without: Person[] = [];
  for (const person of concerned.values()) {
    const samples = await store.faceSamples.listOf(person.id);
    const enrolled = samples.filter(({ kind }) => kind === 'enrolment');
    if (enrolled.length > 0 && enrolled.every(({ id }) => unready.has(id))) without.push(person);
  }
  return without;
}

function refuseEmptyHanded({ leaveOut }: SwitchOptions, without: readonly Person[]): void {
  if (leaveOut || without.length === 0) return;
  const names = without.map(({ displayName }) => displayName).join(', ');
  throw new SallyportError('model_refused', {
    sentence: `Nothing was switched: this model finds no face in any photograph of ${names}. Enrol them again first, or pass --leave-out to switch all the same; their faces then open nothing until they are enrolled anew.`,
  });
}

const nameOfChoice = async (settings: SettingsRepository) =>
  (await readModelChoice(settings))?.name ?? BUILT_IN;

/** False when samples came in between that have no template of the model yet. */
async function adopt({ ledger, engine, model }: SwitchOptions, report: SwitchReport): Promise<boolean> {
  const { variant } = engine.recogniser;
  return ledger.transaction(async (tx) => {
    const lost = new Set(report.lost.map(({ sampleId }) => sampleId));
    const unready = await tx.faceSamples.listUnready(variant);
    if (unready.some(({ id }) => !lost.has(id))) return false;
    report.adopted = await tx.faceSamples.adoptPrepared(variant);
    const before = { model: await nameOfChoice(tx.settings) };
    await writeModelChoice(tx.settings, model);
    const after = { model: await nameOfChoice(tx.settings) };
    const facts = { section: 'face_model', fields: ['model'], before, after };
    await tx.record([{ type: 'settings.changed', facts }]);
    return true;
  });
}
