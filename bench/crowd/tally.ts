import type { TrackedFace } from '../../src/vision/index.ts';
import { assignAtLeastCost, FORBIDDEN } from '../../src/vision/tracking/assign.ts';
import type { Placed } from './scene.ts';

/** Whoever is seen less is not counted as missed. */
const SEEN_FROM = 0.8;
/** A face is somebody's when its middle is within this share of their head. */
const WITHIN = 0.45;
/** Whoever has been in sight for so long without a break should have a name. */
const TRACKED_AFTER_MS = 1000;

export interface Tally {
  /** Enrolled people in sight, frame by frame; and how many of them were followed, and named rightly. */
  inSight: number;
  followed: number;
  named: number;
  /** The same of those who had been in sight for a second without a break. */
  tracked: number;
  trackedNamed: number;
  /** Names given, in all frames, and how many were wrong. */
  given: number;
  wrong: number;
  /** Times somebody's track number changed. */
  switches: number;
  /** Names given to more than one face of a frame. */
  doubles: number;
  /** When everybody in sight had been named once, ms; null if never. */
  everybodyAtMs: number | null;
}

function whoIsWho(faces: readonly TrackedFace<string>[], placed: readonly Placed[]): (Placed | null)[] {
  const costs = faces.map(({ box }) =>
    placed.map(({ x, y, sidePx, visible01 }) => {
      const apart = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) / sidePx;
      return apart > WITHIN ? FORBIDDEN : apart + (1 - visible01);
    }),
  );
  return assignAtLeastCost(costs, 2).map((at) => (at === null ? null : placed[at]!));
}

export function createTally(enrolled: ReadonlySet<string>) {
  const tally: Tally = {
    inSight: 0,
    followed: 0,
    named: 0,
    tracked: 0,
    trackedNamed: 0,
    given: 0,
    wrong: 0,
    switches: 0,
    doubles: 0,
    everybodyAtMs: null,
  };
  const numbers = new Map<string, number>();
  const namedOnce = new Set<string>();
  const inSightSince = new Map<string, number>();

  function count(faces: readonly TrackedFace<string>[], placed: readonly Placed[], atMs: number): void {
    const people = whoIsWho(faces, placed);
    const rightly = new Set<string>();
    const followed = new Set<string>();
    for (const [i, { name, trackId }] of faces.entries()) {
      const person = people[i]?.person.name ?? null;
      if (name.id !== null) tally.given += 1;
      if (name.id !== null && name.id !== person) tally.wrong += 1;
      if (person === null) continue;
      followed.add(person);
      if (name.id === person) rightly.add(person);
      if (trackId === null) continue;
      if (numbers.has(person) && numbers.get(person) !== trackId) tally.switches += 1;
      numbers.set(person, trackId);
    }
    const ids = faces.flatMap(({ name }) => name.id ?? []);
    tally.doubles += ids.length - new Set(ids).size;
    for (const name of rightly) namedOnce.add(name);
    if (namedOnce.size === enrolled.size) tally.everybodyAtMs ??= atMs;
    for (const { person, visible01 } of placed) {
      if (!enrolled.has(person.name)) continue;
      if (visible01 < SEEN_FROM) {
        inSightSince.delete(person.name);
        continue;
      }
      const since = inSightSince.get(person.name) ?? atMs;
      inSightSince.set(person.name, since);
      const isNamed = rightly.has(person.name) ? 1 : 0;
      tally.inSight += 1;
      tally.named += isNamed;
      tally.followed += followed.has(person.name) ? 1 : 0;
      if (atMs - since < TRACKED_AFTER_MS) continue;
      tally.tracked += 1;
      tally.trackedNamed += isNamed;
    }
  }

  return { tally, count };
}
