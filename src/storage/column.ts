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

export function parseJson(where: Cell, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedRowError(where);
  }
}
