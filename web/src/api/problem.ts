/** What went wrong, in words that somebody can act on. */
export interface Problem {
  code: string;
  message: string;
  details?: Record<string, unknown>;
}

export const UNREACHABLE: Problem = {
  code: 'unreachable',
  message:
    'The server does not answer. Check that Sallyport is running and that this device is on its network.',
};

export function unreadable(status: number): Problem {
  return {
    code: 'unreadable',
    message: `The server gave an answer that this page does not understand (${status}). Load the page again; if that does not help, restart Sallyport.`,
  };
}

export function problemAnswer(problem: Problem, status: number): Response {
  return new Response(JSON.stringify({ error: problem }), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

/** Reads whatever a query, a mutation or a bug threw. */
export function problemOf(thrown: unknown): Problem {
  if (isRecord(thrown)) {
    if (isRecord(thrown.error)) return problemOf(thrown.error);
    if (typeof thrown.code === 'string' && typeof thrown.message === 'string') {
      return {
        code: thrown.code,
        message: thrown.message,
        ...(isRecord(thrown.details) ? { details: thrown.details } : {}),
      };
    }
  }
  return { code: 'internal', message: 'Something went wrong on this page. Load it again.' };
}

/** The fields the server found fault with, by their name in the form: `{ email: 'Invalid email address' }`. */
export function fieldFaults(problem: Problem): Record<string, string> {
  const fields = problem.details?.fields;
  if (!Array.isArray(fields)) return {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    if (!isRecord(field) || typeof field.message !== 'string') continue;
    const name = String(field.path ?? '')
      .split('/')
      .filter(Boolean)
      .at(-1);
    if (name) faults[name] = field.message;
  }
  return faults;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
