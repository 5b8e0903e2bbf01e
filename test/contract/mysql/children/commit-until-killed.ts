import { openStore } from '../../../../src/storage/index.ts';
import { commitForEver } from '../../commit-for-ever.ts';
import { addressIn } from './address.ts';

const [place, key] = process.argv.slice(2) as [string, string];
await commitForEver(await openStore({ database: addressIn(place), masterKey: Buffer.from(key, 'hex') }));
