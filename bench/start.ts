import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess } from '../test/fakes/server-process.ts';
import type { Row } from './row.ts';

const STARTS = 5;

/** From `node dist/main.js` to the line that says where it listens; the median of five starts, the first on no data. */
export async function measureStart(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await startServerProcess(folder);
    times.push(server.startMs / 1000);
    await server.kill('SIGTERM');
  }
  rmSync(folder, { recursive: true, force: true });
  const value = [...times].sort((a, b) => a - b)[STARTS >> 1]!;
  return [
    { name: 'listening after the start, models converted', value, unit: 's', limit: 3, holds: value <= 3 },
  ];
}
