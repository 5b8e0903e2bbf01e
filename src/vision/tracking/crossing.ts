import { containment, intersectionOverUnion } from '../nets/detection.ts';
import type { Box } from '../types.ts';
import { foretell } from './associate.ts';
import { isBorn, type Sighting, TRACKING, type Track } from './track.ts';

/** A track and where it was seen in this frame, if it was. */
export interface Body<Id> {
  track: Track<Id>;
  sighting: Sighting | null;
}

/** From here on the detector may see one face where there are two, and places no longer tell them apart. */
const MOST_OVERLAP = 0.1;
const MOST_CONTAINMENT = 0.3;

export function crosses(a: Box, b: Box): boolean {
  return intersectionOverUnion(a, b) > MOST_OVERLAP || containment(a, b) > MOST_CONTAINMENT;
}

/** Puts a track in doubt, or leaves it there; what its name rested on is void. */
export function doubted<Id>(track: Track<Id>, group: number, strikes = 0): Track<Id> {
  return { ...track, doubt: { group, strikes }, evidence: [], identified: null };
}

/** Tracks that cross may be exchanged for each other: one group of doubt, joined with the groups they were in. */
export function doubtCrossings<Id>(
  bodies: readonly Body<Id>[],
  firstGroup: number,
  nowMs: number,
): { bodies: Body<Id>[]; nextGroup: number } {
  let nextGroup = firstGroup;
  const tracks = bodies.map(({ track }) => track);
  const boxes = bodies.map(({ track, sighting }) => sighting?.box ?? foretell(track, nowMs));
  for (let a = 0; a < tracks.length; a++) {
    for (let b = a + 1; b < tracks.length; b++) {
      if (!isBorn(tracks[a]!) || !isBorn(tracks[b]!) || !crosses(boxes[a]!, boxes[b]!)) continue;
      const group = nextGroup++;
      const joined = [tracks[a]!.doubt?.group, tracks[b]!.doubt?.group];
      for (const [i, track] of tracks.entries()) {
        const isOfThem = i === a || i === b || (track.doubt !== null && joined.includes(track.doubt.group));
        if (isOfThem) tracks[i] = doubted(track, group, track.doubt?.strikes);
      }
    }
  }
  return { bodies: bodies.map(({ sighting }, i) => ({ track: tracks[i]!, sighting })), nextGroup };
}

/** True when the track was out of sight so long that somebody else may stand in its place. */
export function isReturn<Id>({ seenAtMs }: Track<Id>, nowMs: number): boolean {
  return nowMs - seenAtMs > TRACKING.sureForMs;
}
