import { normaliseUserName } from '../people/index.ts';
import type { Schema } from './schema.ts';

/**
 * Columns that hold `lookupHash` of something that lies sealed in the same row. A rotation of the master key changes
 * every such hash, so it unseals the value, brings it into the form it is looked up by and hashes it anew.
 *
 * A table with such a column is declared here by one entry, or nobody is found in it after a rotation:
 *   table, key         the row's primary key, as in the cell the value is sealed for
 *   hashColumn         where the hash stands; rows where it is null are left alone
 *   sealedColumn       where the value lies sealed, for the cell (table, sealedColumn, key)
 *   ownerColumn        whose data key seals it
 *   hashed(value, row) what is handed to `lookupHash`; the same text that the repository hashes
 *
 * Not here: a one-time code is kept as its hash, sealed, for ten minutes: one that is on its way during a rotation does
 * not fit any more and is asked for again. `throttles` holds hashes of what is kept nowhere: its rows go, and with them
 * the waits.
 */
export interface RekeyedColumn {
  table: keyof Schema;
  key: string;
  hashColumn: string;
  sealedColumn: string;
  ownerColumn: string;
  hashed(value: string, row: Readonly<Record<string, unknown>>): string;
}

export const REKEYED_COLUMNS: readonly RekeyedColumn[] = [
  {
    table: 'people',
    key: 'id',
    hashColumn: 'user_name_hash',
    sealedColumn: 'user_name',
    ownerColumn: 'id',
    hashed: (userName) => `people.user_name:${normaliseUserName(userName)}`,
  },
  {
    table: 'credentials',
    key: 'id',
    hashColumn: 'lookup_hash',
    sealedColumn: 'lookup',
    ownerColumn: 'person_id',
    hashed: (lookup, { kind }) => `credentials.${String(kind)}:${lookup}`,
  },
];
