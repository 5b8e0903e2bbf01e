import type { ImageRefusal, ImageResult } from '../types.ts';
import type { FaceTracker } from './face-tracker.ts';
import type { FollowedFrame, FollowOptions } from './follow-frame.ts';
import type { TrackedFace } from './name-faces.ts';
import type { TrackingState } from './track.ts';

export interface CrowdFollowerOptions<Id> {
  engine: { follow(image: Uint8Array, options: FollowOptions): Promise<ImageResult<FollowedFrame>> };
  tracker: FaceTracker<Id>;
  /** Frames looked at at the same time: as many as the engine has workers. */
  framesInFlight: number;
  /** The frame is reduced to this before anything looks at it; 1280 if not said. */
  maxEdgePx?: number;
}

/** The named faces of a frame, in pixels of a frame of this size; or why there are none. */
export type FollowedFaces<Id> =
  | { ok: true; width: number; height: number; faces: TrackedFace<Id>[] }
  | { ok: false; refusal: ImageRefusal };

export interface CrowdFollower<Id> {
  /**
   * The faces of a frame taken at `takenAtMs`, later than the frame before. Null when as many frames as allowed are
   * being looked at: a camera's next frame is worth more than a late one. Answers come in the order of the frames.
   */
  push(image: Uint8Array, takenAtMs: number): Promise<FollowedFaces<Id>> | null;
  /** Frames not looked at since the start. */
  readonly dropped: number;
}

/** Follows the faces before one camera. */
export function createCrowdFollower<Id>({
  engine,
  tracker,
  framesInFlight,
  maxEdgePx,
}: CrowdFollowerOptions<Id>): CrowdFollower<Id> {
  let state: TrackingState<Id> = tracker.start();
  let inFlight = 0;
  let dropped = 0;
  /** The frame before: its faces are settled first. */
  let before: Promise<unknown> = Promise.resolve();
  /** A step is not interrupted by a plan. */
  let stepping: Promise<unknown> = Promise.resolve();

  async function look(image: Uint8Array, takenAtMs: number): Promise<ImageResult<FollowedFrame>> {
    await stepping;
    const { state: asked, plan } = tracker.plan(state, takenAtMs);
    state = asked;
    return engine.follow(image, maxEdgePx === undefined ? { plan } : { plan, maxEdgePx });
  }

  async function take(frame: FollowedFrame, takenAtMs: number): Promise<FollowedFaces<Id>> {
    const stepped = tracker.step(state, frame.sightings, takenAtMs);
    stepping = stepped.catch(() => null);
    const { state: next, faces } = await stepped;
    state = next;
    return { ok: true, width: frame.width, height: frame.height, faces };
  }

  return {
    push(image, takenAtMs) {
      if (inFlight >= framesInFlight) {
        dropped += 1;
        return null;
      }
      inFlight += 1;
      const earlier = before;
      const looked = look(image, takenAtMs);
      const answer = Promise.allSettled([looked, earlier])
        .then(async () => {
          const frame = await looked;
          return frame.ok ? take(frame.value, takenAtMs) : frame;
        })
        // Only then: a frame that hangs must not let others heap up behind it.
        .finally(() => {
          inFlight -= 1;
        });
      before = answer.catch(() => null);
      return answer;
    },
    get dropped() {
      return dropped;
    },
  };
}
