import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ServerProcess {
  url: string;
  /** Null when the data was set up before. */
  setupToken: string | null;
  /** From the start of the process to the line that says where it listens, ms. */
  startMs: number;
  pid: number;
  /** Ends it without a chance to clean up, or, with SIGTERM, in order. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** The built program, as `npm start` and `bin/sallyport` run it. */
export const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** The built server as a process of its own, as `npm start` runs it. Rejects with what it printed when it ends instead. */
export function startServerProcess(folder: string, ...options: string[]): Promise<ServerProcess> {
  const startedAt = performance.now();
  const args = [
    '--data-dir',
    join(folder, 'data'),
    '--key-file',
    join(folder, 'master.key'),
    '--log-level',
    'silent',
  ];
  const child = spawn(process.execPath, [MAIN, 'start', ...args, '--port', '0', ...options], { cwd: folder });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  return new Promise((ready, failed) => {
    child.on('exit', (code) => failed(Object.assign(new Error(printed), { code })));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const url = printed.match(/listens at (\S+)\n/)?.[1];
      // The link is printed together with the address, so both are there.
      if (url)
        ready({
          url,
          setupToken: printed.match(/\/setup#(\S+)/)?.[1] ?? null,
          startMs: performance.now() - startedAt,
          pid: child.pid!,
          kill: (signal) => end(child, signal),
        });
    });
  });
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  return new Promise((ended) => {
    child.removeAllListeners('exit');
    child.on('exit', (code) => ended(code));
    child.kill(signal);
  });
}
