import type { CsvReading, CsvRecord } from './csv.ts';
import type { Person } from './repositories.ts';
import { CellProblem, COLUMNS, fieldOf, type TableField, type TableNames } from './table-columns.ts';
import { normaliseUserName } from './user-name.ts';

/** What an import does with a row, or would do. */
export interface ImportedRow {
  line: number;
  userName: string;
  displayName: string;
  what: 'add' | 'change' | 'same' | 'refused';
  changes: TableField[];
  problem: string | null;
}

/** A row whose cells are all right by themselves. */
export interface RowDraft {
  line: number;
  given: Pick<Person, 'userName'> & Partial<Pick<Person, TableField>>;
}

/** Many at once: a household has a few, a large house a few hundred. */
const MOST_ROWS = 5000;

/** Each row as a draft, or as refused with the reason; a table that cannot be read is one refused row. */
export function readRows(csv: CsvReading, names: TableNames): (RowDraft | ImportedRow)[] {
  if (!csv.ok) return [refused(csv.line, csv.problem)];
  const [heading, ...records] = csv.records;
  if (!heading || records.length === 0)
    return [refused(1, 'There is nothing in it: it needs a line of headings, then a line for each person.')];
  if (records.length > MOST_ROWS)
    return [refused(1, `These are more than ${MOST_ROWS} people. Import them in parts.`)];
  const fields = heading.cells.map(fieldOf);
  const problem = problemOf(heading, fields);
  if (problem) return [refused(heading.line, problem)];
  const seen = new Map<string, number>();
  return records.map((record) => readRow(record, fields as TableField[], names, seen));
}

function problemOf({ cells }: CsvRecord, fields: (TableField | null)[]): string | null {
  const all = Object.values(COLUMNS)
    .map(({ heading }) => `“${heading}”`)
    .join(', ');
  const unknown = cells.find((_, at) => fields[at] === null);
  if (unknown !== undefined) return `There is no column “${unknown}”. There are ${all}.`;
  if (new Set(fields).size < fields.length) return 'A column is there twice.';
  if (!fields.includes('userName')) return 'The column “user name” is missing: it says who a row is about.';
  return null;
}

function readRow(
  { line, cells }: CsvRecord,
  fields: TableField[],
  names: TableNames,
  seen: Map<string, number>,
): RowDraft | ImportedRow {
  const cellOf = (field: TableField) => cells[fields.indexOf(field)]?.trim() ?? '';
  const who = { userName: cellOf('userName'), displayName: cellOf('displayName') };
  try {
    if (cells.length !== fields.length)
      throw new CellProblem(`It has ${cells.length} cells and there are ${fields.length} headings.`);
    const given = Object.fromEntries(
      fields.map((field, at) => [field, COLUMNS[field].read(cells[at]!, names)]),
    ) as RowDraft['given'];
    const key = normaliseUserName(given.userName);
    const before = seen.get(key);
    if (before !== undefined) throw new CellProblem(`Line ${before} is about the same user name.`);
    seen.set(key, line);
    return { line, given };
  } catch (error) {
    if (error instanceof CellProblem) return refused(line, error.message, who);
    throw error;
  }
}

const refused = (line: number, problem: string, who = { userName: '', displayName: '' }): ImportedRow => ({
  ...{ line, ...who, what: 'refused', changes: [], problem },
});
