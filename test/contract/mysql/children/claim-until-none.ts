import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/storage/index.ts';
import { addressIn } from './address.ts';

/** Claims what is owed, one at a time, as soon as there is some, and says what it got. */
const [place, key] = process.argv.slice(2) as [string, string];
const store = await openStore({ database: addressIn(place), masterKey: Buffer.from(key, 'hex') });
writeSync(1, 'ready\n');
while ((await store.outbox.nextDueAt()) === null) await new Promise((resolve) => setTimeout(resolve, 5));
for (;;) {
  const claimed = await store.outbox.claimDue(1000, 60_000, 1);
  if (claimed.length === 0) break;
  for (const { id } of claimed) writeSync(1, `${id}\n`);
}
await store.close();
