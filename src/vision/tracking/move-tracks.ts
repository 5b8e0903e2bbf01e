import { associate, moved } from './associate.ts';
import { type Body, doubtCrossings, doubted, isReturn } from './crossing.ts';
import { likeness } from './glimpse.ts';
import {
  type Appearance,
  isBorn,
  type Sighting,
  TRACKING,
  type Track,
  type TrackId,
  type TrackingState,
} from './track.ts';

/** What one frame's places make of the tracks, before any template is looked at. */
export interface MovedTracks<Id> {
  bodies: Body<Id>[];
  remembered: TrackingState<Id>['remembered'];
  nextId: number;
  nextGroup: number;
}

/** Below this likeness of consecutive glimpses, a face may have taken another's place between two frames. */
const SAME_GLIMPSE = 0.75;

export function freshAppearance(id: number): Appearance {
  return { id: id as TrackId, templates: [], mean: null };
}

function begin<Id>(sighting: Sighting, id: number, nowMs: number): Track<Id> {
  return {
    appearance: freshAppearance(id),
    box: sighting.box,
    velocity: { x: 0, y: 0 },
    seenAtMs: nowMs,
    glimpse: sighting.glimpse,
    sights: 1,
    hasShape: sighting.shape === 'face',
    shapeless: 0,
    askedAtMs: null,
    doubt: null,
    evidence: [],
    identified: null,
  };
}

function seenAgain<Id>(track: Track<Id>, sighting: Sighting, nowMs: number): Track<Id> {
  return {
    ...track,
    ...moved(track, sighting.box, nowMs),
    seenAtMs: nowMs,
    glimpse: sighting.glimpse,
    sights: track.sights + 1,
    askedAtMs: sighting.shape === 'unchecked' ? track.askedAtMs : null,
    hasShape: track.hasShape || sighting.shape === 'face',
    shapeless:
      sighting.shape === 'no_face' ? track.shapeless + 1 : sighting.shape === 'face' ? 0 : track.shapeless,
  };
}

function hasEnded<Id>(track: Track<Id>, nowMs: number): boolean {
  const patience = isBorn(track) ? TRACKING.coastMs : TRACKING.unbornForMs;
  return track.shapeless >= TRACKING.shapelessLooks || nowMs - track.seenAtMs > patience;
}

/** Follows every face to its new place, begins and ends tracks, and doubts those that crossed or were away. */
export function moveTracks<Id>(
  state: TrackingState<Id>,
  sightings: readonly Sighting[],
  nowMs: number,
): MovedTracks<Id> {
  let { nextId, nextGroup } = state;
  const given = associate(state.tracks, sightings, nowMs);
  const followed = state.tracks.map((track, i): Body<Id> => {
    const sighting = given[i] ?? null;
    if (!sighting) return { track, sighting };
    const again = seenAgain(track, sighting, nowMs);
    const mayBeAnother = isReturn(track, nowMs) || likeness(track.glimpse, sighting.glimpse) < SAME_GLIMPSE;
    return { track: mayBeAnother ? doubted(again, nextGroup++) : again, sighting };
  });
  const taken = new Set(given);
  const begun = sightings
    .filter((sighting) => !taken.has(sighting) && sighting.shape !== 'no_face')
    .map((sighting): Body<Id> => ({ track: begin(sighting, nextId++, nowMs), sighting }));
  const living = followed.filter(({ track }) => !hasEnded(track, nowMs));
  const ended = followed.filter(({ track }) => hasEnded(track, nowMs) && track.appearance.mean !== null);
  return {
    ...doubtCrossings([...living, ...begun], nextGroup, nowMs),
    remembered: [
      ...state.remembered.filter(({ lostAtMs }) => nowMs - lostAtMs <= TRACKING.rememberMs),
      ...ended.map(({ track }) => ({ appearance: track.appearance, lostAtMs: nowMs })),
    ],
    nextId,
  };
}
