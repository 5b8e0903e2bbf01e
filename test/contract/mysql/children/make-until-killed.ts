import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/storage/index.ts';
import { addressIn } from './address.ts';

/** Makes the tables, and says when it begins and when it is done. */
const [place, key] = process.argv.slice(2) as [string, string];
writeSync(1, 'begins\n');
const store = await openStore({ database: addressIn(place), masterKey: Buffer.from(key, 'hex') });
writeSync(1, 'done\n');
await store.close();
