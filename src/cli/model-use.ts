import type { Settings } from '../config/index.ts';
import { createLedger } from '../evidence/index.ts';
import { systemClock } from '../kernel/index.ts';
import { openFaceEngine } from '../vision/index.ts';
import { openModelNamed, orRefuseModel } from '../wiring/model-in-use.ts';
import { switchModel } from '../wiring/model-switch.ts';
import { BUILT } from '../wiring/paths.ts';
import type { PassphraseOptions } from './ask-passphrase.ts';
import { openData } from './open-data.ts';
import { createProgressLine } from './progress-line.ts';
import { readyModels } from './ready-models.ts';

/** Embeds everybody with a model that was added (or the built-in one), then brings it into use. */
export async function useModel(
  name: string,
  leaveOut: boolean,
  settings: Settings,
  asking: PassphraseOptions,
): Promise<void> {
  const model = await openModelNamed(settings.dataDir, name);
  const store = await openData(settings, asking);
  await readyModels();
  const engine = await orRefuseModel(openFaceEngine({ modelsDir: BUILT.models, plugIn: model }));
  const ledger = createLedger({
    store,
    clock: systemClock,
    chainKey: store.chainKey,
    reactors: [],
    publish: () => {},
  });
  const progress = createProgressLine((done, total) => `${done} of ${total} photographs`);
  try {
    const report = await switchModel({
      ...{ store, ledger, engine, model, leaveOut },
      onProgress: ({ done, total }) => progress.show(done, total),
    });
    progress.end();
    for (const { person, sampleId, takenAt, why } of report.lost)
      console.log(
        `no template: ${person.displayName}, photograph of ${new Date(takenAt).toISOString().slice(0, 10)} (${sampleId}): ${why.replaceAll('_', ' ')}`,
      );
    console.log(
      `“${name}” is in use: ${report.adopted} templates of ${report.people} people (${report.embedded} made now).`,
    );
    console.log(
      'A server that is running lets nobody in by the face until it is started again: start it again now.',
    );
  } finally {
    await engine.close();
    await store.close();
  }
}
