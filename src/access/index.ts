export {
  type Access,
  type AccessTransaction,
  type AttemptAnswer,
  type ConfirmedSighting,
  createAccess,
  type SpendTransaction,
} from './access.ts';
export {
  ACCESS_POINT_KINDS,
  type AccessPoint,
  type AccessPointKind,
  FLOWS,
  type Flow,
  type FlowStep,
  findFlow,
  PANEL_ACCESS_POINT_ID,
} from './access-point.ts';
export type {
  Attempt,
  AttemptInput,
  AttemptStatus,
} from './attempt.ts';
export { createCaptures, type FrameAnswer, type FrameEyes } from './captures.ts';
export { type FrameSight, type FrameVerdict, judgeFrame, type SeenFace } from './face-capture.ts';
export { createFaceFactor, type FaceMatcher, type FaceSource } from './factors/face.ts';
export { createPasswordFactor, type PasswordSource } from './factors/password.ts';
export { GUIDANCE, type Guidance } from './guidance.ts';
export type { LivenessCheck, LivenessStep } from './liveness.ts';
export type { AccessPointRepository, AttemptRepository, ThrottleRepository } from './repositories.ts';
export type { Session, SessionRepository } from './session.ts';
export { createSessions, type Sessions } from './sessions.ts';
export type { ThrottleState } from './throttle.ts';
export { createThrottling } from './throttling.ts';
