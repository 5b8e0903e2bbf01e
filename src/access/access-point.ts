import type { AccessPointId, FactorKind, FlowId } from '../kernel/index.ts';

/** `login` ends in a session of the panel; `kiosk` shows the answer and starts over. */
export const ACCESS_POINT_KINDS = ['login', 'kiosk'] as const;
export type AccessPointKind = (typeof ACCESS_POINT_KINDS)[number];

/** One factor, or one of several; 1:1 after a claimed identity, 1:N when the step is the first. */
export interface FlowStep {
  anyOf: FactorKind[];
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

const step = (kind: FactorKind): FlowStep => ({
  anyOf: [kind],
  timeLimitMs: kind === 'face' ? FACE_LIMIT_MS : PASSWORD_LIMIT_MS,
});

/** What is asked besides of whoever may not be let in by the face alone. */
export const SECOND_STEP: FlowStep = step('password');

const flow = (id: string, name: string, description: string, ...kinds: FactorKind[]): Flow => ({
  id: id as FlowId,
  name,
  description,
  steps: kinds.map(step),
});

/** The flows that ship. A face alone is not among them: it opens nothing. */
export const FLOWS: readonly Flow[] = [
  flow(
    'password-face',
    'Password, then face',
    'The face must be that of the person who knows the password.',
    'password',
    'face',
  ),
  flow(
    'face-password',
    'Face, then password',
    'The face is looked up among everybody enrolled; the password must be theirs.',
    'face',
    'password',
  ),
  flow(
    'password',
    'Password only',
    'One factor: for places where a camera is out of the question.',
    'password',
  ),
];

export const findFlow = (id: FlowId): Flow | undefined => FLOWS.find((candidate) => candidate.id === id);

/** The panel's own sign-in. It always exists. */
export const PANEL_ACCESS_POINT_ID = 'panel' as AccessPointId;
