import type { z } from 'zod';
import { type Cell, DamagedRowError } from './damaged-row.ts';

/** A column's value in the shape the schema names, or a DamagedRowError that shows no content. */
export function readColumn<T>(where: Cell, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DamagedRowError(where);
  return parsed.data;
}

/** The same for a column that holds JSON. */
export function readJson<T>(where: Cell, schema: z.ZodType<T>, text: string): T {
  return readColumn(where, schema, parseJson(where, text));
}

/** For JSON that many rows hold in the same words: each text is read once. What it gives is shared and never changed. */
export function createSharedJsonReader<T>(
  schema: z.ZodType<T>,
  most = 200,
): (where: Cell, text: string) => T {
  const known = new Map<string, T>();
  return (where, text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = readJson(where, schema, text);
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}

export function parseJson(where: Cell, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedRowError(where);
  }
}
