import { describe, expect, test } from 'vitest';
import { readCsv, writeCsv } from './csv.ts';

const cellsOf = (text: string) => {
  const read = readCsv(text);
  return read.ok ? read.records.map(({ cells }) => cells) : read;
};

describe('a table is read', () => {
  test('with commas or semicolons, with any line ends, with or without a byte order mark', () => {
    const wanted = [
      ['a', 'b'],
      ['1', '2'],
    ];
    for (const text of ['a,b\r\n1,2\r\n', 'a;b\n1;2', '\uFEFFa;b\r1;2\r', 'a,b\n\n1,2\n , \n'])
      expect(cellsOf(text)).toEqual(wanted);
  });

  test('with quotation marks around separators, line breaks and quotation marks', () => {
    expect(cellsOf('a,b\n"x, ""y""\nz",\n')).toEqual([
      ['a', 'b'],
      ['x, "y"\nz', ''],
    ]);
    expect(cellsOf('"a;b";c\n1;2')).toEqual([
      ['a;b', 'c'],
      ['1', '2'],
    ]);
  });

  test('each record knows the line it begins at, also after a cell of several lines', () => {
    const read = readCsv('a\n"one\ntwo"\nthree');
    expect(read.ok && read.records.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test('what is no table is refused with its line', () => {
    expect(readCsv('a\n"open')).toMatchObject({ ok: false, line: 2, problem: /never closed/ });
    expect(readCsv('a\nb"c')).toMatchObject({ ok: false, line: 2 });
    expect(readCsv('a\n"b"c')).toMatchObject({ ok: false, line: 2 });
    expect(cellsOf('')).toEqual([]);
  });
});

describe('a table is written', () => {
  const nasty = [
    '=1+1',
    '+39333',
    '-1',
    '@x',
    "'=1",
    "''@",
    "'quoted'",
    'a,b',
    'say "hi"',
    'a\nb',
    ' x ',
    '',
    '\t=',
  ];

  test('so that a spreadsheet takes no cell for a formula', () => {
    const cells = writeCsv([nasty]).split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    for (const cell of cells) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
  });

  test('so that reading it gives the same again', () => {
    expect(cellsOf(writeCsv([['heading'], nasty]))).toEqual([['heading'], nasty]);
  });
});
