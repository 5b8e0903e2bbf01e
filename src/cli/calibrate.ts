import type { Command } from 'commander';
import { createLedger } from '../evidence/index.ts';
import { type PersonId, systemClock } from '../kernel/index.ts';
import {
  type Calibration,
  calibrate,
  createPasswordHasher,
  createPeople,
  FACE_SETTINGS,
  FALSE_MATCH_RATES,
  readSection,
} from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { recogniserOf } from '../vision/index.ts';
import { createFaceMatcher } from '../wiring/face-eyes.ts';
import { openModelInUse } from '../wiring/model-in-use.ts';
import { describeCalibration, type NamedPair } from './calibrate-words.ts';
import { addOpeningOptions, type OpeningOptions, openData } from './open-data.ts';
import { settingsOf } from './settings-options.ts';

/** A stranger's face that is uncertain at the site's rate is a look-alike; see the face factor. */
const LOOK_ALIKE_FACTOR = 10;

interface CalibrateOptions extends OpeningOptions {
  json?: boolean;
  requireSecondFactor?: boolean;
}

export function addCalibrate(program: Command): void {
  const command = program
    .command('calibrate')
    .description('measure the error rates among the people enrolled here, and find look-alikes')
    .option('--require-second-factor', 'never let look-alikes in by the face alone')
    .option('--json', 'print one JSON object, with ids instead of names');
  addOpeningOptions(command).action(async (options: CalibrateOptions) => {
    const { json: _, requireSecondFactor: __, passphraseStdin: ___, ...rest } = options;
    const settings = settingsOf(rest);
    const store = await openData(settings, options);
    try {
      const { siteRate, calibration } = await measure(store, settings.dataDir);
      const marked = options.requireSecondFactor ? await requireSecondFactor(store, calibration) : null;
      if (options.json) {
        console.log(JSON.stringify({ siteRate, ...calibration, marked }));
        return;
      }
      const pairs = await namePairs(store, calibration);
      for (const line of describeCalibration({
        siteRate,
        calibration,
        pairs,
        marked: marked?.length ?? null,
      }))
        console.log(line);
    } finally {
      await store.close();
    }
  });
}

const ledgerOf = (store: Store) =>
  createLedger({ store, clock: systemClock, chainKey: store.chainKey, reactors: [], publish: () => {} });

async function measure(
  store: Store,
  dataDir: string,
): Promise<{ siteRate: number; calibration: Calibration }> {
  const { falseMatchRate: siteRate } = await readSection(FACE_SETTINGS, store.settings);
  const recogniser = recogniserOf(await openModelInUse(store.settings, dataDir));
  const faceMatcher = createFaceMatcher(recogniser);
  const people = await store.people.list();
  const active = new Set(people.filter(({ status }) => status === 'active').map(({ id }) => id));
  const templates = await store.faceSamples.listTemplates(recogniser.variant);
  const progress = createProgress();
  const calibration = calibrate({
    templates: templates.filter(({ personId }) => active.has(personId)),
    metric: faceMatcher,
    targets: FALSE_MATCH_RATES.map((falseMatchRate) => ({
      falseMatchRate,
      threshold: faceMatcher.threshold(falseMatchRate, 1),
    })),
    lookAlikeWithin: faceMatcher.threshold(siteRate * LOOK_ALIKE_FACTOR, 1),
    onProgress: progress.show,
  });
  progress.end();
  return { siteRate, calibration };
}

/** Marks whoever is of a pair and is not marked yet; answers their ids. */
async function requireSecondFactor(store: Store, { lookAlikes }: Calibration): Promise<PersonId[]> {
  const ledger = ledgerOf(store);
  const people = createPeople({ ledger, store, clock: systemClock, hasher: createPasswordHasher() });
  const marked: PersonId[] = [];
  for (const id of new Set(lookAlikes.flatMap((pair) => pair.people))) {
    if ((await store.people.find(id))?.secondFactor !== false) continue;
    await people.change(id, { secondFactor: true }, { id: null, ipAddress: null });
    marked.push(id);
  }
  return marked;
}

async function namePairs(store: Store, { lookAlikes, rates }: Calibration): Promise<NamedPair[]> {
  const nameOf = async (id: PersonId) => (await store.people.find(id))?.displayName ?? 'an erased person';
  const pairs: NamedPair[] = [];
  for (const { people, distance } of lookAlikes) {
    const within = rates.filter(({ threshold }) => distance <= threshold);
    const confusedAt = within.length > 0 ? Math.min(...within.map((rate) => rate.falseMatchRate)) : null;
    pairs.push({ names: [await nameOf(people[0]), await nameOf(people[1])], confusedAt });
  }
  return pairs;
}

/** Says how far it is once it has taken two seconds, on the error stream, so that the result can be piped. */
function createProgress() {
  const startedAt = Date.now();
  let shown = false;
  let percent = -1;
  return {
    show(done: number, total: number) {
      const now = Math.floor((100 * done) / total);
      if (Date.now() - startedAt < 2000 || now === percent) return;
      [shown, percent] = [true, now];
      process.stderr.write(`\rComparing everybody with everybody: ${now} % of ${total} people`);
    },
    end: () => shown && process.stderr.write('\n'),
  };
}
