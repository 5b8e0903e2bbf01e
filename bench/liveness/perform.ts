import { randomUUID } from 'node:crypto';
import type { ChallengeState, LiveAction } from '../../src/vision/liveness/challenge.ts';
import type { LiveSight } from '../../src/vision/liveness/live-sight.ts';
import { type ChallengeStep, stepChallenge } from '../../src/vision/liveness/step-challenge.ts';
import { watchFrame } from '../../src/vision/liveness/watch-frame.ts';
import { type Camera, shoot } from './camera.ts';
import type { Canvas } from './draw-triangles.ts';
import { between } from './random.ts';
import type { Watcher } from './scene.ts';

/** Somebody, or something, before the camera. */
export interface Actor {
  /** The scene at an instant; null when it has given up. */
  show(moment: Moment): Canvas | null;
  framesPerSecond: number;
  camera: Camera;
}

export interface Moment {
  nowMs: number;
  /** What is asked for; null while nothing is. */
  asked: LiveAction | null;
  /** Counts requests, so that the same action asked for twice is two requests. */
  request: number;
  /** Since the request, ms. */
  sinceMs: number;
}

export interface RecordedSight {
  atMs: number;
  sight: LiveSight;
}

export interface Performance {
  step: ChallengeStep;
  clip: RecordedSight[];
  elapsedMs: number;
}

/** Lets an actor go through a challenge, frame by frame, until there is a verdict. */
export async function perform(
  start: ChallengeState,
  actor: Actor,
  { nets, meshNet }: Watcher,
): Promise<Performance> {
  const { random } = actor.camera;
  const clip: RecordedSight[] = [];
  let step = stepChallenge(start, null, 0);
  let [nowMs, request, requestedAtMs, key] = [0, 0, 0, ''];
  while (!step.verdict) {
    nowMs += (1000 / actor.framesPerSecond) * between(random, 0.85, 1.15);
    const { phase, index, actions } = step.state;
    const asked = phase === 'act' ? actions[index]! : null;
    if (asked && key !== `${index} ${asked}`)
      [key, request, requestedAtMs] = [`${index} ${asked}`, request + 1, nowMs];
    const canvas = actor.show({ nowMs, asked, request, sinceMs: nowMs - requestedAtMs });
    if (!canvas) {
      step = stepChallenge(step.state, null, step.state.deadlineMs);
      continue;
    }
    const options = { template: step.wantsTemplate };
    const watched = await watchFrame(await shoot(canvas, actor.camera), nets, meshNet, options);
    if (!watched.ok) throw new Error(`A generated frame is unreadable: ${watched.refusal}`);
    clip.push({ atMs: nowMs, sight: watched.value });
    step = stepChallenge(step.state, watched.value, nowMs);
  }
  return { step, clip, elapsedMs: nowMs };
}

/** The nearest frame's template, because a recording holds every frame's, and only some were taken. */
function withTemplate(clip: readonly RecordedSight[], i: number): LiveSight {
  const { sight } = clip[i]!;
  if (!sight.face || sight.face.template) return sight;
  for (let away = 1; away < clip.length; away++) {
    const template = clip[i - away]?.sight.face?.template ?? clip[i + away]?.sight.face?.template;
    if (template) return { ...sight, face: { ...sight.face, template } };
  }
  return sight;
}

/** Plays a recording into another challenge, twice over, encoded anew so that no frame is byte for byte the same. */
export function replay(start: ChallengeState, clip: readonly RecordedSight[]): ChallengeStep {
  let step = stepChallenge(start, null, 0);
  for (let round = 0; round < 2; round++) {
    const offsetMs = round * (clip.at(-1)!.atMs + 80);
    for (let i = 0; i < clip.length && !step.verdict; i++) {
      const sight = withTemplate(clip, i);
      const frame = { ...sight.frame, exactHash: randomUUID() };
      step = stepChallenge(step.state, { ...sight, frame }, offsetMs + clip[i]!.atMs);
    }
  }
  while (!step.verdict) step = stepChallenge(step.state, null, step.state.deadlineMs);
  return step;
}
