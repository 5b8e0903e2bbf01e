import { z } from 'zod';
import { named } from './common.ts';
import { route } from './route.ts';

const CSV_BYTES = 2 * 1024 * 1024;

const PeopleTable = z.strictObject({
  csv: z.string().max(CSV_BYTES).describe('RFC 4180, with a heading line; comma or semicolon, as it finds'),
});

const ImportView = named(
  'PeopleImport',
  z.object({
    rows: z.array(
      z.object({
        line: z.number().int().describe('Where the row begins in the file'),
        userName: z.string(),
        displayName: z.string(),
        what: z.enum(['add', 'change', 'same', 'refused']),
        changes: z.array(z.string()).describe('Names of the fields that become other than they are'),
        problem: z.string().nullable().describe('Why the row is refused, and what to do'),
      }),
    ),
    added: z.number().int(),
    changed: z.number().int(),
    same: z.number().int(),
    refused: z.number().int().describe('While this is not 0, nothing is imported'),
  }),
);

const people = { tag: 'People', permission: 'people.write' as const };

export const peopleTableContract = {
  checkPeopleTable: route({
    ...people,
    method: 'POST',
    url: '/api/people/import/check',
    summary: 'Says what an import of this table would do, row by row, and changes nothing',
    body: PeopleTable,
    maxBytes: CSV_BYTES + 64 * 1024,
    status: 200,
    answer: ImportView,
  }),
  importPeopleTable: route({
    ...people,
    fresh: true,
    method: 'POST',
    url: '/api/people/import',
    summary:
      'Adds and changes people as the table says, all of them or nobody (error rows_refused, details.rows)',
    body: PeopleTable,
    maxBytes: CSV_BYTES + 64 * 1024,
    status: 200,
    answer: ImportView,
  }),
  exportPeopleTable: route({
    ...people,
    fresh: true,
    method: 'POST',
    url: '/api/people/export',
    summary: 'Everybody as a table that can be imported again; cells that would be formulas are defused',
    status: 200,
    answer: z.object({ csv: z.string() }),
  }),
};
