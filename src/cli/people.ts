import type { Command } from 'commander';
import { createLedger } from '../evidence/index.ts';
import { SallyportError, systemClock } from '../kernel/index.ts';
import { normaliseUserName, type Person } from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { openData } from './open-data.ts';
import { addPeopleTable } from './people-table.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

type Options = Record<string, unknown> & PassphraseOptions & { person?: string; json?: boolean };

export function addPeople(program: Command): void {
  const people = program.command('people').description('the people, at the console');
  addPeopleTable(people);
  const command = people
    .command('decrypt')
    .description('show the sealed records in the clear, with the key; the log says that you did')
    .option('--person <user>', 'of this user name only')
    .option('--json', 'as JSON')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(command).action(async ({ person, json, passphraseStdin, ...options }: Options) => {
    const store = await openData(settingsOf(options), passphraseStdin ? { passphraseStdin } : {});
    try {
      const people = await find(store, person);
      await recordShown(store, people.length);
      const records = await Promise.all(people.map((one) => recordOf(store, one)));
      console.log(json ? JSON.stringify(records, null, 2) : table(records));
    } finally {
      await store.close();
    }
  });
}

async function find(store: Store, userName: string | undefined): Promise<Person[]> {
  if (userName === undefined) return store.people.list();
  const person = await store.people.findByUserName(normaliseUserName(userName));
  if (person) return [person];
  throw new SallyportError('not_found', { sentence: `Nobody has the user name “${userName}”.` });
}

/** What the panel shows of somebody. Hashes and templates are no record of theirs: they are shown to nobody. */
async function recordOf(store: Store, person: Person) {
  const samples = (await store.faceSamples.counts()).get(person.id) ?? 0;
  return {
    userName: person.userName,
    displayName: person.displayName,
    email: person.email,
    phone: person.phone,
    roles: person.roles,
    status: person.status,
    password: (await store.passwords.find(person.id)) !== null,
    faceSamples: samples,
    createdAt: new Date(person.createdAt).toISOString(),
  };
}

/** Before anything is shown: where it cannot be written, nothing is. */
async function recordShown(store: Store, people: number): Promise<void> {
  const { chainKey } = store;
  const ledger = createLedger({ store, clock: systemClock, chainKey, reactors: [], publish: () => {} });
  await ledger.transaction((tx) => tx.record([{ type: 'sealing.records_shown', facts: { people } }]));
}

function table(records: Awaited<ReturnType<typeof recordOf>>[]): string {
  const head = ['user', 'name', 'e-mail', 'phone', 'roles', 'status', 'password', 'face', 'since'];
  const rows = records.map((one) => [
    one.userName,
    one.displayName,
    one.email ?? '',
    one.phone ?? '',
    one.roles.join(','),
    one.status,
    one.password ? 'set' : 'none',
    String(one.faceSamples),
    one.createdAt.slice(0, 10),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}
