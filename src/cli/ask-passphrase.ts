import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SallyportError } from '../kernel/index.ts';

export interface PassphraseOptions {
  /** Take it from the standard input, where no terminal is. */
  passphraseStdin?: boolean;
}

/** Never from the command line or the environment: others on the machine see those. */
export const PASSPHRASE_OPTION = [
  '--passphrase-stdin',
  'read the passphrase from the standard input',
] as const;

export async function askPassphrase(
  question: string,
  { passphraseStdin }: PassphraseOptions,
): Promise<string> {
  if (passphraseStdin) return readStdin();
  if (!process.stdin.isTTY) {
    throw new SallyportError('bad_input', {
      sentence:
        'A passphrase is needed, and there is no terminal to ask at. Pipe it in with --passphrase-stdin.',
    });
  }
  return askHidden(question);
}

/** Twice at a terminal, where a slip of a finger would lock the data for good. */
export async function askNewPassphrase(options: PassphraseOptions): Promise<string> {
  const first = await askPassphrase('New passphrase: ', options);
  if (options.passphraseStdin) return first;
  if ((await askPassphrase('The same again: ', options)) === first) return first;
  throw new SallyportError('bad_input', { sentence: 'The two are not the same. Nothing was changed.' });
}

/** Null at the end of the line, or where there is nobody to ask. */
export async function askLine(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  return (await ask(question, process.stderr)).trim() || null;
}

/** What is typed goes nowhere: the terminal is in raw mode and readline writes into nothing. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // Also after Ctrl-C: what is said next stands on a line of its own.
  return ask('', nowhere).finally(() => process.stderr.write('\n'));
}

function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  return new Promise((answered, refused) => {
    lines.on('SIGINT', () => refused(new SallyportError('bad_input', { sentence: 'Nothing was changed.' })));
    lines.question(question, answered);
  }).finally(() => lines.close()) as Promise<string>;
}

let rest: string[] | null = null;

/** A line for each time it is asked for. */
async function readStdin(): Promise<string> {
  if (!rest) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    rest = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
  }
  const line = rest.shift();
  if (line) return line;
  throw new SallyportError('bad_input', { sentence: 'The standard input holds no passphrase.' });
}
