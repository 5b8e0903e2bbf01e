import type { FaceMeasures } from '../measure-face.ts';
import type { FaceFault } from '../quality.ts';
import type { Template } from '../template.ts';
import type { Box } from '../types.ts';
import type { Glimpse } from './glimpse.ts';

/** The same as long as one face is followed. Says nothing about who it is. */
export type TrackId = number & { readonly brand: 'TrackId' };

/** What was measured where a face was looked at closely. */
export interface SightingLook extends FaceMeasures {
  /** Why no template was taken; empty when one was. */
  faults: FaceFault[];
  template: Template | null;
}

/** One place in a frame where the detector saw a face. */
export interface Sighting {
  /** The detector's box, px of the frame. */
  box: Box;
  score01: number;
  glimpse: Glimpse;
  /** `unchecked` = only the detector has looked; the others passed or failed the geometry gate. */
  shape: 'unchecked' | 'face' | 'no_face';
  /** Only where a template was asked for and the shape is a face's. */
  look: SightingLook | null;
}

export interface KeptTemplate {
  template: Template;
  /** Its weight among others of the same track, see template-weight.ts. */
  weight01: number;
  atMs: number;
}

/** What makes a track the one it was before: it moves from body to body when templates say so. */
export interface Appearance {
  id: TrackId;
  /** The heaviest few. */
  templates: readonly KeptTemplate[];
  /** Their weighted mean; null while there is none. */
  mean: Template | null;
}

/** Why the name of a track is withheld until a template settles who it is. */
export interface Doubt {
  /** Tracks of one group may have been exchanged for each other. */
  group: number;
  /** Templates in a row that were nobody's of the group. */
  strikes: number;
}

export interface Candidate<Id> {
  id: Id;
  distance: number;
}

/** The answer of the gallery, and what it means at the site's rate and size. */
export interface Identified<Id> {
  /** Nearest first, at least two where there are two. */
  nearest: readonly Candidate<Id>[];
  /** The largest distance that is a match. */
  match: number;
  /** The largest distance that is uncertain; beyond, it is nobody. */
  uncertain: number;
}

export interface Track<Id> {
  appearance: Appearance;
  box: Box;
  /** Of the box's centre, px per ms. */
  velocity: { x: number; y: number };
  seenAtMs: number;
  /** Of the latest frame that showed it. */
  glimpse: Glimpse;
  /** Frames it was seen in. */
  sights: number;
  /** False until the geometry gate was passed once. */
  hasShape: boolean;
  /** Close looks in a row that saw no face there. */
  shapeless: number;
  /** When a template was asked for that has not come yet. */
  askedAtMs: number | null;
  doubt: Doubt | null;
  /** Templates taken since the track was last in doubt: a name rests on these alone. */
  evidence: readonly KeptTemplate[];
  /** Where the gallery puts the mean of the evidence. */
  identified: Identified<Id> | null;
}

export interface TrackingState<Id> {
  tracks: readonly Track<Id>[];
  /** Of tracks that ended a short time ago. */
  remembered: readonly { appearance: Appearance; lostAtMs: number }[];
  nextId: number;
  nextGroup: number;
  /** Frames planned so far. */
  turn: number;
}

/** Times in ms, lengths as shares of a box's side. */
export const TRACKING = {
  /** Sightings that make a track; below, it may be a flicker. */
  bornAfterSights: 2,
  /** A track that is not born yet ends sooner. */
  unbornForMs: 350,
  /** Unseen, its place is foretold so long. */
  coastMs: 900,
  /** Seen again after more than this, it may be somebody else. */
  sureForMs: 500,
  /** Its appearance is kept so long after its end, so that it gets its number back. */
  rememberMs: 8000,
  /** Templates kept of a track, and for a name. */
  keptTemplates: 5,
  /** A name needs so many: one spoilt template names nobody. */
  templatesForName: 2,
  /** Strange templates in a row that end an appearance. */
  strikes: 2,
  /** Close looks in a row without a face that end a track. */
  shapelessLooks: 3,
} as const;

export const isBorn = <Id>({ sights, hasShape }: Track<Id>): boolean =>
  hasShape && sights >= TRACKING.bornAfterSights;
