import { z } from 'zod';
import { FALSE_MATCH_RATES } from '../../people/index.ts';
import { idParams, named } from './common.ts';
import { FaceSampleView } from './people.ts';
import { route } from './route.ts';

const falseMatchRate = z
  .literal(FALSE_MATCH_RATES)
  .describe('How often a stranger may be taken for somebody: 0.0001 is one in ten thousand');

const FaceSettingsBody = z.strictObject({
  falseMatchRate,
  learnFromSightings: z
    .boolean()
    .describe('Whether sightings that another factor confirmed refine what a face is compared with'),
});

const FaceSettingsView = named(
  'FaceSettings',
  z.object({
    falseMatchRate,
    learnFromSightings: z.boolean(),
    choices: z.array(
      z.object({
        falseMatchRate,
        refusedShare: z
          .number()
          .nullable()
          .describe('Share of right faces refused at this rate, as measured; null when it was not'),
      }),
    ),
  }),
);

export const faceContract = {
  getFaceSettings: route({
    method: 'GET',
    url: '/api/settings/face',
    permission: 'settings.read',
    tag: 'Settings',
    summary: 'How strict faces are, and what each choice costs',
    status: 200,
    answer: FaceSettingsView,
  }),
  putFaceSettings: route({
    method: 'PUT',
    url: '/api/settings/face',
    permission: 'settings.write',
    fresh: true,
    tag: 'Settings',
    summary: 'Sets how strict faces are; holds from the next frame on',
    body: FaceSettingsBody,
    status: 200,
    answer: FaceSettingsView,
  }),
  denyGrant: route({
    method: 'POST',
    url: '/api/attempts/:id/not-this-person',
    permission: 'signed_in',
    tag: 'People',
    summary:
      'Says that somebody else was let in as this person: the face in the photograph is never taken for them again. For administrators, and for the person',
    params: idParams,
    status: 201,
    answer: z.object({ sample: FaceSampleView }),
  }),
  forgetSightings: route({
    method: 'DELETE',
    url: '/api/people/:id/face-refinements',
    permission: 'people.write',
    fresh: true,
    tag: 'People',
    summary: 'Removes everything that was learned from sightings of a person',
    params: idParams,
    status: 200,
    answer: z.object({ removed: z.number().int() }),
  }),
};
