import { templateDistance } from '../template.ts';
import { assignAtLeastCost, FORBIDDEN } from './assign.ts';
import { type Body, doubted } from './crossing.ts';
import { freshAppearance, type MovedTracks } from './move-tracks.ts';
import { combineTemplates, keepTemplates, templateWeight01 } from './template-weight.ts';
import { type Appearance, type KeptTemplate, TRACKING, type Track } from './track.ts';

/** Distances, in the scale of the model in use. */
export interface SameFaceLimits {
  /** Up to here, two looks at a face that was followed show one person. */
  same: { frontal: number; turned: number };
  /** Up to here, a face that was out of sight is the one it was before. Stricter: anybody may come in. */
  again: number;
}

/** From this turn the wider limit counts, see `Face.turn`. */
const TURNED_FROM = 0.3;

/** A template of this frame. */
interface Fresh {
  kept: KeptTemplate;
  same: number;
}

/** An appearance that a face may turn out to have. `owner` is null for a remembered one. */
interface Column {
  appearance: Appearance;
  owner: number | null;
}

function freshOf<Id>({ sighting }: Body<Id>, limits: SameFaceLimits, nowMs: number): Fresh | null {
  const look = sighting?.look;
  if (!look?.template) return null;
  const same = Math.abs(look.turn) > TURNED_FROM ? limits.same.turned : limits.same.frontal;
  return { kept: { template: look.template, weight01: templateWeight01(look), atMs: nowMs }, same };
}

function grown(appearance: Appearance, kept: KeptTemplate): Appearance {
  const templates = keepTemplates(appearance.templates, kept);
  return { ...appearance, templates, mean: combineTemplates(templates) };
}

/** Certain who it was before: what a name rests on begins with this template. */
function settled<Id>(track: Track<Id>, appearance: Appearance, kept: KeptTemplate): Track<Id> {
  return {
    ...track,
    appearance: grown(appearance, kept),
    doubt: null,
    evidence: [kept],
    identified: null,
  };
}

function confirmed<Id>(track: Track<Id>, kept: KeptTemplate): Track<Id> {
  const evidence = keepTemplates(track.evidence, kept);
  return { ...track, appearance: grown(track.appearance, kept), evidence, identified: null };
}

/** What a body may be given, and how far its template is from it. */
function costOf<Id>(
  bodies: readonly Body<Id>[],
  at: number,
  { kept, same }: Fresh,
  { appearance, owner }: Column,
  again: number,
): number {
  const distance = templateDistance(kept.template, appearance.mean!);
  const group = bodies[at]!.track.doubt?.group;
  const other = owner === null ? null : bodies[owner]!;
  const mayBeExchanged = owner === at || (group !== undefined && other?.track.doubt?.group === group);
  const isAway = other === null || other.sighting === null;
  const limit = mayBeExchanged ? same : isAway ? again : -1;
  return distance <= limit ? distance : FORBIDDEN;
}

/** Settled tracks only confirm themselves, or fall into doubt. @returns the bodies whose track is open. */
function confirmSettled<Id>(tracks: Track<Id>[], fresh: readonly (Fresh | null)[], group: () => number) {
  const open: number[] = [];
  for (const [i, one] of fresh.entries()) {
    const track = tracks[i]!;
    if (!one) continue;
    if (track.doubt || !track.appearance.mean) open.push(i);
    else if (templateDistance(one.kept.template, track.appearance.mean) <= one.same)
      tracks[i] = confirmed(track, one.kept);
    else tracks[i] = doubted(track, group(), 1);
  }
  return open;
}

/** Which appearance each open body is given; null for none. */
function giveAppearances<Id>(
  { bodies, remembered }: MovedTracks<Id>,
  open: readonly number[],
  fresh: readonly (Fresh | null)[],
  { same, again }: SameFaceLimits,
): Map<number, Column | null> {
  const columns: Column[] = [
    ...bodies.map(({ track }, owner) => ({ appearance: track.appearance, owner })),
    ...remembered.map(({ appearance }) => ({ appearance, owner: null })),
  ].filter(({ appearance }) => appearance.mean !== null);
  const costs = open.map((i) => columns.map((column) => costOf(bodies, i, fresh[i]!, column, again)));
  const given = assignAtLeastCost(costs, same.turned);
  return new Map(open.map((i, row) => [i, given[row] === null ? null : columns[given[row]!]!]));
}

/** What an open body becomes, and whether its own appearance is left over. */
function settleOne<Id>(
  track: Track<Id>,
  column: Column | null,
  { kept }: Fresh,
  isOwnTaken: boolean,
  begin: () => Appearance,
): { track: Track<Id>; leavesOwn: boolean } {
  const isFree = track.appearance.mean !== null && !isOwnTaken;
  if (column) return { track: settled(track, column.appearance, kept), leavesOwn: isFree };
  if (track.appearance.mean === null)
    return { track: settled(track, track.appearance, kept), leavesOwn: false };
  const strikes = (track.doubt?.strikes ?? 0) + 1;
  if (isFree && strikes < TRACKING.strikes)
    return { track: doubted(track, track.doubt!.group, strikes), leavesOwn: false };
  return { track: settled(track, begin(), kept), leavesOwn: isFree };
}

/**
 * Decides by this frame's templates which track every doubtful or new face is: its own, another of its group, one that
 * is out of sight, a remembered one, or a new one; all at once, so that the distances are least in sum.
 */
export function settleTracks<Id>(
  moved: MovedTracks<Id>,
  limits: SameFaceLimits,
  nowMs: number,
): MovedTracks<Id> {
  const { bodies, remembered } = moved;
  let { nextId, nextGroup } = moved;
  const begin = () => freshAppearance(nextId++);
  const tracks = bodies.map(({ track }) => track);
  const fresh = bodies.map((body) => freshOf(body, limits, nowMs));
  const open = confirmSettled(tracks, fresh, () => nextGroup++);
  const given = giveAppearances(moved, open, fresh, limits);
  const takenIds = new Set([...given.values()].flatMap((column) => column?.appearance.id ?? []));
  /** Appearances whose body turned out to be somebody else. */
  const released: Appearance[] = [];
  for (const [i, column] of given) {
    const own = bodies[i]!.track.appearance;
    const { track, leavesOwn } = settleOne(tracks[i]!, column, fresh[i]!, takenIds.has(own.id), begin);
    tracks[i] = track;
    if (leavesOwn) released.push(own);
  }
  const living = bodies.flatMap(({ sighting, track: { appearance } }, i): Body<Id>[] => {
    if (given.has(i) || !takenIds.has(appearance.id)) return [{ track: tracks[i]!, sighting }];
    // Its appearance was found elsewhere: out of sight it ends, in sight it takes what the other left.
    return sighting ? [{ track: { ...tracks[i]!, appearance: released.pop() ?? begin() }, sighting }] : [];
  });
  return {
    bodies: living,
    remembered: [
      ...remembered.filter(({ appearance }) => !takenIds.has(appearance.id)),
      ...released.map((appearance) => ({ appearance, lostAtMs: nowMs })),
    ],
    nextId,
    nextGroup,
  };
}
