import { SITE } from './key-ring.ts';
import type { Schema } from './schema.ts';

/**
 * Every column that is sealed under a data key. Renewing a data key seals these anew, so a table with such a column is
 * declared here; a test compares the list with the database's own.
 */
export interface SealedColumn {
  table: keyof Schema;
  column: string;
  /** The primary key. In the cell its parts stand one after the other, with a slash between. */
  key: readonly string[];
  /** SQL that is true for the rows of the owner bound to it. */
  ofOwner: string;
  /** The column's name in the cell, where it is another than the column's own. */
  nameInCell?(row: Readonly<Record<string, unknown>>): string;
}

const of = (table: keyof Schema, ofOwner: string, columns: string[], key = ['id']): SealedColumn[] =>
  columns.map((column) => ({ table, column, key, ofOwner }));

const ofKind =
  (column: string) =>
  ({ kind }: Readonly<Record<string, unknown>>): string =>
    kind === 'enrolment' ? column : `${column} of ${String(kind)}`;

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...of('people', 'id = ?', ['user_name', 'display_name', 'email', 'phone']),
  ...of('passwords', 'person_id = ?', ['phc'], ['person_id']),
  ...of('credentials', 'person_id = ?', ['lookup', 'secret', 'label', 'duress']),
  ...of('one_time_codes', 'person_id = ?', ['code'], ['attempt_id']),
  ...of('sessions', 'person_id = ?', ['origin']),
  ...of('face_samples', 'person_id = ?', ['template', 'jpeg']).map((one) => ({
    ...one,
    nameInCell: ofKind(one.column),
  })),
  // Sealed for the place it will be copied to.
  ...of('face_samples', 'person_id = ?', ['next_template']).map((one) => ({
    ...one,
    nameInCell: ofKind('template'),
  })),
  ...of('snapshots', `coalesce(owner_id, '${SITE}') = ?`, ['jpeg']),
  ...of(
    'deliveries',
    'obligation_id in (select id from obligations where recipient_id = ?)',
    ['response'],
    ['obligation_id', 'number'],
  ),
  ...of('settings', `'${SITE}' = ?`, ['value'], ['name']),
];
