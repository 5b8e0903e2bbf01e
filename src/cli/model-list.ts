import type { Settings } from '../config/index.ts';
import { BUILT_IN, BUILT_IN_INT8, KNOWN_MODELS, listInstalledNames, openInstalled } from '../vision/index.ts';
import { modelFolderOf, readModelChoice } from '../wiring/model-in-use.ts';
import type { PassphraseOptions } from './ask-passphrase.ts';
import { openDataIfAny } from './open-data.ts';

/** Everything that is there or known, one line each. */
export async function listModels(
  settings: Settings,
  json: boolean,
  asking: PassphraseOptions,
): Promise<void> {
  const folder = modelFolderOf(settings.dataDir);
  const store = await openDataIfAny(settings, asking);
  const inUse = store ? ((await readModelChoice(store.settings))?.name ?? BUILT_IN) : BUILT_IN;
  await store?.close();
  const installed = await listInstalledNames(folder);
  const rows = [
    { name: BUILT_IN, state: 'there', licence: 'MIT', title: 'dlib ResNet and faceres (1152 numbers)' },
    { name: BUILT_IN_INT8, state: 'there', licence: 'MIT', title: 'the same in 8 bits: faster, smaller' },
  ];
  for (const name of installed) {
    const row = await openInstalled(folder, name).then(
      ({ descriptor: { calibration, licence, title } }) => ({
        ...{ name, licence: licence.name, title },
        state: calibration ? 'there' : 'not calibrated',
      }),
      (error: Error) => ({ name, state: 'damaged', licence: '', title: error.message }),
    );
    rows.push(row);
  }
  for (const { name, licence, title } of KNOWN_MODELS) {
    if (!installed.includes(name)) rows.push({ name, state: 'can be added', licence: licence.name, title });
  }
  for (const { name, state, licence, title } of rows) {
    const now = name === inUse ? `in use${state === 'there' ? '' : `, ${state}`}` : state;
    if (json) console.log(JSON.stringify({ name, state, inUse: name === inUse, licence, title }));
    else console.log(`${name.padEnd(16)} ${now.padEnd(16)} ${licence.padEnd(30)} ${title}`);
  }
}
