import { Command } from 'commander';
import { SallyportError } from '../kernel/index.ts';
import { VERSION } from '../wiring/paths.ts';
import { addAudit } from './audit.ts';
import { addCalibrate } from './calibrate.ts';
import { addDemo } from './demo.ts';
import { addIdentify } from './identify.ts';
import { addKey } from './key.ts';
import { addModels } from './models.ts';
import { addPeople } from './people.ts';
import { addPreset } from './preset.ts';
import { addSetup } from './setup.ts';
import { addSimulate } from './simulate.ts';
import { addStart } from './start.ts';
import { addUnseal } from './unseal.ts';
import { addVerify } from './verify.ts';

const program = new Command('sallyport')
  .description('Decides who may pass, and tells the right people when somebody may not.')
  .version(VERSION)
  .showHelpAfterError();

for (const add of [
  addStart,
  addDemo,
  addSetup,
  addIdentify,
  addVerify,
  addCalibrate,
  addModels,
  addAudit,
  addUnseal,
  addKey,
  addPeople,
  addPreset,
  addSimulate,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  // What somebody can act on is one sentence; anything else is a bug and shows where it happened.
  console.error(error instanceof SallyportError ? `sallyport: ${error.message}` : error);
  process.exit(1);
}
