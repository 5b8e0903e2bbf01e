import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createLedger } from '../evidence/index.ts';
import { SallyportError, systemClock } from '../kernel/index.ts';
import {
  createPeopleTable,
  createRoleBook,
  type ImportedRow,
  PERMISSIONS,
  type PeopleTable,
} from '../people/index.ts';
import { PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { openData } from './open-data.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

type Options = Record<string, unknown> & PassphraseOptions & { dryRun?: boolean };

/** Whoever runs the machine has the key, and may give what they like. */
const GIVER = { roles: ['owner' as const], permissions: new Set(PERMISSIONS) };
const ACTOR = { id: null, ipAddress: null };

/** `import` and `export` of the command `people`. */
export function addPeopleTable(people: Command): void {
  const imports = people
    .command('import')
    .description('add and change people as a CSV file says: all of its rows, or none')
    .argument('<file>', 'the table; a first line names its columns')
    .option('--dry-run', 'say what would be done, and change nothing')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(imports).action(async (file: string, { dryRun, ...options }: Options) => {
    const csv = readTable(file);
    const rows = await withTable(options, (table) =>
      dryRun ? table.check(csv, GIVER, ACTOR) : table.import(csv, GIVER, ACTOR),
    );
    for (const line of describeImport(rows, Boolean(dryRun))) console.log(line);
    process.exitCode = rows.some(({ what }) => what === 'refused') ? 2 : 0;
  });
  const exports = people
    .command('export')
    .description('write everybody to the standard output as CSV')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(exports).action(async (options: Options) => {
    process.stdout.write(await withTable(options, (table) => table.export(ACTOR)));
  });
}

function readTable(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const why = error instanceof TypeError ? 'is not UTF-8 text: save it as “CSV UTF-8”' : 'cannot be read';
    throw new SallyportError('bad_input', { sentence: `${file} ${why}.` });
  }
}

async function withTable<T>(
  { passphraseStdin, ...options }: Options,
  work: (table: PeopleTable) => Promise<T>,
): Promise<T> {
  const store = await openData(settingsOf(options), passphraseStdin ? { passphraseStdin } : {});
  const clock = systemClock;
  const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
  try {
    return await work(createPeopleTable({ ledger, store, roles: createRoleBook(store.roles), clock }));
  } finally {
    await store.close();
  }
}

/** Bad rows first named, then what was done, or would be. */
function describeImport(rows: ImportedRow[], dryRun: boolean): string[] {
  const of = (what: ImportedRow['what']) => rows.filter((row) => row.what === what);
  const refused = of('refused');
  if (refused.length > 0) {
    const problems = refused.map(
      ({ line, userName, problem }) => `line ${line}${userName ? ` (${userName})` : ''}: ${problem}`,
    );
    return [...problems, `${refused.length} of ${rows.length} rows are refused: nothing was changed.`];
  }
  const changes = [...of('add'), ...of('change')].map(
    ({ line, userName, what, changes }) => `line ${line}: ${what} ${userName} (${changes.join(', ')})`,
  );
  const counts = `${of('add').length} added, ${of('change').length} changed, ${of('same').length} as they were`;
  return [...(dryRun ? changes : []), `${dryRun ? 'This would be: ' : ''}${counts}.`];
}
