import { intersectionOverUnion } from '../nets/detection.ts';
import type { Box } from '../types.ts';
import { assignAtLeastCost, FORBIDDEN } from './assign.ts';
import { isBorn, type Sighting, type Track } from './track.ts';

/** Nobody keeps a course longer than this. */
const FORETELL_MS = 400;
/** How far from the foretold place a face may be, as a share of its side: at once, and more per second unseen. */
const REACH = 0.8;
const REACH_PER_S = 1;
/** Between two frames a face does not grow or shrink by more. */
const MOST_GROWTH = 1.8;
/** What has been followed for long wins against what was just seen first. */
const UNBORN_COST = 0.15;
/** Dearer pairs are not made: a track that is lost is found again by its template, a wrong pair is a wrong name. */
const LEAVE_COST = 1.2;
/** Share of a new speed in the speed foretold. */
const NEW_SPEED = 0.5;

const centreX = ({ x, width }: Box): number => x + width / 2;
const centreY = ({ y, height }: Box): number => y + height / 2;
const sideOf = ({ width, height }: Box): number => Math.max(width, height);

/** Where a track's face is likely to be. */
export function foretell<Id>({ box, velocity, seenAtMs }: Track<Id>, nowMs: number): Box {
  const ms = Math.min(FORETELL_MS, Math.max(0, nowMs - seenAtMs));
  return { ...box, x: box.x + velocity.x * ms, y: box.y + velocity.y * ms };
}

/** 0 = at the foretold place in the foretold size; half of it overlap, half distance. */
function pairCost<Id>(track: Track<Id>, { box }: Sighting, nowMs: number): number {
  const expected = foretell(track, nowMs);
  const growth = sideOf(box) / sideOf(expected);
  if (growth > MOST_GROWTH || growth < 1 / MOST_GROWTH) return FORBIDDEN;
  const apart = Math.hypot(centreX(box) - centreX(expected), centreY(box) - centreY(expected));
  const reach = sideOf(expected) * (REACH + (REACH_PER_S * (nowMs - track.seenAtMs)) / 1000);
  if (apart > reach) return FORBIDDEN;
  const overlap = intersectionOverUnion(box, expected);
  return (1 - overlap) / 2 + apart / reach / 2 + (isBorn(track) ? 0 : UNBORN_COST);
}

/** The sighting of every track, or null; no sighting twice. The cheapest pairing of all, not the first that fits. */
export function associate<Id>(
  tracks: readonly Track<Id>[],
  sightings: readonly Sighting[],
  nowMs: number,
): (Sighting | null)[] {
  const costs = tracks.map((track) => sightings.map((sighting) => pairCost(track, sighting, nowMs)));
  return assignAtLeastCost(costs, LEAVE_COST).map((at) => (at === null ? null : sightings[at]!));
}

/** The track's face was seen again: its place and its course. */
export function moved<Id>(track: Track<Id>, box: Box, nowMs: number): Pick<Track<Id>, 'box' | 'velocity'> {
  const ms = nowMs - track.seenAtMs;
  if (ms <= 0) return { box, velocity: track.velocity };
  const blend = (old: number, now: number) => old + (now - old) * NEW_SPEED;
  const x = blend(track.velocity.x, (centreX(box) - centreX(track.box)) / ms);
  const y = blend(track.velocity.y, (centreY(box) - centreY(track.box)) / ms);
  return { box, velocity: { x, y } };
}
