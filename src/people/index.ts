export {
  createEnrolment,
  type Enrolment,
  type EnrolmentEyes,
  type SampleRefusal,
  type TakenSample,
} from './enrolment.ts';
export {
  createFaceSettings,
  FALSE_MATCH_RATES,
  type FaceSettings,
  type FaceSettingsSource,
  readFaceSettings,
} from './face-settings.ts';
export { createImpostorSamples, type ImpostorSamples } from './impostor-samples.ts';
export { type Calibration, calibrate, type MeasuredRate, peopleNeeded } from './look-alikes.ts';
export type { ErrorShare } from './look-alikes-interval.ts';
export { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
export { type Actor, createPeople, type People } from './people.ts';
export { createRefinement, type Refinement, type Sighting } from './refinement.ts';
export { comparedTemplates } from './refinement-gate.ts';
export type {
  FaceSample,
  FaceSampleRepository,
  PasswordRepository,
  Person,
  PersonRepository,
  PersonStatus,
  SampleKind,
  StoredTemplate,
} from './repositories.ts';
export { SAMPLE_KINDS } from './repositories.ts';
export { PERMISSIONS, type Permission, permissionsOf, ROLE_NAMES, type Role } from './roles.ts';
export { SAMPLES } from './samples.ts';
export { createSetup, type Setup } from './setup.ts';
export { normaliseUserName } from './user-name.ts';
