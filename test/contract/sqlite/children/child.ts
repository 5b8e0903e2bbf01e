import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export interface Child {
  process: ChildProcess;
  /** What it has said so far, a line each. */
  lines(): string[];
  /** Settles when it is gone: with its exit code, or null when it was killed. */
  gone: Promise<number | null>;
}

const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Starts one of the scripts beside this file on a data folder of the test. */
export function startChild(script: URL, file: string, masterKey: Uint8Array, ...more: string[]): Child {
  const values = ['--input-type=module', '-', file, Buffer.from(masterKey).toString('hex'), ...more];
  const child = spawn(process.execPath, values, { cwd: PROJECT, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(bundle(fileURLToPath(script)));
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const gone = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { process: child, lines: () => said.split('\n').slice(0, -1), gone };
}

const bundles = new Map<string, string>();

/** One piece of JavaScript: it starts four times as fast as translating each file in the child. */
function bundle(path: string): string {
  const made = bundles.get(path);
  if (made) return made;
  const built = buildSync({
    entryPoints: [path],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  bundles.set(path, built.outputFiles[0]!.text);
  return built.outputFiles[0]!.text;
}
