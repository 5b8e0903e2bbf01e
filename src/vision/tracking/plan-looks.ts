import type { Box } from '../types.ts';
import { foretell } from './associate.ts';
import { crosses } from './crossing.ts';
import { isBorn, TRACKING, type Track, type TrackingState } from './track.ts';

/** What to look for in one frame. */
export interface LookPlan {
  /** Where followed faces are likely to be: a detector's glance there is enough. */
  known: Box[];
  /** Where a template is wanted, most wanted first; never more than the budget. */
  wanted: Box[];
  /** Counts frames, so that the places where nobody stands are searched in turn. */
  turn: number;
}

/** A template that was asked for and has not come by then will not come. */
const ASK_AGAIN_MS = 400;
/** Two templates of nearly one moment share what spoils them. */
const LEAST_GAP_MS = 150;
/** Nobody is followed longer without a template: whoever took another's place unseen is found out. */
const REFRESH_MS = 2500;
/** While there is no name, or only poor templates, more are wanted sooner. */
const REFRESH_OPEN_MS = 700;
const POOR_WEIGHT01 = 0.5;

function isOpen<Id>({ evidence, identified }: Track<Id>): boolean {
  if (Math.max(...evidence.map(({ weight01 }) => weight01)) < POOR_WEIGHT01) return true;
  const isNamed = identified !== null && (identified.nearest[0]?.distance ?? Infinity) <= identified.match;
  return !isNamed && evidence.length < TRACKING.keptTemplates;
}

/** When the latest template was taken that a name may rest on. */
function latestOf<Id>({ evidence }: Track<Id>): number {
  return Math.max(0, ...evidence.map(({ atMs }) => atMs));
}

/** How much a track wants a template; 0 = not at all. */
function urgencyOf<Id>(track: Track<Id>, nowMs: number): number {
  const { doubt, evidence, askedAtMs } = track;
  if (!track.hasShape || (askedAtMs !== null && nowMs - askedAtMs < ASK_AGAIN_MS)) return 0;
  if (doubt) return 4;
  const sinceMs = evidence.length === 0 ? Infinity : nowMs - latestOf(track);
  if (sinceMs < LEAST_GAP_MS) return 0;
  if (evidence.length < TRACKING.templatesForName) return 3;
  if (isOpen(track) && sinceMs > REFRESH_OPEN_MS) return 2;
  return sinceMs > REFRESH_MS ? 1 : 0;
}

/**
 * Chooses whose templates to take next: the most urgent, then who waited longest, then the largest. Faces that stand
 * before each other wait: a template of two faces is nobody's.
 */
export function planLooks<Id>(
  state: TrackingState<Id>,
  nowMs: number,
  embeddingsPerFrame: number,
): { state: TrackingState<Id>; plan: LookPlan } {
  const places = state.tracks.map((track) => ({
    track,
    box: foretell(track, nowMs),
    urgency: urgencyOf(track, nowMs),
  }));
  const born = places.filter(({ track }) => isBorn(track));
  const standsFree = (place: (typeof places)[number]) =>
    places.every((other) => other === place || !crosses(other.box, place.box));
  const wanted = places
    .filter((place) => place.urgency > 0 && standsFree(place))
    .sort(
      (a, b) => b.urgency - a.urgency || latestOf(a.track) - latestOf(b.track) || b.box.width - a.box.width,
    )
    .slice(0, embeddingsPerFrame);
  const asked = new Set(wanted.map(({ track }) => track));
  return {
    state: {
      ...state,
      turn: state.turn + 1,
      tracks: state.tracks.map((track) => (asked.has(track) ? { ...track, askedAtMs: nowMs } : track)),
    },
    plan: {
      known: born.map(({ box }) => box),
      wanted: wanted.map(({ box }) => box),
      turn: state.turn,
    },
  };
}
