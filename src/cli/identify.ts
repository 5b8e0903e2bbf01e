import type { Command } from 'commander';
import { createFaceFactor } from '../access/index.ts';
import { FACE_SETTINGS, readSection } from '../people/index.ts';
import { openFaceEngine } from '../vision/index.ts';
import { createFaceMatcher } from '../wiring/face-eyes.ts';
import { createFaceSource } from '../wiring/factor-sources.ts';
import { openModelInUse } from '../wiring/model-in-use.ts';
import { BUILT } from '../wiring/paths.ts';
import { addOpeningOptions, type OpeningOptions, openData, refuseWithoutData } from './open-data.ts';
import { readyModels } from './ready-models.ts';
import { settingsOf } from './settings-options.ts';
import { seeFaces } from './verify.ts';

export function addIdentify(program: Command): void {
  const command = program
    .command('identify')
    .description('say who of the enrolled people is in photographs')
    .argument('<photo...>', 'photographs')
    .option('--json', 'print one JSON object per photograph');
  addOpeningOptions(command).action(async (photos: string[], options: OpeningOptions) => {
    const settings = settingsOf({ ...options, json: undefined, passphraseStdin: undefined });
    await refuseWithoutData(settings);
    await readyModels();
    const store = await openData(settings, options);
    const plugIn = await openModelInUse(store.settings, settings.dataDir);
    const engine = await openFaceEngine({ modelsDir: BUILT.models, plugIn });
    const { recogniser } = engine;
    const { falseMatchRate } = await readSection(FACE_SETTINGS, store.settings);
    const face = createFaceFactor(
      createFaceSource(store, recogniser),
      createFaceMatcher(recogniser),
      async () => falseMatchRate,
    );
    try {
      for (const photo of photos) {
        const { faces } = await seeFaces(engine, photo);
        const found = [];
        for (const { box, template } of faces) {
          // One photograph is one frame: shown thrice, so that the median of three is its own distance.
          const answer = await face.verify(
            { templates: [template, template, template] },
            { claimedPersonId: null },
          );
          const person = answer.verdict === 'match' ? await store.people.find(answer.personId) : null;
          found.push({ outcome: answer.face ?? 'unknown', person: person?.displayName ?? null, box });
        }
        if (options.json) console.log(JSON.stringify({ photo, faces: found }));
        else
          console.log(
            `${photo}: ${found.length === 0 ? 'no_face' : found.map(({ outcome, person }) => person ?? outcome).join(', ')}`,
          );
      }
    } finally {
      await engine.close();
      await store.close();
    }
  });
}
