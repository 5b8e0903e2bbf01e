import type { Command } from 'commander';
import { loadSettings, type Settings } from '../config/index.ts';

/** Options that name where the data and its key lie: for every command that opens them. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--settings-file <file>',
      'read settings from this file (default: sallyport.yaml, if there is one)',
    )
    .option('--data-dir <folder>', 'where everything is kept (default: ./sallyport-data)')
    .option(
      '--database <address>',
      'a MySQL or MariaDB server instead of the data folder: mysql://user@host:port/name',
    )
    .option('--database-password-file <file>', 'holds the password for it')
    .option('--key-file <file>', 'the key that seals the data (default: beside the data folder)');
}

/** Settings as this command line, the environment and the settings file give them. */
export function settingsOf(options: Record<string, unknown>): Settings {
  return loadSettings({ argv: options, env: process.env, cwd: process.cwd() });
}
