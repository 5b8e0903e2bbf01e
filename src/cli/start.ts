import type { Command } from 'commander';
import { openSallyport } from '../main.ts';
import { addressesOnNetwork } from '../wiring/listen.ts';
import { readyModels } from './ready-models.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

export function addStart(program: Command): void {
  const command = program.command('start', { isDefault: true }).description('start the server');
  addDataOptions(command)
    .option('--host <address>', 'listen on this address (default: 127.0.0.1)')
    .option('--port <number>', 'listen on this port (default: 8470)')
    .option('--lan', 'serve the whole network, by HTTPS with a certificate of our own')
    .option('--log-level <level>', 'how much to log (default: info)')
    .action(async (options: Record<string, unknown>) => {
      const settings = settingsOf(options);
      await readyModels();
      const sallyport = await openSallyport(settings);
      console.log(`\n  Sallyport listens at ${sallyport.url}`);
      if (sallyport.certificate) {
        const { caFile, fingerprint } = sallyport.certificate;
        for (const address of addressesOnNetwork(sallyport.url)) console.log(`  and at ${address}`);
        console.log(`  Devices trust it once ${caFile} is installed there (docs/guide/lan.md).`);
        console.log(`  Its SHA-256 fingerprint: ${fingerprint}`);
      }
      if (sallyport.setupUrl) {
        console.log(
          `\n  Nobody can sign in yet. Open this link, valid once and for a day, to make the first administrator:`,
        );
        console.log(`  ${sallyport.setupUrl}\n`);
      }
      stopOnSignal(() => sallyport.close());
    });
}

/** Ctrl-C and a service manager's stop end the server in order; a second one ends it at once. */
export function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
