export type {
  FaceSample,
  FaceSampleRepository,
  PasswordRepository,
  Person,
  PersonRepository,
  PersonStatus,
} from './repositories.ts';
export { PERMISSIONS, type Permission, permissionsOf, ROLE_NAMES, ROLES, type Role } from './roles.ts';
export { normaliseUserName } from './user-name.ts';
