import type { AccessPointId, FactorKind, FlowId } from '../kernel/index.ts';

/** `login` ends in a session of the panel; `kiosk` shows the answer and starts over. */
export const ACCESS_POINT_KINDS = ['login', 'kiosk'] as const;
export type AccessPointKind = (typeof ACCESS_POINT_KINDS)[number];

/** One factor, or one of several; 1:1 after a claimed identity, 1:N when the step is the first. */
export interface FlowStep {
  anyOf: FactorKind[];
  /** With a face: it must be a living one, shown by doing what is asked. */
  liveness?: boolean;
  /** Within how long it must be shown, ms. */
  timeLimitMs: number;
}

export interface Flow {
  id: FlowId;
  name: string;
  description: string;
  steps: FlowStep[];
}

export interface AccessPoint {
  id: AccessPointId;
  name: string;
  /** Where it is, in the owner's words: goes into alerts. */
  place: string;
  kind: AccessPointKind;
  flowId: FlowId;
}

const PASSWORD_LIMIT_MS = 120_000;
const FACE_LIMIT_MS = 20_000;
/** Recognition and a challenge of three actions, one of them swapped. */
const LIVE_FACE_LIMIT_MS = 80_000;

const password: FlowStep = { anyOf: ['password'], timeLimitMs: PASSWORD_LIMIT_MS };
const face: FlowStep = { anyOf: ['face'], timeLimitMs: FACE_LIMIT_MS };
const liveFace: FlowStep = { anyOf: ['face'], liveness: true, timeLimitMs: LIVE_FACE_LIMIT_MS };

const flow = (id: string, name: string, description: string, ...steps: FlowStep[]): Flow => ({
  ...{ name, description, steps },
  id: id as FlowId,
});

/** The flows that ship. A face alone is not among them: it opens nothing. */
export const FLOWS: readonly Flow[] = [
  flow(
    'password-face',
    'Password, then face',
    'The face must be that of the person who knows the password.',
    password,
    face,
  ),
  flow(
    'password-live-face',
    'Password, then a living face',
    'After the face is recognised the camera asks for movements, such as a turn of the head: a photograph cannot do them. Whoever cannot do one is asked for another.',
    password,
    liveFace,
  ),
  flow(
    'face-password',
    'Face, then password',
    'The face is looked up among everybody enrolled; the password must be theirs.',
    face,
    password,
  ),
  flow(
    'live-face-password',
    'Living face, then password',
    'The face is looked up among everybody enrolled and must move as it is asked; the password must be theirs.',
    liveFace,
    password,
  ),
  flow(
    'password',
    'Password only',
    'One factor: for places where a camera is out of the question, and for whoever cannot use one.',
    password,
  ),
];

export const findFlow = (id: FlowId): Flow | undefined => FLOWS.find((candidate) => candidate.id === id);

/** The panel's own sign-in. It always exists. */
export const PANEL_ACCESS_POINT_ID = 'panel' as AccessPointId;
