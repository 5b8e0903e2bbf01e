import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAttempts } from './attempts.ts';
import { measureCrowd } from './crowd.ts';
import { measureFaceSpeed } from './face-speed.ts';
import { measureGallery } from './gallery.ts';
import type { Row } from './row.ts';
import { measureServing } from './serving.ts';
import { measureStart } from './start.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]!.toFixed(2)}\n`,
);
const rows: Row[] = [];
for (const measure of [
  measureStart,
  measureServing,
  measureAttempts,
  measureFaceSpeed,
  measureCrowd,
  measureGallery,
]) {
  for (const row of await measure()) {
    rows.push(row);
    const limit =
      row.limit === undefined ? '' : `  (limit ${row.limit} ${row.unit}: ${row.holds ? 'holds' : 'MISSED'})`;
    console.log(`${row.name.padEnd(64)} ${row.value.toFixed(2).padStart(9)} ${row.unit}${limit}`);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
if (rows.some(({ holds }) => holds === false)) process.exitCode = 1;
