import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/storage/index.ts';

/** Claims what is owed, a few at a time, and says what it got. */
const [file, key] = process.argv.slice(2) as [string, string];
const store = await openStore({ file, masterKey: Buffer.from(key, 'hex') });
for (;;) {
  const claimed = await store.outbox.claimDue(1000, 60_000, 3);
  if (claimed.length === 0) break;
  for (const { id } of claimed) writeSync(1, `${id}\n`);
}
await store.close();
