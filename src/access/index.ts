export { type Access, createAccess, type SpendTransaction } from './access.ts';
export type {
  AccessOptions,
  AccessTransaction,
  AttemptAnswer,
  ConfirmedSighting,
  FactorRegistry,
  SurroundingsSource,
} from './access-options.ts';
export {
  ACCESS_POINT_KINDS,
  type AccessPoint,
  type AccessPointKind,
  PANEL_ACCESS_POINT_ID,
  SCREEN_RULES,
} from './access-point.ts';
export {
  type Attempt,
  type AttemptInput,
  type AttemptStatus,
  FRESH_WALK,
  type Surroundings,
  type TraceLine,
  triesOf,
} from './attempt.ts';
export { createCaptures, type FrameAnswer, type FrameEyes } from './captures.ts';
export {
  CARD_NOTATIONS,
  CARD_REFUSALS,
  CARD_SCHEMES,
  type CardNumber,
  readCardLookup,
  readCardNumber,
} from './card-number.ts';
export type { FlowFault, FlowFaultCode, FlowSite } from './check-flow.ts';
export {
  ALARM_STATES,
  type AlarmState,
  CONDITION_SCHEMA,
  type Condition,
} from './condition.ts';
export {
  CREDENTIAL_KINDS,
  type Credential,
  type CredentialKind,
  type CredentialRepository,
} from './credential.ts';
export {
  type CredentialGiving,
  createCredentialGiving,
  type NewCredential,
} from './credential-giving.ts';
export { describeFlow, risksOfFlow } from './describe-flow.ts';
export { describeTrace } from './describe-trace.ts';
export { type FrameSight, type FrameVerdict, judgeFrame, type SeenFace } from './face-capture.ts';
export { type FactorInput, NEW_PASSKEY_SCHEMA, SHOWN_SCHEMA, type ShownInput } from './factor-input.ts';
export { createCardFactor } from './factors/card.ts';
export { createEmailOtpFactor } from './factors/email-otp.ts';
export { createFaceFactor, type FaceMatcher, type FaceSource } from './factors/face.ts';
export type { Factor, FactorTraits, OneTimeCodeRepository } from './factors/factor.ts';
export { createFingerprintFactor, LEAST_CONFIDENCE } from './factors/fingerprint.ts';
export {
  createPasskeyFactor,
  type PasskeySite,
  type PasskeySource,
  passkeySecretOf,
} from './factors/passkey.ts';
export { createPasswordFactor, type PasswordSource } from './factors/password.ts';
export { createPinFactor } from './factors/pin.ts';
export { createQrFactor, isQrText, issueQr, issueQrTwin } from './factors/qr.ts';
export { createTotpFactor } from './factors/totp.ts';
export { TRAITS } from './factors/traits.ts';
export {
  FIRST_FLOWS,
  FLOW_SCHEMA,
  type Flow,
  type FlowDraft,
  type FlowRepository,
  type FlowStep,
  namesGroup,
  RISKS,
  type Risk,
  STEP_SCHEMA,
  TIME_LIMITS,
  WATCH_SCHEMA,
} from './flow.ts';
export { createFlows, type FlowActor, type Flows } from './flows.ts';
export { GUIDANCE, type Guidance } from './guidance.ts';
export type { LivenessCheck, LivenessStep } from './liveness.ts';
export { isOpenToAnOwner, type PanelOwner, type PanelUse } from './lock-out.ts';
export { createPasskeyEnrolment, type PasskeyEnrolment } from './passkey-enrolment.ts';
export { PRESETS } from './presets/index.ts';
export type { Preset } from './presets/preset.ts';
export { QR_SETTINGS } from './qr-settings.ts';
export type { Reader, ReaderRepository } from './reader.ts';
export { createReaderReports, type ReaderReport, type ReaderReports } from './reader-reports.ts';
export { createReaders, type Readers } from './readers.ts';
export type { AccessPointRepository, AttemptRepository, ThrottleRepository } from './repositories.ts';
export { createQrRolling } from './rolling-qr.ts';
export { mayBegin, type Screen, type ScreenRepository } from './screen.ts';
export { createScreens, type Screens } from './screens.ts';
export type { Session, SessionRepository } from './session.ts';
export { SESSION_BOUNDS, SESSION_SETTINGS, type SessionSettings } from './session-settings.ts';
export { createSessions, type Sessions } from './sessions.ts';
export { ACCOUNT_THROTTLE, countFailure, type ThrottleState, waitMs } from './throttle.ts';
export { createThrottling } from './throttling.ts';
export { createTotpEnrolment, type TotpEnrolment } from './totp-enrolment.ts';
export { type WhatIfQuestion, whatIf } from './what-if.ts';
