/** People without pixels: for tests of the tracker in milliseconds. */
import type { Template } from '../template.ts';
import { createFaceTracker, type FaceTracker, type TrackingLimits } from './face-tracker.ts';
import type { TrackedFace } from './name-faces.ts';
import type { LookPlan } from './plan-looks.ts';
import type { Candidate, Sighting, TrackingState } from './track.ts';

export const FRAME_MS = 100;
const FACE_PX = 80;

/** Built-in scale: strangers are far apart, looks at one face near. */
export const FRAME_LIMITS: TrackingLimits = {
  same: { frontal: 0.16, turned: 0.22 },
  again: 0.12,
  margin: 0.02,
};
const MATCH = 0.1;
const UNCERTAIN = 0.14;

/** A unit vector; people of different axes are strangers, at a distance of 1. */
export function faceAlong(axis: number, ...mixed: readonly [axis: number, share: number][]): Template {
  const template = new Float32Array(64);
  template[axis] = 1;
  for (const [other, share] of mixed) template[other] = share;
  const length = Math.hypot(...template);
  return template.map((value) => value / length);
}

/** Where somebody is at a moment; null = not to be seen by the detector. */
export interface Actor {
  face: Template;
  at(nowMs: number): { x: number; y: number; sidePx?: number } | null;
  /** What is in the box at a glance; the face itself if not said. */
  glimpse?: Template;
  /** What the geometry gate says; `face` if not said. */
  shape?: Shape | ((nowMs: number) => Shape);
}

type Shape = 'face' | 'no_face';

export const standing = (face: Template, x: number, y = 200): Actor => ({ face, at: () => ({ x, y }) });

export const walking = (face: Template, fromX: number, speedPxPerS: number, y = 200): Actor => ({
  face,
  at: (nowMs) => ({ x: fromX + (speedPxPerS * nowMs) / 1000, y }),
});

function distance(a: Template, b: Template): number {
  return 1 - a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** A gallery of some of them, by name. */
export function galleryOf(people: Record<string, Template>) {
  return (template: Template) => {
    const nearest: Candidate<string>[] = Object.entries(people)
      .map(([id, one]) => ({ id, distance: distance(one, template) }))
      .sort((a, b) => a.distance - b.distance);
    return { nearest, match: MATCH, uncertain: UNCERTAIN };
  };
}

interface SeenActor {
  actor: Actor;
  sighting: Sighting;
}

/** As the worker does it: a template where one is wanted, and of nobody who stands behind somebody. */
function sightingsOf(actors: readonly Actor[], nowMs: number, plan: LookPlan): SeenActor[] {
  const seen: SeenActor[] = [];
  for (const actor of actors) {
    const place = actor.at(nowMs);
    if (!place) continue;
    const { x, y, sidePx = FACE_PX } = place;
    const box = { x: x - sidePx / 2, y: y - sidePx / 2, width: sidePx, height: sidePx };
    if (
      seen.some(({ sighting }) => Math.abs(sighting.box.x - box.x) < 40 && Math.abs(sighting.box.y - y) < 90)
    )
      continue;
    const isAt = (wanted: LookPlan['wanted'][number]) =>
      Math.hypot(wanted.x - box.x, wanted.y - box.y) < sidePx / 2;
    const measures = { eyeDistancePx: 40, rollDeg: 0, turn: 0, sharpness: 0.1, brightness01: 0.5 };
    const { shape: given = 'face' } = actor;
    const gate = typeof given === 'function' ? given(nowMs) : given;
    const isWanted = plan.wanted.some(isAt);
    const look = isWanted && gate === 'face' ? { ...measures, faults: [], template: actor.face } : null;
    const shape = isWanted || !plan.known.some(isAt) ? gate : 'unchecked';
    seen.push({ actor, sighting: { box, score01: 0.9, glimpse: actor.glimpse ?? actor.face, shape, look } });
  }
  return seen;
}

export interface PlayedFrame {
  nowMs: number;
  faces: TrackedFace<string>[];
  plan: LookPlan;
  /** Templates taken in this frame. */
  templates: number;
  /** The face of an actor, if it was reported. */
  of(actor: Actor): TrackedFace<string> | undefined;
  state: TrackingState<string>;
}

export interface PlayOptions {
  people?: Record<string, Template>;
  tracker?: Partial<Parameters<typeof createFaceTracker<string>>[0]>;
  forMs?: number;
}

/** Plays a scene frame by frame through a tracker. */
export async function play(actors: readonly Actor[], options: PlayOptions = {}): Promise<PlayedFrame[]> {
  const { people = {}, forMs = 3000 } = options;
  const tracker: FaceTracker<string> = createFaceTracker<string>({
    identify: galleryOf(people),
    limits: FRAME_LIMITS,
    ...options.tracker,
  });
  let state = tracker.start();
  const played: PlayedFrame[] = [];
  for (let nowMs = 0; nowMs <= forMs; nowMs += FRAME_MS) {
    const planned = tracker.plan(state, nowMs);
    const seen = sightingsOf(actors, nowMs, planned.plan);
    const sightings = seen.map(({ sighting }) => sighting);
    const stepped = await tracker.step(planned.state, sightings, nowMs);
    state = stepped.state;
    const { faces } = stepped;
    const of = (actor: Actor) => {
      const box = seen.find((one) => one.actor === actor)?.sighting.box;
      return box && faces.find((face) => face.box === box);
    };
    const templates = sightings.filter(({ look }) => look?.template).length;
    played.push({ nowMs, faces, plan: planned.plan, templates, of, state });
  }
  return played;
}
