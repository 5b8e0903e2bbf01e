export type { Actor } from './actor.ts';
export {
  createEnrolment,
  type Enrolment,
  type EnrolmentEyes,
  type SampleRefusal,
  type TakenSample,
} from './enrolment.ts';
export { FACE_SETTINGS, FALSE_MATCH_RATES, type FaceSettings } from './face-settings.ts';
export { type Giver, mayGive } from './giving.ts';
export { createGroups, type Groups } from './groups.ts';
export { createImpostorSamples, type ImpostorSamples } from './impostor-samples.ts';
export {
  changeSection,
  createKeptSettings,
  type KeptSettings,
  readSection,
  type SettingsChange,
  type SettingsSection,
  saveSection,
} from './kept-settings.ts';
export { type Calibration, calibrate, type MeasuredRate, peopleNeeded } from './look-alikes.ts';
export type { ErrorShare } from './look-alikes-interval.ts';
export { isOwner } from './owners.ts';
export { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
export { createPeople, type People } from './people.ts';
export { createPeopleTable, type PeopleTable } from './people-table.ts';
export { PERSON_FIELDS, visibleLine } from './person-fields.ts';
export { createRefinement, type Refinement, type Sighting } from './refinement.ts';
export { comparedTemplates } from './refinement-gate.ts';
export type {
  FaceSample,
  FaceSampleRepository,
  Group,
  GroupRepository,
  PasswordRepository,
  Person,
  PersonRepository,
  PersonStatus,
  RoleRepository,
  SampleKind,
  StoredTemplate,
} from './repositories.ts';
export { SAMPLE_KINDS } from './repositories.ts';
export { createRoleBook, type RoleBook } from './role-book.ts';
export { createRoleChanges, type RoleChanges } from './role-changes.ts';
export {
  isBuiltIn,
  PERMISSIONS,
  type Permission,
  type Role,
  type RoleDefinition,
} from './roles.ts';
export { SAMPLES } from './samples.ts';
export { createSetup, type Setup } from './setup.ts';
export { type Standing, standingOf } from './standing.ts';
export type { ImportedRow } from './table-rows.ts';
export { normaliseUserName } from './user-name.ts';
