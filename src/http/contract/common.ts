import { z } from 'zod';
import { PERSON_FIELDS, visibleLine } from '../../people/index.ts';

const named = <T extends z.ZodType>(id: string, schema: T): T => {
  z.globalRegistry.add(schema, { id });
  return schema;
};

export { named };

export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);
export const idParams = z.strictObject({ id });
export const instant = z.number().int().describe('Milliseconds since the Unix epoch');
export const empty = z.strictObject({});

export const line = visibleLine;

export const emailAddress = PERSON_FIELDS.email;

export const PersonRef = named('PersonRef', z.object({ id: z.string(), displayName: z.string() }));

export const ApiError = named(
  'ApiError',
  z.object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
);
