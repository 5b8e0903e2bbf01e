import type { AttemptId, PersonId, Result } from '../kernel/index.ts';
import type { Attempt } from './attempt.ts';
import { FRAMES, type FrameSight, judgeFrame } from './face-capture.ts';
import type { FaceFactor } from './factors/face.ts';
import type { FactorAnswer } from './factors/factor.ts';
import type { Guidance } from './guidance.ts';
import type { LivenessCheck, LivenessStep, LivenessWalk } from './liveness.ts';

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
  /** Asks for another movement, for somebody who cannot do this one. False when there is none to offer. */
  swap(): boolean;
  /** Its frames count nowhere else. */
  end(): void;
  /** The best frame so far, fit to keep. */
  photograph(): Promise<Uint8Array | null>;
}

export interface Captures {
  /** The capture of the current step. `liveness` = a recognised face must also do what it is asked. */
  open(attempt: Pick<Attempt, 'id' | 'personId' | 'stepIndex'>, liveness: boolean): FaceCapture;
  find(attemptId: AttemptId): FaceCapture | undefined;
  /** A frame of a step that asks for no face: kept in case the attempt is refused. */
  watch(attemptId: AttemptId, jpeg: Uint8Array): Promise<void>;
  /** The best frame of the attempt so far, fit to keep; null when the camera saw nothing. */
  photograph(attemptId: AttemptId): Promise<Uint8Array | null>;
  /** Whether a text that was read is a reading of its own: another one than the last, or the same long after. */
  isNewCode(attemptId: AttemptId, text: string, now: number): boolean;
  close(attemptId: AttemptId): void;
}

/** The same wrong code, still held to the camera, is the next reading after so long. */
const SAME_CODE_MS = 4_000;

/** What is remembered of an attempt while it lasts. */
interface Remembered {
  capture?: { stepIndex: number; face: FaceCapture };
  watched?: { jpeg: Uint8Array; worth: number };
  code?: { text: string; at: number };
}

export function createCaptures(eyes: FrameEyes, face: FaceFactor, check: LivenessCheck): Captures {
  const attempts = new Map<AttemptId, Remembered>();
  /** Above this many the oldest goes: one that was opened when its attempt had just ended is closed by nobody. */
  const most = 500;

  function remember(attemptId: AttemptId): Remembered {
    const known = attempts.get(attemptId) ?? {};
    attempts.set(attemptId, known);
    const oldest = attempts.size > most ? attempts.keys().next().value : undefined;
    if (oldest) attempts.delete(oldest);
    return known;
  }

  const find = (attemptId: AttemptId) => attempts.get(attemptId)?.capture?.face;

  return {
    open({ id, personId, stepIndex }, liveness) {
      const known = remember(id);
      if (known.capture?.stepIndex === stepIndex) return known.capture.face;
      known.capture?.face.end();
      known.capture = { stepIndex, face: createFaceCapture(eyes, face, personId, liveness ? check : null) };
      return known.capture.face;
    },
    find,
    async watch(attemptId, jpeg) {
      const sight = await eyes.look(jpeg);
      if (!sight.ok) return;
      const known = remember(attemptId);
      const worth = sight.value.faces[0] ? 1 + sight.value.faces[0].quality01 : 0;
      if (!known.watched || worth >= known.watched.worth) known.watched = { jpeg, worth };
    },
    async photograph(attemptId) {
      const watched = attempts.get(attemptId)?.watched;
      const seen = await find(attemptId)?.photograph();
      return seen ?? (watched ? eyes.photograph(watched.jpeg) : null);
    },
    isNewCode(attemptId, text, now) {
      const known = remember(attemptId);
      const last = known.code;
      const same = last?.text === text && now - last.at < SAME_CODE_MS;
      if (!same) known.code = { text, at: now };
      return !same;
    },
    close(attemptId) {
      find(attemptId)?.end();
      attempts.delete(attemptId);
    },
  };
}

function createFaceCapture(
  eyes: FrameEyes,
  face: FaceFactor,
  claimedPersonId: PersonId | null,
  check: LivenessCheck | null,
): FaceCapture {
  const templates: Float32Array[] = [];
  let counted: { jpeg: Uint8Array; quality01: number }[] = [];
  let sawFace = false;
  let looking = false;
  let challenge: { walk: LivenessWalk; answer: Extract<FactorAnswer, { verdict: 'match' }> } | null = null;
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

  async function recognise(jpeg: Uint8Array): Promise<FrameAnswer> {
    const sight = await eyes.look(jpeg);
    if (!sight.ok) return { kind: 'refused', refusal: sight.refusal };
    sawFace ||= sight.value.faces.length > 0;
    const { guidance, usable } = judgeFrame(sight.value);
    keepBest(jpeg, sight.value, usable !== null);
    if (usable) {
      templates.push(usable.template);
      counted = [...counted, { jpeg, quality01: usable.quality01 }].slice(-FRAMES.counted);
    }
    const box = sight.value.faces[0]?.box ?? null;
    const answer = usable && templates.length >= FRAMES.toMatch ? await judge() : null;
    if (answer?.verdict === 'match' && check) {
      challenge = { walk: check.begin(templates.slice(-FRAMES.counted)), answer };
      return { kind: 'guidance', guidance: 'look_straight', progress01: 0, box };
    }
    if (answer) return { kind: 'decided', answer };
    const progress01 = check ? 0 : Math.min(1, templates.length / FRAMES.toRefuse);
    return { kind: 'guidance', guidance, progress01, box };
  }

  /** A recognised face that does what it is asked is let through; one that does not is refused as `liveness_failed`. */
  async function watch(
    jpeg: Uint8Array,
    { walk, answer }: NonNullable<typeof challenge>,
  ): Promise<FrameAnswer> {
    const step = await walk.look(jpeg);
    if (!step.ok) return { kind: 'refused', refusal: step.refusal };
    const { verdict, guidance, progress01, box }: LivenessStep = step.value;
    if (verdict === null) return { kind: 'guidance', guidance, progress01, box };
    if (verdict === 'live') return { kind: 'decided', answer };
    // The frame that gave it away tells more than the best one.
    best = { jpeg, worth: Number.POSITIVE_INFINITY };
    const { personId, face: outcome } = answer;
    const reason = 'liveness_failed';
    return {
      kind: 'decided',
      answer: {
        verdict: 'no_match',
        personId,
        reason,
        ...(outcome ? { face: outcome } : {}),
        liveness: verdict.refused,
      },
    };
  }

  return {
    async feed(jpeg) {
      // One frame at a time for one attempt, however many connections it has.
      if (looking) return { kind: 'guidance', guidance: 'checking', progress01: 0, box: null };
      looking = true;
      try {
        return challenge ? await watch(jpeg, challenge) : await recognise(jpeg);
      } finally {
        looking = false;
      }
    },
    swap: () => challenge?.walk.swap() ?? false,
    end: () => challenge?.walk.end(),
    sawFace: () => sawFace,
    matchedFrame() {
      const best = [...counted].sort((a, b) => b.quality01 - a.quality01)[0];
      return matched && best ? best.jpeg : null;
    },
    photograph: async () => (best ? eyes.photograph(best.jpeg) : null),
  };
}
