import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';

/**
 * One small step of the schema. What is released is never changed; the next step comes after it. Tables first, rows
 * afterwards: MySQL commits with each change of a table, and a step that was cut off is run again.
 */
export interface Migration {
  name: string;
  up(db: Kysely<Schema>, dialect: Dialect): Promise<void>;
}
