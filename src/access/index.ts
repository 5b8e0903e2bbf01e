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
export { type Attempt, type AttemptInput, type AttemptStatus, currentFactor, stepAttempt } from './attempt.ts';
export type { AccessPointRepository, AttemptRepository, ThrottleRepository } from './repositories.ts';
export type { Session, SessionRepository } from './session.ts';
export type { ThrottleState } from './throttle.ts';
