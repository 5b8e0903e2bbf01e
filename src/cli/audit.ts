import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { openOrCreateKey } from '../config/index.ts';
import { checkChain } from '../evidence/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { openStore } from '../storage/index.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

export function addAudit(program: Command): void {
  const command = program
    .command('audit')
    .description('check that nothing in the log was altered, removed or inserted');
  addDataOptions(command).action(async (options: Record<string, unknown>) => {
    const settings = settingsOf(options);
    const file = join(settings.dataDir, 'sallyport.db');
    if (!existsSync(file))
      throw new SallyportError('data_folder', { sentence: `There is no data in ${settings.dataDir}.` });
    const store = await openStore({
      file,
      masterKey: openOrCreateKey({ keyFile: settings.keyFile, dataExists: true }),
    });
    const report = await checkChain(store.events, store.chainKey);
    await store.close();
    if (report.intact)
      console.log(`The log is intact: ${report.events} events, each following from the one before.`);
    else
      console.error(
        `The log is broken at event ${report.brokenAtSeq}: it, or one before it, is not what was written.`,
      );
    process.exitCode = report.intact ? 0 : 2;
  });
}
