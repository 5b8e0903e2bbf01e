/** What the server does with pictures, and nothing else: bundled and run on plain Node to see how large it grows. */
import { readFileSync } from 'node:fs';
import { openFaceEngine } from '../../src/vision/engine.ts';

const [modelsDir, stillPath, ...framePaths] = process.argv.slice(2) as [string, string, ...string[]];
const FRAMES = 240;
const STILL_EVERY = 12;

const still = readFileSync(stillPath);
const frames = framePaths.map((path) => readFileSync(path));
const engine = await openFaceEngine({ modelsDir });
for (let i = 0; i < FRAMES; i++) {
  const isStill = i % STILL_EVERY === 0;
  const result = isStill
    ? await engine.analyse(still)
    : await engine.analyse(frames[i % frames.length]!, { maxEdgePx: 1280 });
  if (!result.ok) throw new Error(result.refusal);
}
await engine.close();
console.log(process.resourceUsage().maxRSS / 1024);
