/** Where a value stands. Names the place in errors and binds what is sealed to it. */
export interface Cell {
  table: string;
  column: string;
  /** The row's primary key: an id or a keyed hash, never a name. */
  key: string;
}

export const cell = (table: string, column: string, key: string | number): Cell => ({
  table,
  column,
  key: String(key),
});

export const cellName = ({ table, column, key }: Cell): string => `${table}.${column}:${key}`;

/** A stored value that is not what was written. Says where it stands and nothing of what it holds. */
export class DamagedRowError extends Error {
  readonly cell: Cell;

  constructor(where: Cell) {
    super(`The stored value ${cellName(where)} was damaged or tampered with; it is not used.`);
    this.name = 'DamagedRowError';
    this.cell = where;
  }
}
