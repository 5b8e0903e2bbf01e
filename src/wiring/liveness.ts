import { randomBytes } from 'node:crypto';
import type { LivenessCheck } from '../access/index.ts';
import type { Clock } from '../kernel/index.ts';
import {
  beginChallenge,
  createSeenFrames,
  type FaceEngine,
  type LivenessPrompt,
  meanTemplate,
  stepChallenge,
  swapAction,
  templateToBytes,
} from '../vision/index.ts';

/** Uniform in [0, 1) and unpredictable: a recording must not be made in advance. */
const random = () => randomBytes(4).readUInt32BE() / 2 ** 32;

const guidanceOf = (prompt: LivenessPrompt) =>
  prompt === 'one_face' ? 'several_faces' : prompt === 'done' ? 'checking' : prompt;

/** The challenge of `vision`, walked with frames of the engine. */
export function createLivenessCheck(
  engine: Pick<FaceEngine, 'watch' | 'recogniser'>,
  clock: Clock,
): LivenessCheck {
  const seen = createSeenFrames();
  return {
    begin(templates) {
      const identityLimits = engine.recogniser.sameMoment;
      // Frames of the challenge against the frames just recognised: asks only whether the face was exchanged.
      const claimed = {
        template: templateToBytes(meanTemplate(templates)),
        maxDistance: identityLimits.frontal,
      };
      let state = beginChallenge({ random, nowMs: clock.now(), claimed, identityLimits });
      let withTemplate = true;
      return {
        async look(jpeg) {
          const sight = await engine.watch(jpeg, { template: withTemplate });
          if (!sight.ok) return sight;
          const step = stepChallenge(state, sight.value, clock.now(), (hash) => seen.has(hash));
          state = step.state;
          withTemplate = step.wantsTemplate;
          const { verdict, progress01 } = step;
          const { faces, face } = sight.value;
          const guidance = faces === 0 ? 'no_face' : guidanceOf(step.prompt);
          return { ok: true, value: { guidance, progress01, verdict, faces, box: face?.box ?? null } };
        },
        swap() {
          const swapped = swapAction(state, random, clock.now());
          if (swapped) state = swapped;
          return swapped !== null;
        },
        end: () => seen.add(state.frameHashes),
      };
    },
  };
}
