import { existsSync, writeSync } from 'node:fs';
import { openStore } from '../../../../src/storage/index.ts';

/** Waits for its start, then claims what is owed, one at a time, and says what it got. */
const [file, key] = process.argv.slice(2) as [string, string];
const store = await openStore({ file, masterKey: Buffer.from(key, 'hex') });
writeSync(1, 'ready\n');
while (!existsSync(`${file}.go`)) await new Promise((resolve) => setTimeout(resolve, 1));
for (;;) {
  const claimed = await store.outbox.claimDue(1000, 60_000, 1);
  if (claimed.length === 0) break;
  for (const { id } of claimed) writeSync(1, `${id}\n`);
}
await store.close();
