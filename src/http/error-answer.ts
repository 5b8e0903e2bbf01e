import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ERRORS, type ErrorCode, type Logger, SallyportError } from '../kernel/index.ts';

export interface ErrorAnswer {
  status: number;
  body: { error: { code: ErrorCode; message: string; details?: Record<string, unknown> } };
}

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'bad_input',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_input',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_input',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_input',
};

/** Not our failure but another server's answer, which only signed-in administrators ask for. */
const TOLD_IN_FULL: ReadonlySet<ErrorCode> = new Set(['mail_refused']);

/**
 * Every error as the API shows it. What is not in the table is a bug: logged in full, shown as `internal`. Of a failure
 * on our side strangers learn the table's sentence and no more: its own may name files of this machine.
 */
export function answerError(error: unknown, logger: Logger): ErrorAnswer {
  if (error instanceof SallyportError) {
    if (error.status < 500 || TOLD_IN_FULL.has(error.code))
      return answer(error.code, error.message, error.details);
    // Every page asks while the data waits for its passphrase: that is no failure.
    if (error.code !== 'sealed')
      logger.error({ code: error.code, details: error.details, err: error }, 'request failed');
    return answer(error.code);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      path:
        issue.instancePath ||
        `/${String((issue.params as { issue?: { path?: unknown[] } })?.issue?.path?.join('/') ?? '')}`,
      message: issue.message ?? 'not as it should be',
    }));
    return answer('bad_input', ERRORS.bad_input[1], { fields });
  }
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code && code in FASTIFY_CODES) return answer(FASTIFY_CODES[code]!);
  if (statusCode && statusCode >= 400 && statusCode < 500) return answer('bad_input');
  logger.error({ err: error }, 'request failed for a reason nobody foresaw');
  return answer('internal');
}

function answer(
  code: ErrorCode,
  message: string = ERRORS[code][1],
  details?: Record<string, unknown>,
): ErrorAnswer {
  return { status: ERRORS[code][0], body: { error: { code, message, ...(details ? { details } : {}) } } };
}
