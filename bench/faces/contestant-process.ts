/** One contestant in a process of its own: says when it is ready, then times a picture whenever asked. */
import { type Contestant, openContestant } from './contestants.ts';

export interface Turn {
  picture: string;
  runs: number;
}

export type ContestantMessage =
  | { kind: 'ready' }
  | { kind: 'times'; timesMs: number[]; faces: number; peakRssMb: number };

const [name, modelsDir] = process.argv.slice(2) as [Contestant, string];
const pipeline = await openContestant(name, modelsDir);

async function time({ picture, runs }: Turn): Promise<ContestantMessage> {
  const bytes = Buffer.from(picture, 'base64');
  const timesMs: number[] = [];
  let faces = 0;
  for (let i = 0; i < runs; i++) {
    const startedMs = performance.now();
    faces = await pipeline(bytes);
    timesMs.push(performance.now() - startedMs);
  }
  return { kind: 'times', timesMs, faces, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}

process.on('message', (turn: Turn) => {
  void time(turn).then((message) => process.send!(message));
});
process.send!({ kind: 'ready' } satisfies ContestantMessage);
