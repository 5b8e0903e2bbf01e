import { expect, it } from 'vitest';
import { type Logger, SallyportError, silentLogger } from '../kernel/index.ts';
import { answerError } from './error-answer.ts';

const SECRET_PATH = '/srv/house/data/sallyport.db';
const failure = (code: 'data_folder' | 'key_missing' | 'storage_full' | 'busy' | 'internal') =>
  new SallyportError(code, { sentence: `${SECRET_PATH} is odd.`, details: { file: SECRET_PATH } });

it.each(['data_folder', 'key_missing', 'storage_full', 'busy', 'internal'] as const)(
  'a failure on our side (%s) shows the sentence of the table, and only the log says which file',
  (code) => {
    const logged: object[] = [];
    const logger: Logger = { ...silentLogger, error: (facts) => void logged.push(facts) };
    const { status, body } = answerError(failure(code), logger);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body.error).toEqual({ code, message: new SallyportError(code).message });
    expect(logged).toMatchObject([{ code, details: { file: SECRET_PATH } }]);
  },
);

it('what somebody can mend keeps its sentence and its details', () => {
  const wrong = new SallyportError('bad_input', { sentence: 'The port is odd.', details: { path: '/port' } });
  expect(answerError(wrong, silentLogger).body.error).toEqual({
    code: 'bad_input',
    message: 'The port is odd.',
    details: { path: '/port' },
  });
});

it('an administrator who tries the mail settings is told what the mail server said', () => {
  const details = { response: '535 5.7.8 no such user' };
  expect(answerError(new SallyportError('mail_refused', { details }), silentLogger).body.error).toMatchObject(
    {
      code: 'mail_refused',
      details,
    },
  );
});
