import type { Person } from './repositories.ts';

/** Codes and dates: what the log may show as they were and are. Names, addresses and numbers are never in it. */
const TOLD = [
  'roles',
  'groups',
  'validFrom',
  'validUntil',
  'secondFactor',
] as const satisfies (keyof Person)[];

export interface ChangeFacts {
  fields: string[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** What a change of a person is in the log: every field by its name, and those of codes before and after. */
export function changeFacts(before: Person, after: Person): ChangeFacts {
  const fields = (Object.keys(after) as (keyof Person)[]).filter((key) => differs(before[key], after[key]));
  const told = TOLD.filter((key) => fields.includes(key));
  const of = (person: Person) => Object.fromEntries(told.map((key) => [key, person[key]]));
  return { fields, ...(told.length > 0 ? { before: of(before), after: of(after) } : {}) };
}
