import type { GroupId } from '../kernel/index.ts';
import { PERSON_FIELDS } from './person-fields.ts';
import type { Group, Person } from './repositories.ts';
import type { Role, RoleDefinition } from './roles.ts';
import { readMoment, writeMoment } from './table-moments.ts';

/** The names that a table may use for roles and groups. */
export interface TableNames {
  roles: readonly RoleDefinition[];
  groups: readonly Group[];
}

/** What is wrong with a cell, and what to do. Caught where the row is judged. */
export class CellProblem extends Error {}

export type TableField =
  | 'userName'
  | 'displayName'
  | 'email'
  | 'phone'
  | 'roles'
  | 'groups'
  | 'validFrom'
  | 'validUntil';

interface Column<Field extends TableField> {
  heading: string;
  read(cell: string, names: TableNames): Person[Field];
  write(value: Person[Field], names: TableNames): string;
}

type Columns = { [Field in TableField]: Column<Field> };

/** Between the names of several roles or groups. */
const BETWEEN = '|';

export const COLUMNS: Columns = {
  userName: { heading: 'user name', read: (cell) => checked('userName', cell), write: String },
  displayName: { heading: 'display name', read: (cell) => checked('displayName', cell), write: String },
  email: { heading: 'e-mail', read: (cell) => orNull(cell, () => checked('email', cell)), write: orEmpty },
  phone: {
    heading: 'phone',
    read: (cell) => orNull(cell, () => checked('phone', cell.replace(/[\s().-]/g, ''))),
    write: orEmpty,
  },
  roles: {
    heading: 'roles',
    read(cell, { roles }) {
      const found = namesIn(cell).map((name) => byName<Role>(roles, name, 'role'));
      if (found.length === 0)
        throw new CellProblem('No role is named. “Member” is the one that manages nothing.');
      return found;
    },
    write: (ids, { roles }) => namesOf(ids, roles),
  },
  groups: {
    heading: 'groups',
    read: (cell, { groups }) => namesIn(cell).map((name) => byName<GroupId>(groups, name, 'group')),
    write: (ids, { groups }) => namesOf(ids, groups),
  },
  validFrom: { heading: 'valid from', read: (cell) => moment(cell, 'first'), write: writeMoment },
  validUntil: { heading: 'valid until', read: (cell) => moment(cell, 'last'), write: writeMoment },
};

export const FIELDS = Object.keys(COLUMNS) as TableField[];

/** “E-Mail”, “e_mail” and “email” are one column. */
export function fieldOf(heading: string): TableField | null {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');
  return FIELDS.find((field) => plain(COLUMNS[field].heading) === plain(heading)) ?? null;
}

function checked(field: keyof typeof PERSON_FIELDS, cell: string): string {
  const read = PERSON_FIELDS[field].safeParse(cell);
  if (read.success) return read.data;
  throw new CellProblem(
    `The ${COLUMNS[field].heading} is not as it should be: ${read.error.issues[0]!.message}.`,
  );
}

function moment(cell: string, day: 'first' | 'last'): number | null {
  const text = cell.trim();
  const read = text === '' ? null : readMoment(text, day);
  if (read === undefined)
    throw new CellProblem(`“${text}” is no date. Write 2026-12-31, or 2026-12-31T18:00Z for an instant.`);
  return read;
}

function byName<Id extends string>(
  known: readonly { id: string; name: string }[],
  name: string,
  kind: string,
): Id {
  const found = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new CellProblem(`There is no ${kind} “${name}”. Make it first, or mend the name.`);
  return found.id as Id;
}

const namesIn = (cell: string) => [
  ...new Set(
    cell
      .split(BETWEEN)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

const namesOf = (ids: readonly string[], known: readonly { id: string; name: string }[]) =>
  known
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(` ${BETWEEN} `);

function orNull<T>(cell: string, read: () => T): T | null {
  return cell.trim() === '' ? null : read();
}

function orEmpty(value: string | null): string {
  return value ?? '';
}
