import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/storage/index.ts';

/** Makes one store after the other beside the file that it was given. */
const [file, key] = process.argv.slice(2) as [string, string];
for (let number = 1; ; number += 1) {
  writeSync(1, `${number}\n`);
  const store = await openStore({ file: `${file}.${number}`, masterKey: Buffer.from(key, 'hex') });
  await store.close();
}
