import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Ledger } from '../evidence/index.ts';
import { type PersonId, SallyportError } from '../kernel/index.ts';
import type { Repositories, Store } from '../storage/index.ts';

/**
 * Who was erased, by id, in a file beside the key: a backup of the data from before would bring them back, and this list
 * is not in that backup. The database has the same list, so a crash between the two loses nothing.
 */
export const erasureListFile = (keyFile: string): string => `${keyFile}.erased`;

/** Erases again whom a restored backup has brought back; to be called at every start. Answers how many. */
export async function repeatErasures(
  file: string,
  store: Store,
  ledger: Ledger<Repositories>,
): Promise<number> {
  const returned: PersonId[] = [];
  for (const id of readList(file)) if (await store.people.find(id)) returned.push(id);
  for (const personId of returned) {
    await ledger.transaction(async (tx) => {
      await tx.people.erase(personId);
      await tx.record([{ type: 'person.erased', facts: {}, personId }]);
    });
  }
  if (returned.length > 0) await store.checkpoint();
  await keepErasures(file, store);
  return returned.length;
}

/** Brings the file up to date. To be called after an erasure. */
export async function keepErasures(file: string, store: Pick<Store, 'sealing'>): Promise<void> {
  const known = readList(file);
  const erased = new Set([...known, ...(await store.sealing.listErased())]);
  if (erased.size === known.length) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, [...erased].map((id) => `${id}\n`).join(''), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  chmodSync(file, 0o600);
}

function readList(file: string): PersonId[] {
  if (!existsSync(file)) return [];
  const ids = z.array(z.uuid()).safeParse(readFileSync(file, 'utf8').split('\n').filter(Boolean));
  if (ids.success) return ids.data as string[] as PersonId[];
  throw new SallyportError('data_folder', {
    sentence: `${file} is damaged: it holds an id a line, of people who were erased. Restore it, or remove what is no id.`,
  });
}
