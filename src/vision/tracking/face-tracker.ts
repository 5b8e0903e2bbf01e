import type { Recogniser } from '../recogniser.ts';
import type { Template } from '../template.ts';
import { moveTracks } from './move-tracks.ts';
import { nameFaces, type TrackedFace } from './name-faces.ts';
import { type LookPlan, planLooks } from './plan-looks.ts';
import { type SameFaceLimits, settleTracks } from './settle.ts';
import { combineTemplates } from './template-weight.ts';
import type { Identified, Sighting, Track, TrackingState } from './track.ts';

/** Distances in the scale of the model in use. */
export interface TrackingLimits extends SameFaceLimits {
  /** A name needs the second nearest person, and any other face that claims it, to be farther by so much. */
  margin: number;
}

export interface FaceTrackerOptions<Id> {
  /** The gallery: where a template stands among everybody enrolled, and what that means. */
  identify: (template: Template) => Identified<Id> | Promise<Identified<Id>>;
  limits: TrackingLimits;
  /** Templates taken per frame at most, however many faces want one; 3 if not said. */
  embeddingsPerFrame?: number;
}

export interface FaceTracker<Id> {
  /** Nobody is followed yet. */
  start(): TrackingState<Id>;
  /** What to look for in the frame of this moment. The returned state remembers what was asked for. */
  plan(state: TrackingState<Id>, nowMs: number): { state: TrackingState<Id>; plan: LookPlan };
  /** What a frame showed. `nowMs` is when it was taken; frames come in that order. */
  step(
    state: TrackingState<Id>,
    sightings: readonly Sighting[],
    nowMs: number,
  ): Promise<{ state: TrackingState<Id>; faces: TrackedFace<Id>[] }>;
}

const MARGIN = 0.02;
/** A face that comes back is one among those who left lately: one stranger in a thousand would pass for it. */
const AGAIN_RATE = 0.001;

export function trackingLimitsOf({ sameMoment, scale, threshold }: Recogniser): TrackingLimits {
  return { same: sameMoment, again: threshold(AGAIN_RATE, 'verify'), margin: MARGIN * scale };
}

/**
 * Follows the faces of consecutive frames and names them. Holds nothing: the state goes in and comes out, time is an
 * argument, and the same frames give the same names.
 */
export function createFaceTracker<Id>({
  identify,
  limits,
  embeddingsPerFrame = 3,
}: FaceTrackerOptions<Id>): FaceTracker<Id> {
  async function identified(track: Track<Id>): Promise<Track<Id>> {
    if (track.identified || track.evidence.length === 0) return track;
    return { ...track, identified: await identify(combineTemplates(track.evidence)) };
  }

  return {
    start: () => ({ tracks: [], remembered: [], nextId: 1, nextGroup: 1, turn: 0 }),
    plan: (state, nowMs) => planLooks(state, nowMs, embeddingsPerFrame),
    async step(state, sightings, nowMs) {
      const { bodies, ...rest } = settleTracks(moveTracks(state, sightings, nowMs), limits, nowMs);
      const tracks = await Promise.all(bodies.map(({ track }) => identified(track)));
      const seen = tracks.filter((_, i) => bodies[i]!.sighting !== null);
      return { state: { ...state, ...rest, tracks }, faces: nameFaces(seen, limits.margin) };
    },
  };
}
