/** A record of a table, and the line of the file it begins at (1 = the first). */
export interface CsvRecord {
  line: number;
  cells: string[];
}

export type CsvReading =
  | { ok: true; records: CsvRecord[] }
  /** Where the file stops being a table, and why. */
  | { ok: false; line: number; problem: string };

const BOM = '\uFEFF';

/** RFC 4180, with or without a byte order mark; the first line says whether commas or semicolons part the cells. */
export function readCsv(file: string): CsvReading {
  const text = file.startsWith(BOM) ? file.slice(1) : file;
  const comma = separatorOf(text);
  const records: CsvRecord[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [] };
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, comma);
      if ('problem' in cell) return { ok: false, line, problem: cell.problem };
      record.cells.push(arm(cell.value));
      line += cell.value.split('\n').length - 1;
      at = cell.end;
      if (text[at] !== comma) break;
      at += 1;
    }
    const end = /\r?\n|\r/y;
    end.lastIndex = at;
    const broken = end.exec(text);
    if (!broken && at < text.length)
      return { ok: false, line, problem: 'After a closing quotation mark there must be a new cell or line.' };
    at += broken?.[0].length ?? 0;
    line += 1;
    if (record.cells.some((cell) => cell.trim() !== '')) records.push(record);
  }
  return { ok: true, records };
}

/** RFC 4180 with commas. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map((cell) => quote(disarm(cell))).join(',')}\r\n`).join('');

const FORMULA = /^'*[=+\-@\t\r]/;
const disarm = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);
/** Takes back what `disarm` did, and nothing else. */
const arm = (cell: string) => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

const quote = (cell: string) => (/[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function separatorOf(text: string): ',' | ';' {
  const heading = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  return heading.split(';').length > heading.split(',').length ? ';' : ',';
}

type Cell = { value: string; end: number } | { problem: string };

function readQuoted(text: string, start: number): Cell {
  let value = '';
  for (let from = start + 1; ; ) {
    const mark = text.indexOf('"', from);
    if (mark < 0) return { problem: 'A quotation mark is opened here and never closed.' };
    value += text.slice(from, mark);
    if (text[mark + 1] !== '"') return { value, end: mark + 1 };
    value += '"';
    from = mark + 2;
  }
}

function readPlain(text: string, start: number, comma: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== comma && text[end] !== '\n' && text[end] !== '\r') end += 1;
  const value = text.slice(start, end);
  if (value.includes('"'))
    return {
      problem: 'A cell with a quotation mark in it must stand in quotation marks, the inner ones doubled.',
    };
  return { value, end };
}
