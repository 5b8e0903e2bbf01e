import type { Box } from '../types.ts';
import { assignAtLeastCost, FORBIDDEN } from './assign.ts';
import { type Identified, isBorn, TRACKING, type Track, type TrackId } from './track.ts';

/** What keeps a name from a face that is near enough to somebody, or not yet known not to be. */
export type NameDoubt =
  /** Too few templates yet. */
  | 'few_templates'
  /** It crossed another face or was out of sight, and no template has said yet who it is. */
  | 'in_doubt'
  /** Another person is nearly as near. */
  | 'not_clear'
  /** Another face of the frame is nearer to that person, or nearly as near. */
  | 'contested'
  /** Farther than a match, nearer than a stranger. */
  | 'far';

export interface FaceName<Id> {
  outcome: 'match' | 'uncertain' | 'unknown';
  /** With `match` only. */
  id: Id | null;
  /** With `uncertain` only. */
  because: NameDoubt | null;
  /** To the nearest person, null while nobody was compared. */
  distance: number | null;
  /** How much farther the second nearest person is. */
  margin: number | null;
}

export interface TrackedFace<Id> {
  /** Null while it is not certain that this is the face it was before: the name is withheld then, too. */
  trackId: TrackId | null;
  /** The detector's box, px of the frame. */
  box: Box;
  name: FaceName<Id>;
}

const distanceTo = <Id>({ nearest, uncertain }: Identified<Id>, id: Id): number =>
  nearest.find((candidate) => candidate.id === id && candidate.distance <= uncertain)?.distance ?? FORBIDDEN;

/** The person each face is given when all are given together, least in sum; nobody twice. */
export function giveOnce<Id>(faces: readonly (Identified<Id> | null)[]): (Id | null)[] {
  const people = [...new Set(faces.flatMap((face) => face?.nearest.map(({ id }) => id) ?? []))];
  const costs = faces.map((face) => people.map((id) => (face ? distanceTo(face, id) : FORBIDDEN)));
  const widest = Math.max(0, ...faces.map((face) => face?.uncertain ?? 0));
  return assignAtLeastCost(costs, widest).map((at) => (at === null ? null : people[at]!));
}

function doubtOf<Id>(
  track: Track<Id>,
  identified: Identified<Id>,
  given: Id | null,
  rivals: readonly Identified<Id>[],
  leastMargin: number,
): NameDoubt | null {
  const [best, second] = identified.nearest;
  if (track.evidence.length < TRACKING.templatesForName) return 'few_templates';
  if (best!.distance > identified.match) return 'far';
  if (second && second.distance - best!.distance < leastMargin) return 'not_clear';
  // A rival that is nearly as near leaves it to chance which of the two is the person: then it is neither.
  const isContested = rivals.some((rival) => distanceTo(rival, best!.id) < best!.distance + leastMargin);
  return given !== best!.id || isContested ? 'contested' : null;
}

function nameOf<Id>(
  track: Track<Id>,
  given: Id | null,
  rivals: readonly Identified<Id>[],
  leastMargin: number,
): FaceName<Id> {
  const { identified } = track;
  if (!identified) {
    const because = track.doubt ? 'in_doubt' : 'few_templates';
    return { outcome: 'uncertain', id: null, because, distance: null, margin: null };
  }
  const [best, second] = identified.nearest;
  const measures = {
    distance: best?.distance ?? null,
    margin: best && second ? second.distance - best.distance : null,
  };
  if (!best || best.distance > identified.uncertain) {
    return { outcome: 'unknown', id: null, because: null, ...measures };
  }
  const because = doubtOf(track, identified, given, rivals, leastMargin);
  if (because) return { outcome: 'uncertain', id: null, because, ...measures };
  return { outcome: 'match', id: best.id, because: null, ...measures };
}

/** Names the faces of one frame, each person at most once. A face is given its nearest person or nobody, never what others left. */
export function nameFaces<Id>(seen: readonly Track<Id>[], leastMargin: number): TrackedFace<Id>[] {
  const identified = seen.map((track) => track.identified);
  const given = giveOnce(identified);
  return seen.flatMap((track, i) => {
    if (!isBorn(track)) return [];
    const rivals = identified.filter((other, j): other is Identified<Id> => j !== i && other !== null);
    const name = nameOf(track, given[i]!, rivals, leastMargin);
    const isCertain = track.doubt === null && track.evidence.length > 0;
    return [{ trackId: isCertain ? track.appearance.id : null, box: track.box, name }];
  });
}
