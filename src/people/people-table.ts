import { type Clock, SallyportError } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { readCsv, writeCsv } from './csv.ts';
import { type Giver, mayGive } from './giving.ts';
import { newPerson } from './people.ts';
import {
  addPerson,
  changePerson,
  type PeopleRepositories,
  type PeopleTransaction,
} from './person-changes.ts';
import type { Person } from './repositories.ts';
import type { RoleBook } from './role-book.ts';
import { completeRoles } from './roles.ts';
import { CellProblem, COLUMNS, FIELDS, type TableField, type TableNames } from './table-columns.ts';
import { type ImportedRow, type RowDraft, readRows } from './table-rows.ts';
import { normaliseUserName } from './user-name.ts';

export interface PeopleTable {
  /** What an import would do. Changes nothing. */
  check(csv: string, giver: Giver, actor: Actor): Promise<ImportedRow[]>;
  /** All rows, or none: when one of them is refused nothing is changed, and the rows say why. */
  import(csv: string, giver: Giver, actor: Actor): Promise<ImportedRow[]>;
  /** Everybody, oldest first, as `import` takes it. */
  export(actor: Actor): Promise<string>;
}

export interface PeopleTableOptions {
  ledger: { transaction<T>(work: (tx: PeopleTransaction) => Promise<T>): Promise<T> };
  store: Pick<PeopleRepositories, 'people' | 'roles' | 'groups'>;
  roles: Pick<RoleBook, 'permissionsOf'>;
  clock: Clock;
}

/** Thrown out of the transaction, so that what the rows did is undone. */
class Undone extends Error {
  constructor(readonly rows: ImportedRow[]) {
    super('undone');
  }
}

/** Roles and groups that are the same in another order are the same. */
function inOrderOf(before: Person, details: Partial<Pick<Person, 'roles' | 'groups'>>) {
  const kept = (['roles', 'groups'] as const).filter(
    (field) => details[field] && same(before[field].toSorted(), details[field].toSorted()),
  );
  return Object.fromEntries(kept.map((field) => [field, before[field]]));
}

export function createPeopleTable({ ledger, store, roles, clock }: PeopleTableOptions): PeopleTable {
  const namesIn = async (tx: PeopleTableOptions['store']): Promise<TableNames> => ({
    roles: completeRoles(await tx.roles.list()),
    groups: await tx.groups.list(),
  });

  /** Does what the row says. Throws what is wrong with it. */
  async function take(tx: PeopleTransaction, { line, given }: RowDraft, giver: Giver, actor: Actor) {
    const { userName, ...details } = given;
    const before = await tx.people.findByUserName(normaliseUserName(userName));
    const after = before
      ? { ...before, ...details, ...inOrderOf(before, details) }
      : newPerson(
          { email: null, roles: ['member'], ...details, displayName: nameOf(details), userName },
          clock.now(),
        );
    if (!(await mayGive(roles, giver, [...(before?.roles ?? []), ...after.roles])))
      throw new CellProblem(
        'You may not give these roles, or not change this person: they may do more than you.',
      );
    const changes = FIELDS.filter((field) => !before || !same(before[field], after[field]));
    const { displayName } = after;
    const row: ImportedRow = { line, userName, displayName, what: 'add', changes, problem: null };
    if (!before) await addPerson(tx, after, actor);
    else row.what = (await changePerson(tx, before, after, actor, clock.now())) ? 'change' : 'same';
    return row;
  }

  async function takeAll(csv: string, giver: Giver, actor: Actor, keep: boolean): Promise<ImportedRow[]> {
    try {
      return await ledger.transaction(async (tx) => {
        const rows: ImportedRow[] = [];
        for (const draft of readRows(readCsv(csv), await namesIn(tx)))
          rows.push('problem' in draft ? draft : await take(tx, draft, giver, actor).catch(refusalOf(draft)));
        if (!keep || rows.some(({ what }) => what === 'refused')) throw new Undone(rows);
        const count = (what: ImportedRow['what']) => rows.filter((row) => row.what === what).length;
        const facts = { added: count('add'), changed: count('change') };
        await tx.record([{ type: 'people.imported', facts, actorId: actor.id, ipAddress: actor.ipAddress }]);
        return rows;
      });
    } catch (error) {
      if (error instanceof Undone) return error.rows;
      throw error;
    }
  }

  return {
    check: (csv, giver, actor) => takeAll(csv, giver, actor, false),
    import: (csv, giver, actor) => takeAll(csv, giver, actor, true),
    async export(actor) {
      const names = await namesIn(store);
      const people = await store.people.list();
      const facts = { people: people.length };
      await ledger.transaction((tx) =>
        tx.record([{ type: 'people.exported', facts, actorId: actor.id, ipAddress: actor.ipAddress }]),
      );
      const write = (field: TableField, value: unknown) => COLUMNS[field].write(value as never, names);
      return writeCsv([
        FIELDS.map((field) => COLUMNS[field].heading),
        ...people.map((person) => FIELDS.map((field) => write(field, person[field]))),
      ]);
    },
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function nameOf({ displayName }: { displayName?: string }): string {
  if (displayName === undefined) throw new CellProblem('Somebody new needs a display name: add that column.');
  return displayName;
}

/** What somebody can mend in their table is the row’s problem; anything else is thrown on. */
const refusalOf =
  ({ line, given }: RowDraft) =>
  (error: unknown): ImportedRow => {
    const known = error instanceof CellProblem || (error instanceof SallyportError && error.status < 500);
    if (!known) throw error;
    const { userName, displayName = '' } = given;
    return { line, userName, displayName, what: 'refused', changes: [], problem: error.message };
  };
