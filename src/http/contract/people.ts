import { z } from 'zod';
import type { GroupId } from '../../kernel/index.ts';
import { PERSON_FIELDS, type Role } from '../../people/index.ts';
import { id, idParams, instant, named, PersonRef } from './common.ts';
import { route } from './route.ts';

const PersonView = named(
  'Person',
  z.object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    roles: z.array(z.string()).describe('Ids of roles'),
    groups: z.array(z.string()).describe('Ids of groups'),
    status: z.enum(['active', 'suspended']),
    validFrom: instant.nullable(),
    validUntil: instant.nullable(),
    standing: z
      .enum(['ok', 'disabled', 'not_yet_valid', 'expired'])
      .describe('Whether they may pass at all now, by status and validity'),
    createdAt: instant,
    hasPassword: z.boolean(),
    faceSamples: z.number().int(),
    secondFactor: z.boolean().describe('Never let in by the face alone'),
  }),
);

const { displayName, email, phone } = PERSON_FIELDS;
export const userName = PERSON_FIELDS.userName;
export const password = z.string().min(1).max(256);

const role = id.transform((one) => one as Role);
const group = id.transform((one) => one as GroupId);
/** Until the year 9999: beyond it no calendar shows a day. */
const moment = instant.min(0).max(253_402_300_799_999);

const NewPerson = z.strictObject({
  userName,
  displayName,
  email: email.nullable().default(null),
  phone: phone.nullable().default(null),
  roles: z
    .array(role)
    .min(1)
    .max(10)
    .default(['member' as Role]),
  groups: z.array(group).max(50).default([]),
  validFrom: moment.nullable().default(null),
  validUntil: moment.nullable().default(null),
  password: password.optional(),
});

const PersonChange = z.strictObject({
  displayName: displayName.optional(),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  roles: z.array(role).min(1).max(10).optional(),
  groups: z.array(group).max(50).optional(),
  validFrom: moment.nullable().optional(),
  validUntil: moment.nullable().optional(),
  secondFactor: z.boolean().optional(),
});

export const FaceSampleView = named(
  'FaceSample',
  z.object({
    id: z.string(),
    takenAt: instant,
    quality01: z.number(),
    current: z.boolean(),
    attemptId: z.string().nullable().describe('Where it was seen; null for enrolment'),
  }),
);

const person = { params: idParams, status: 200 as const, answer: PersonView, tag: 'People' };

export const peopleContract = {
  listPeople: route({
    method: 'GET',
    url: '/api/people',
    permission: 'people.read',
    tag: 'People',
    summary: 'Everybody, oldest first',
    status: 200,
    answer: z.object({ people: z.array(PersonView) }),
  }),
  addPerson: route({
    method: 'POST',
    url: '/api/people',
    permission: 'people.write',
    fresh: true,
    tag: 'People',
    summary: 'Adds a person',
    body: NewPerson,
    status: 201,
    answer: PersonView,
  }),
  getPerson: route({
    ...person,
    method: 'GET',
    url: '/api/people/:id',
    permission: 'people.read',
    summary: 'One person',
  }),
  changePerson: route({
    ...person,
    method: 'PATCH',
    url: '/api/people/:id',
    permission: 'people.write',
    fresh: true,
    summary: 'Changes name, addresses, roles, groups, validity, or whether the face alone is never enough',
    body: PersonChange,
  }),
  setPassword: route({
    ...person,
    method: 'PUT',
    url: '/api/people/:id/password',
    permission: 'people.write',
    fresh: true,
    summary: 'Sets a new password and ends the person’s sessions',
    body: z.strictObject({ password }),
  }),
  suspendPerson: route({
    ...person,
    method: 'POST',
    url: '/api/people/:id/suspend',
    permission: 'people.write',
    summary: 'Refuses the person everywhere and ends their sessions',
  }),
  reactivatePerson: route({
    ...person,
    method: 'POST',
    url: '/api/people/:id/reactivate',
    permission: 'people.write',
    fresh: true,
    summary: 'Lets the person pass again',
  }),
  erasePerson: route({
    method: 'DELETE',
    url: '/api/people/:id',
    permission: 'people.erase',
    fresh: true,
    tag: 'People',
    summary: 'Destroys the person’s key and all that is theirs; cannot be undone',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
  listFaceSamples: route({
    method: 'GET',
    url: '/api/people/:id/face-samples',
    permission: 'people.read',
    tag: 'People',
    summary: 'The samples a person is recognised by',
    params: idParams,
    status: 200,
    answer: z.object({
      samples: z.array(FaceSampleView).describe('Enrolled on purpose'),
      learned: z.array(FaceSampleView).describe('Learned from sightings that another factor confirmed'),
      impostors: z
        .array(FaceSampleView)
        .describe('Faces that are not this person’s, whatever they look like'),
      wanted: z.number(),
      least: z.number(),
    }),
  }),
  addFaceSample: route({
    method: 'POST',
    url: '/api/people/:id/face-samples',
    permission: 'people.write',
    fresh: true,
    tag: 'People',
    summary:
      'Adds a photograph; refused with the reasons when it is no good (error face_refused, details.faults)',
    params: idParams,
    body: 'image',
    status: 201,
    answer: z.object({
      sample: FaceSampleView,
      samples: z.number().int(),
      resembles: z
        .array(PersonRef)
        .describe('Others who look alike: check that this is not one person twice'),
    }),
  }),
  captureFaceSamples: route({
    method: 'GET',
    url: '/api/people/:id/face-samples/capture',
    permission: 'people.write',
    fresh: true,
    tag: 'People',
    summary:
      'WebSocket. Browser → one JPEG per binary message; server → CaptureMessage: guidance per frame, `sample` when one is taken, `done` at five.',
    params: idParams,
    websocket: true,
    status: 200,
    answer: z.object({}),
  }),
  getFaceSamplePhoto: route({
    method: 'GET',
    url: '/api/people/:id/face-samples/:sampleId/photo',
    permission: 'people.write',
    tag: 'People',
    summary: 'The photograph of a sample',
    params: z.strictObject({ id, sampleId: id }),
    status: 200,
    answer: 'jpeg',
  }),
  removeFaceSample: route({
    method: 'DELETE',
    url: '/api/people/:id/face-samples/:sampleId',
    permission: 'people.write',
    fresh: true,
    tag: 'People',
    summary: 'Removes a sample',
    params: z.strictObject({ id, sampleId: id }),
    status: 204,
    answer: 'none',
  }),
};
