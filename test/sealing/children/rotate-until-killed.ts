import { dirname, join } from 'node:path';
import { openHouse, rotationOf } from '../../fakes/sealed-house.ts';

/** Rotates all keys, and kills itself when it comes to the step that it was given. */
const [file, , keyFile, last] = process.argv.slice(2) as [string, string, string, string];
const dataDir = dirname(file);
const house = { folder: join(dataDir, '..'), dataDir, keyFile, file, remove: () => {} };
const rotation = rotationOf(house, await openHouse(house), (step) => {
  if (step === last) process.kill(process.pid, 'SIGKILL');
});
await rotation.start({ passphrase: null, dataKeys: true }, { actorId: null, ipAddress: null });
await rotation.finished();
