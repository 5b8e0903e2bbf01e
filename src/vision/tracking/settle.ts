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

/**
 * Decides by this frame's templates which track every doubtful or new face is: its own, another of its group, one that
 * is out of sight, a remembered one, or a new one; all at once, so that the distances are least in sum.
 */
export function settleTracks<Id>(
  { bodies, remembered, nextId: firstId, nextGroup: firstGroup }: MovedTracks<Id>,
  limits: SameFaceLimits,
  nowMs: number,
): MovedTracks<Id> {
  let nextId = firstId;
  let nextGroup = firstGroup;
  const tracks = bodies.map(({ track }) => track);
  const fresh = bodies.map((body) => freshOf(body, limits, nowMs));
  const open: number[] = [];
  for (const [i, one] of fresh.entries()) {
    const track = tracks[i]!;
    if (!one) continue;
    if (track.doubt || !track.appearance.mean) open.push(i);
    else if (templateDistance(one.kept.template, track.appearance.mean) <= one.same)
      tracks[i] = confirmed(track, one.kept);
    else tracks[i] = doubted(track, nextGroup++, 1);
  }

  const columns: Column[] = [
    ...bodies.map(({ track }, owner) => ({ appearance: track.appearance, owner })),
    ...remembered.map(({ appearance }) => ({ appearance, owner: null })),
  ].filter(({ appearance }) => appearance.mean !== null);
  const costs = open.map((i) => columns.map((column) => costOf(bodies, i, fresh[i]!, column, limits.again)));
  const given = assignAtLeastCost(costs, limits.same.turned);

  const moves = new Map(open.map((i, row) => [i, given[row] === null ? null : columns[given[row]!]!]));
  const takenIds = new Set([...moves.values()].flatMap((column) => (column ? [column.appearance.id] : [])));
  /** Appearances whose body turned out to be somebody else. */
  const released: Appearance[] = [];
  for (const [i, column] of moves) {
    const track = tracks[i]!;
    const { kept } = fresh[i]!;
    const own = track.appearance;
    const isFree = own.mean !== null && !takenIds.has(own.id);
    if (column) {
      if (isFree) released.push(own);
      tracks[i] = settled(track, column.appearance, kept);
    } else if (own.mean === null) {
      tracks[i] = settled(track, own, kept);
    } else {
      const strikes = (track.doubt?.strikes ?? 0) + 1;
      if (isFree && strikes < TRACKING.strikes) {
        tracks[i] = doubted(track, track.doubt!.group, strikes);
        continue;
      }
      if (isFree) released.push(own);
      tracks[i] = settled(track, freshAppearance(nextId++), kept);
    }
  }
  const gone = new Set<number>();
  for (const [i, { sighting, track }] of bodies.entries()) {
    if (moves.has(i) || !takenIds.has(track.appearance.id)) continue;
    // Out of sight, and its face was found elsewhere.
    if (!sighting) gone.add(i);
    else tracks[i] = { ...tracks[i]!, appearance: released.pop() ?? freshAppearance(nextId++) };
  }
  return {
    bodies: bodies.map(({ sighting }, i) => ({ track: tracks[i]!, sighting })).filter((_, i) => !gone.has(i)),
    remembered: [
      ...remembered.filter(({ appearance }) => !takenIds.has(appearance.id)),
      ...released.map((appearance) => ({ appearance, lostAtMs: nowMs })),
    ],
    nextId,
    nextGroup,
  };
}
