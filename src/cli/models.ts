import type { Command } from 'commander';
import type { Settings } from '../config/index.ts';
import { BUILT_IN, BUILT_IN_INT8 } from '../vision/index.ts';
import type { PassphraseOptions } from './ask-passphrase.ts';
import { type AddOptions, addModel } from './model-add.ts';
import { listModels } from './model-list.ts';
import { useModel } from './model-use.ts';
import { addOpeningOptions } from './open-data.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

const OWN = [
  'json',
  'descriptor',
  'as',
  'sha256',
  'download',
  'acceptLicence',
  'calibrate',
  'compare',
  'leaveOut',
  'passphraseStdin',
];

/** Settings of a command that has options of its own. */
function ourSettings(options: Record<string, unknown>): Settings {
  return settingsOf(Object.fromEntries(Object.entries(options).filter(([key]) => !OWN.includes(key))));
}

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .description('list, add and choose the models that recognise faces');

  addOpeningOptions(models.command('list').description('what is there, what is in use, what can be added'))
    .option('--json', 'print one JSON object per model')
    .action(async (options: PassphraseOptions & { json?: boolean }) =>
      listModels(ourSettings({ ...options }), options.json ?? false, options),
    );

  addDataOptions(
    models
      .command('add')
      .description('add a model, or calibrate one that is there')
      .argument('<file-or-name>', 'an ONNX file, or the name of a known or added model'),
  )
    .option('--descriptor <file>', 'what must be known of the model (JSON, see docs/operate/models.md)')
    .option('--as <name>', 'the known model that the file is')
    .option('--sha256 <hex>', 'the hash that the file must have, from a source you trust')
    .option('--download', 'fetch it from the address that is shown')
    .option('--accept-licence', 'you have read the licence and may use the model under it')
    .option('--calibrate <folder>', 'measure it on photographs, one folder per person')
    .option('--compare', 'measure the built-in model on the same photographs too')
    .action((what: string, options: AddOptions) => addModel(what, options, ourSettings({ ...options })));

  addOpeningOptions(
    models
      .command('use')
      .description('make all templates anew with this model, then use it from the next start on')
      .argument('<name>', `a model that was added, “${BUILT_IN}” or “${BUILT_IN_INT8}”`),
  )
    .option('--leave-out', 'go on although somebody would be left without a usable photograph')
    .action((name: string, options: PassphraseOptions & { leaveOut?: boolean }) =>
      useModel(name, options.leaveOut ?? false, ourSettings({ ...options }), options),
    );
}
