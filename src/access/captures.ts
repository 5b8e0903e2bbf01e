import type { AttemptId, PersonId, Result } from '../kernel/index.ts';
import { FRAMES, type FrameSight, judgeFrame } from './face-capture.ts';
import type { FaceInput } from './factors/face.ts';
import type { Factor, FactorAnswer } from './factors/factor.ts';
import type { Guidance } from './guidance.ts';

/** What `access` needs of a face engine. */
export interface FrameEyes {
  look(jpeg: Uint8Array): Promise<Result<FrameSight, string>>;
  /** A JPEG fit to keep: small, without metadata. Null when the picture cannot be read. */
  photograph(jpeg: Uint8Array): Promise<Uint8Array | null>;
}

export type FrameAnswer =
  | {
      kind: 'guidance';
      guidance: Guidance;
      progress01: number;
      box: FrameSight['faces'][number]['box'] | null;
    }
  | { kind: 'refused'; refusal: string }
  | { kind: 'decided'; answer: Exclude<FactorAnswer, { verdict: 'inconclusive' }> };

/** The frames one attempt has shown so far. Kept in memory: after a restart the step's deadline still ends it. */
export interface FaceCapture {
  feed(jpeg: Uint8Array): Promise<FrameAnswer>;
  sawFace(): boolean;
  /** The best of the frames by which the face matched, as the camera gave it; null when it did not. */
  matchedFrame(): Uint8Array | null;
  /** The best frame so far, fit to keep. */
  photograph(): Promise<Uint8Array | null>;
}

export interface Captures {
  open(attemptId: AttemptId, claimedPersonId: PersonId | null): FaceCapture;
  find(attemptId: AttemptId): FaceCapture | undefined;
  close(attemptId: AttemptId): void;
}

export function createCaptures(eyes: FrameEyes, face: Factor<FaceInput>): Captures {
  const captures = new Map<AttemptId, FaceCapture>();
  /** Above this many the oldest goes: one that was opened when its attempt had just ended is closed by nobody. */
  const most = 500;
  return {
    open(attemptId, claimedPersonId) {
      const capture = captures.get(attemptId) ?? createFaceCapture(eyes, face, claimedPersonId);
      captures.set(attemptId, capture);
      const oldest = captures.size > most ? captures.keys().next().value : undefined;
      if (oldest) captures.delete(oldest);
      return capture;
    },
    find: (attemptId) => captures.get(attemptId),
    close: (attemptId) => void captures.delete(attemptId),
  };
}

function createFaceCapture(
  eyes: FrameEyes,
  face: Factor<FaceInput>,
  claimedPersonId: PersonId | null,
): FaceCapture {
  const templates: Float32Array[] = [];
  let counted: { jpeg: Uint8Array; quality01: number }[] = [];
  let sawFace = false;
  let looking = false;
  let matched = false;
  let best: { jpeg: Uint8Array; worth: number } | null = null;

  /** Any face beats none, a usable one beats any, a sharper one beats a blurred one; among equals the latest. */
  function keepBest(jpeg: Uint8Array, sight: FrameSight, usable: boolean): void {
    const worth = (usable ? 2 : sight.faces.length > 0 ? 1 : 0) + (sight.faces[0]?.quality01 ?? 0);
    if (!best || worth >= best.worth) best = { jpeg, worth };
  }

  async function judge(): Promise<Exclude<FactorAnswer, { verdict: 'inconclusive' }> | null> {
    const answer = await face.verify({ templates: templates.slice(-FRAMES.counted) }, { claimedPersonId });
    if (answer.verdict === 'match') {
      matched = true;
      return answer;
    }
    if (answer.verdict === 'no_match') {
      const final = answer.reason === 'factor_missing' || templates.length >= FRAMES.toRefuse;
      return final ? answer : null;
    }
    if (templates.length < FRAMES.toGiveUp) return null;
    const reason = claimedPersonId ? 'factor_mismatch' : 'unknown_credential';
    const score = answer.score ? { score: answer.score } : {};
    return { verdict: 'no_match', personId: claimedPersonId, reason, face: 'uncertain', ...score };
  }

  return {
    async feed(jpeg) {
      // One frame at a time for one attempt, however many connections it has.
      if (looking) return { kind: 'guidance', guidance: 'checking', progress01: 0, box: null };
      looking = true;
      const sight = await eyes.look(jpeg).finally(() => {
        looking = false;
      });
      if (!sight.ok) return { kind: 'refused', refusal: sight.refusal };
      sawFace ||= sight.value.faces.length > 0;
      const { guidance, usable } = judgeFrame(sight.value);
      keepBest(jpeg, sight.value, usable !== null);
      if (usable) {
        templates.push(usable.template);
        counted = [...counted, { jpeg, quality01: usable.quality01 }].slice(-FRAMES.counted);
      }
      const answer = usable && templates.length >= FRAMES.toMatch ? await judge() : null;
      if (answer) return { kind: 'decided', answer };
      const progress01 = Math.min(1, templates.length / FRAMES.toRefuse);
      return { kind: 'guidance', guidance, progress01, box: sight.value.faces[0]?.box ?? null };
    },
    sawFace: () => sawFace,
    matchedFrame() {
      const best = [...counted].sort((a, b) => b.quality01 - a.quality01)[0];
      return matched && best ? best.jpeg : null;
    },
    photograph: async () => (best ? eyes.photograph(best.jpeg) : null),
  };
}
