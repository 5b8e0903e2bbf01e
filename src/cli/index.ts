import { Command } from 'commander';
import { SallyportError } from '../kernel/index.ts';
import { VERSION } from '../wiring/paths.ts';

/** By name, each with what adds it: only the one that was called is loaded, and a small machine does not wait for the rest. */
const COMMANDS = new Map<string, () => Promise<(program: Command) => void>>([
  ['start', async () => (await import('./start.ts')).addStart],
  ['demo', async () => (await import('./demo.ts')).addDemo],
  ['setup', async () => (await import('./setup.ts')).addSetup],
  ['identify', async () => (await import('./identify.ts')).addIdentify],
  ['verify', async () => (await import('./verify.ts')).addVerify],
  ['calibrate', async () => (await import('./calibrate.ts')).addCalibrate],
  ['models', async () => (await import('./models.ts')).addModels],
  ['audit', async () => (await import('./audit.ts')).addAudit],
  ['unseal', async () => (await import('./unseal.ts')).addUnseal],
  ['key', async () => (await import('./key.ts')).addKey],
  ['people', async () => (await import('./people.ts')).addPeople],
  ['preset', async () => (await import('./preset.ts')).addPreset],
  ['simulate', async () => (await import('./simulate.ts')).addSimulate],
]);

const program = new Command('sallyport')
  .description('Decides who may pass, and tells the right people when somebody may not.')
  .version(VERSION)
  .showHelpAfterError();

const called = COMMANDS.get(process.argv[2] ?? '');
for (const load of called ? [called] : COMMANDS.values()) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  // What somebody can act on is one sentence; anything else is a bug and shows where it happened.
  console.error(error instanceof SallyportError ? `sallyport: ${error.message}` : error);
  process.exit(1);
}
