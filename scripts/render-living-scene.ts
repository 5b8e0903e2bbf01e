/** Draws the demo's living scene: a sample photograph on a head that turns, nods, blinks and opens its mouth. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { type HeadPose, renderHead, STILL_POSE } from '../bench/liveness/head-model.ts';
import { headOf, openWatcher } from '../bench/liveness/scene.ts';
import { LIVING_FOLDER, LIVING_MOVES, type LivingMove, livingPicture } from '../src/cli/demo/living-moves.ts';
import { fillFrame, loadSamplePeople } from '../src/cli/demo/sample-people.ts';

/** At the end of each movement. */
const FAR: Record<LivingMove, Partial<HeadPose>> = {
  turn_left: { yawDeg: 30 },
  turn_right: { yawDeg: -30 },
  nod: { pitchDeg: 16 },
  blink: { lids01: 1 },
  open_mouth: { jaw: 0.18 },
};

/** As much as the photograph fills: the person sits at its lower edge. */
const SHOWN = { left: 74, top: 6, width: 332, height: 249 };

const [modelsDir, stage] = process.argv.slice(2);
if (!modelsDir || !stage) {
  console.error('Usage: node --import tsx scripts/render-living-scene.ts MODELS STAGE');
  process.exit(2);
}
const watcher = await openWatcher(modelsDir);
const { knownPerson } = await loadSamplePeople();
const head = await headOf(await fillFrame(knownPerson.probes[0]!), watcher);
await watcher.close();
if (!head) throw new Error('There is no face in the sample photograph.');
mkdirSync(join(stage, LIVING_FOLDER), { recursive: true });
for (const [move, steps] of Object.entries(LIVING_MOVES) as [LivingMove, number][]) {
  for (let step = 0; step <= steps; step++) {
    const part = Object.entries(FAR[move]).map(([axis, far]) => [axis, (far * step) / steps]);
    const { data, width, height } = renderHead(head, { ...STILL_POSE, ...Object.fromEntries(part) });
    const picture = sharp(data, { raw: { width, height, channels: 3 } })
      .extract(SHOWN)
      .jpeg({ quality: 92 });
    writeFileSync(livingPicture(stage, move, step), await picture.toBuffer());
  }
}
