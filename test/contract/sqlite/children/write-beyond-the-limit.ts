import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { SallyportError } from '../../../../src/kernel/index.ts';
import { openStore } from '../../../../src/storage/index.ts';
import { examplePerson, exampleSnapshot } from '../../examples.ts';

/** Takes from itself the right to write larger files than there are, so that writing fails for real (EFBIG). */
const [file, key] = process.argv.slice(2) as [string, string];
const LIMITER = 'prlimit';
const runLimiter = (values: string[]) => spawnSync(LIMITER, values, { stdio: 'inherit' });
const limit = (bytes: number | 'unlimited') =>
  runLimiter(['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
process.on('SIGXFSZ', () => {});

const store = await openStore({ file, masterKey: Buffer.from(key, 'hex') });
await store.people.add(examplePerson());
const both = () =>
  store.transaction(async ({ people, snapshots }) => {
    await people.add(examplePerson());
    await snapshots.add(exampleSnapshot(null, { jpeg: new Uint8Array(500_000) }));
  });

limit(statSync(`${file}-wal`).size + 10_000);
await both().catch((error: SallyportError) => console.log(`refused: ${error.code}`));
console.log(`people: ${(await store.people.list()).length}`);
limit('unlimited');
await both();
console.log(`people afterwards: ${(await store.people.list()).length}`);
await store.close();
