import type { Command } from 'commander';
import { checkChain } from '../evidence/index.ts';
import { addOpeningOptions, openFor } from './open-data.ts';

export function addAudit(program: Command): void {
  const command = program
    .command('audit')
    .description('check that nothing in the log was altered, removed or inserted');
  addOpeningOptions(command).action(async (options: Record<string, unknown>) => {
    const store = await openFor(options);
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
