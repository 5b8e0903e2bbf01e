import type { Command } from 'commander';
import { describeFlow, PRESETS } from '../access/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { createFlowTools } from './flow-tools.ts';
import { addOpeningOptions, openFor } from './open-data.ts';

interface PresetOptions extends Record<string, unknown> {
  accessPoint?: string;
  place?: string;
}

export function addPreset(program: Command): void {
  const command = program
    .command('preset')
    .argument('[name]', 'which one; without it they are listed')
    .description('set up a way in at once: a flow, a kiosk that asks for it, and the settings it needs')
    .option('--access-point <name>', 'what the new access point is called')
    .option('--place <words>', 'where it is; stands in the alerts');
  addOpeningOptions(command).action(
    async (name: string | undefined, { accessPoint, place, ...rest }: PresetOptions) => {
      if (name === undefined) return listPresets();
      const preset = PRESETS.find((one) => one.name === name);
      if (!preset)
        throw new SallyportError('not_found', {
          sentence: `There is no preset ${name}. There are: ${PRESETS.map((one) => one.name).join(', ')}.`,
        });
      const store = await openFor(rest);
      try {
        const point = { ...(accessPoint ? { name: accessPoint } : {}), ...(place ? { place } : {}) };
        const actor = { id: null, ipAddress: null };
        const made = await createFlowTools(store).flows.install(preset, point, actor);
        console.log(`${made.point.name} (${made.point.place}): ${describeFlow(made.flow)}`);
        for (const line of preset.does) console.log(`  ${line}`);
        console.log(
          `Open /kiosk/${made.point.id} on the running server; a tablet is paired with it first (in the`,
        );
        console.log('panel: Settings, Access points, Pair a screen).');
      } finally {
        await store.close();
      }
    },
  );
}

function listPresets(): void {
  const width = Math.max(...PRESETS.map(({ name }) => name.length)) + 2;
  for (const { name, summary } of PRESETS) console.log(`${name.padEnd(width)}${summary}`);
}
