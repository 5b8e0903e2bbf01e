import type { AttemptId, FaceSampleId, GroupId, PersonId } from '../kernel/index.ts';
import type { Role, RoleDefinition } from './roles.ts';

export type PersonStatus = 'active' | 'suspended';

/** `userName`, `displayName`, `email` and `phone` are sealed at rest under the person's own key. */
export interface Person {
  id: PersonId;
  userName: string;
  displayName: string;
  email: string | null;
  /** E.164, such as +393331234567. */
  phone: string | null;
  roles: Role[];
  groups: GroupId[];
  status: PersonStatus;
  /** The first instant at which they may pass; null = since ever. */
  validFrom: number | null;
  /** The first instant at which they may not any more; null = for good. */
  validUntil: number | null;
  /** Never let in by the face alone: for those who have a look-alike. */
  secondFactor: boolean;
  createdAt: number;
}

export interface PersonRepository {
  /**
   * Makes the person's data key and writes them sealed under it.
   * Two at once with one user name (compared as `normaliseUserName` does): one gets it, the other
   * a SallyportError `user_name_taken`; the loser leaves nothing behind.
   */
  add(person: Person): Promise<void>;
  /** Everything but the id and the user name. Throws `not_found` for an unknown person. */
  update(person: Person): Promise<void>;
  find(id: PersonId): Promise<Person | null>;
  /** Looks up by keyed hash; takes the normalised form. */
  findByUserName(userName: string): Promise<Person | null>;
  /** By creation, oldest first. */
  list(): Promise<Person[]>;
  /** Those with at least one of these roles, oldest first; the others are not even unsealed. */
  listWithRoles(roles: readonly Role[]): Promise<Person[]>;
  /**
   * Destroys the person's data key and every row that is theirs (credentials, face samples, their snapshots' key).
   * What is sealed under that key elsewhere is unreadable from then on.
   */
  erase(id: PersonId): Promise<void>;
}

/** Own roles, and built-in ones whose permissions the site has changed. */
export interface RoleRepository {
  /** Adds it, or replaces the one with its id. */
  put(role: RoleDefinition): Promise<void>;
  remove(id: Role): Promise<void>;
  /** By name. */
  list(): Promise<RoleDefinition[]>;
}

export interface Group {
  id: GroupId;
  name: string;
}

export interface GroupRepository {
  /** Adds it, or replaces the one with its id. */
  put(group: Group): Promise<void>;
  remove(id: GroupId): Promise<void>;
  /** By name. */
  list(): Promise<Group[]>;
}

export interface PasswordRepository {
  /** An argon2id hash in PHC form; replaces the one before. */
  set(personId: PersonId, phcHash: string, at: number): Promise<void>;
  find(personId: PersonId): Promise<string | null>;
}

/**
 * `enrolment`: taken on purpose, under somebody's eyes. `refinement`: learned from a sighting that another factor
 * confirmed. `impostor`: somebody who was taken for this person and is not.
 */
export const SAMPLE_KINDS = ['enrolment', 'refinement', 'impostor'] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export interface FaceSample {
  id: FaceSampleId;
  personId: PersonId;
  kind: SampleKind;
  /** Where a refinement or an impostor was seen; null for enrolment. */
  attemptId: AttemptId | null;
  /** Which model made the template; templates of different variants are never compared. */
  variant: string;
  template: Float32Array;
  /** The photograph it came from: JPEG without metadata, sealed. */
  jpeg: Uint8Array;
  quality01: number;
  takenAt: number;
}

export type StoredTemplate = Pick<FaceSample, 'personId' | 'kind' | 'template'>;

/** Template and photograph are sealed under the person's key, each for its kind: a row made another kind is unreadable. */
export interface FaceSampleRepository {
  add(sample: FaceSample): Promise<void>;
  remove(personId: PersonId, id: FaceSampleId): Promise<boolean>;
  /** Of all kinds, oldest first. */
  listOf(personId: PersonId): Promise<FaceSample[]>;
  /** Templates of everybody and of all kinds, without the photographs: for 1:N and for the look-alike warning. */
  listTemplates(variant: string): Promise<StoredTemplate[]>;
  /** Templates of one person, of one model and of all kinds, oldest first; without the photographs. */
  templatesOf(personId: PersonId, variant: string): Promise<StoredTemplate[]>;
  /**
   * Keeps a template of another model beside the one in use, which stays in use. Takes the place of one that was
   * prepared before. False when the sample is gone.
   */
  prepare(personId: PersonId, id: FaceSampleId, variant: string, template: Float32Array): Promise<boolean>;
  /** Samples without a template of this variant, in use or prepared. */
  listUnready(variant: string): Promise<{ personId: PersonId; id: FaceSampleId }[]>;
  /** Every template prepared of this variant comes into use, in one step; the rest that was prepared is dropped. How many. */
  adoptPrepared(variant: string): Promise<number>;
  /** How many enrolment samples each person has. */
  counts(): Promise<Map<PersonId, number>>;
}
