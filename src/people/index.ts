export {
  createEnrolment,
  type Enrolment,
  type EnrolmentEyes,
  SAMPLES,
  type SampleRefusal,
  type TakenSample,
} from './enrolment.ts';
export { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
export { type Actor, createPeople, type People } from './people.ts';
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
export { createSetup, type Setup } from './setup.ts';
export { normaliseUserName } from './user-name.ts';
