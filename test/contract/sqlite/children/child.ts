import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Child {
  process: ChildProcess;
  /** What it has said so far, a line each. */
  lines(): string[];
  /** Settles when it is gone. */
  gone: Promise<number | null>;
}

/** Starts one of the scripts beside this file on a data folder of the test. */
export function startChild(script: string, file: string, masterKey: Uint8Array, ...more: string[]): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const values = ['--import', 'tsx', path, file, Buffer.from(masterKey).toString('hex'), ...more];
  const child = spawn(process.execPath, values, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const gone = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { process: child, lines: () => said.split('\n').slice(0, -1), gone };
}
