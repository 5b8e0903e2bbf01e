/** One entrant in a process of its own, so that its time and memory are its own. */
import { type Description, type Entrant, type EntrantOptions, openEntrant } from './sets-describe.ts';

export interface TimedDescription extends Description {
  ms: number;
  peakRssMb: number;
}

const [name, options] = process.argv.slice(2) as [Entrant, string];
const describe = await openEntrant(name, JSON.parse(options) as EntrantOptions);

async function answer(picture: Uint8Array): Promise<TimedDescription> {
  const startedMs = performance.now();
  const description = await describe(picture);
  const ms = performance.now() - startedMs;
  return { ...description, ms, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}

process.on('message', (picture: Uint8Array) => {
  void answer(picture).then((description) => process.send!(description));
});
process.send!('ready');
