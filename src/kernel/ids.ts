import { randomUUID } from 'node:crypto';

/** A string that only its own kind of thing may be named by. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

export type PersonId = Id<'person'>;
export type AccessPointId = Id<'access-point'>;
export type FlowId = Id<'flow'>;
export type AttemptId = Id<'attempt'>;
export type SnapshotId = Id<'snapshot'>;
export type FaceSampleId = Id<'face-sample'>;
export type ObligationId = Id<'obligation'>;
export type CredentialId = Id<'credential'>;
export type RoleId = Id<'role'>;
export type GroupId = Id<'group'>;
export type ReaderId = Id<'reader'>;
export type ScreenId = Id<'screen'>;
export type SessionId = Id<'session'>;

export function newId<T extends Id<string>>(): T {
  return randomUUID() as string as T;
}
