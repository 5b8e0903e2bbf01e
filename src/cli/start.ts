import type { Command } from 'commander';
import { openSallyport, type Sallyport } from '../main.ts';
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
      console.log(sallyport.unsealed ? locked(sallyport) : welcome(sallyport));
      stopOnSignal(() => sallyport.close());
      if (sallyport.unsealed) console.log(welcome(await sallyport.unsealed));
    });
}

function locked({ url }: Sallyport): string {
  const lines = [
    '',
    `Sallyport is sealed, and waits at ${url}`,
    'An administrator opens the data there, or with “sallyport unseal” on this machine.',
  ];
  return lines.map((line) => (line ? `  ${line}` : '')).join('\n');
}

/** Everything a person must know now, in one piece. */
function welcome({ url, certificate, setupUrl }: Sallyport): string {
  const lines = ['', `Sallyport listens at ${url}`];
  if (certificate) {
    lines.push(...addressesOnNetwork(url).map((address) => `and at ${address}`));
    lines.push(`Devices trust it once ${certificate.caFile} is installed there (docs/guide/lan.md).`);
    lines.push(`Its SHA-256 fingerprint: ${certificate.fingerprint}`);
  }
  if (setupUrl) {
    lines.push(
      '',
      'Nobody can sign in yet. Open this link to make the first administrator; it is valid for a day,',
    );
    lines.push('for the first browser that uses it, until the set-up is finished:', setupUrl);
  }
  return lines.map((line) => (line ? `  ${line}` : '')).join('\n');
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
