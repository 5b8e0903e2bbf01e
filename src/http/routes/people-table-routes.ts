import { SallyportError } from '../../kernel/index.ts';
import type { ImportedRow } from '../../people/index.ts';
import { actorOf, giverOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type TableRoutes = Pick<Handlers, 'checkPeopleTable' | 'importPeopleTable' | 'exportPeopleTable'>;

export function peopleTableRoutes({ peopleTable }: HttpServices): TableRoutes {
  return {
    checkPeopleTable: async ({ body, caller }) =>
      view(await peopleTable.check(body.csv, giverOf(caller), actorOf(caller))),

    async importPeopleTable({ body, caller }) {
      const imported = view(await peopleTable.import(body.csv, giverOf(caller), actorOf(caller)));
      if (imported.refused === 0) return imported;
      const rows = imported.rows.filter(({ what }) => what === 'refused');
      throw new SallyportError('rows_refused', { details: { rows } });
    },

    exportPeopleTable: async ({ caller }) => ({ csv: await peopleTable.export(actorOf(caller)) }),
  };
}

function view(rows: ImportedRow[]) {
  const count = (what: ImportedRow['what']) => rows.filter((row) => row.what === what).length;
  return {
    rows,
    added: count('add'),
    changed: count('change'),
    same: count('same'),
    refused: count('refused'),
  };
}
