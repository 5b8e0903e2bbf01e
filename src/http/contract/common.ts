import { z } from 'zod';

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

/** One line of visible text: no control characters, so nothing can break a header, a log line or a table. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'No line breaks or control characters');

export const emailAddress = z.email().max(254);

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
