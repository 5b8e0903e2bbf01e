import { openStore } from '../../../../src/storage/index.ts';
import { commitForEver } from '../../commit-for-ever.ts';

const [file, key] = process.argv.slice(2) as [string, string];
await commitForEver(await openStore({ file, masterKey: Buffer.from(key, 'hex') }));
