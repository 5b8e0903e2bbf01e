import { z } from 'zod';
import { FACTOR_KINDS } from '../../kernel/index.ts';
import { id, idParams, instant, named } from './common.ts';
import { password } from './people.ts';
import { route } from './route.ts';
import { OpenSession } from './sessions.ts';

const MeView = named(
  'Me',
  z.object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    roles: z.array(z.string()).describe('Names'),
    groups: z.array(z.string()).describe('Names'),
    validFrom: instant.nullable(),
    validUntil: instant.nullable(),
    createdAt: instant,
    factors: z.array(
      z.object({
        kind: z.enum(FACTOR_KINDS),
        count: z.number().int().describe('How many of them: samples of a face, cards, passkeys'),
      }),
    ),
  }),
);

/** No facts: they may hold what only those who read the log are told. */
const OwnEvent = named(
  'OwnEvent',
  z.object({
    seq: z.number().int(),
    at: instant,
    granted: z.boolean(),
    sentence: z.string(),
    accessPoint: z.object({ name: z.string(), place: z.string() }).nullable(),
    ipAddress: z.string().nullable(),
  }),
);

const own = { tag: 'Own account', permission: 'signed_in' as const };

export const meContract = {
  getMe: route({
    ...own,
    method: 'GET',
    url: '/api/me',
    summary: 'What is kept about whoever asks, and what they can show',
    status: 200,
    answer: MeView,
  }),
  setOwnPassword: route({
    ...own,
    fresh: true,
    method: 'PUT',
    url: '/api/me/password',
    summary: 'Sets one’s own password and signs out everywhere else',
    body: z.strictObject({ password }),
    status: 204,
    answer: 'none',
  }),
  listOwnEvents: route({
    ...own,
    method: 'GET',
    url: '/api/me/events',
    summary: 'One’s own attempts, newest first',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      beforeSeq: z.coerce.number().int().optional(),
    }),
    status: 200,
    answer: z.object({ events: z.array(OwnEvent), nextBeforeSeq: z.number().nullable() }),
  }),
  listOwnSessions: route({
    ...own,
    method: 'GET',
    url: '/api/me/sessions',
    summary: 'Where one is signed in',
    status: 200,
    answer: z.object({ sessions: z.array(OpenSession) }),
  }),
  endOwnSession: route({
    ...own,
    method: 'DELETE',
    url: '/api/me/sessions/:id',
    summary: 'Signs out at one place',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
  endOwnSessions: route({
    ...own,
    method: 'DELETE',
    url: '/api/me/sessions',
    summary: 'Signs out everywhere, here too',
    status: 204,
    answer: 'none',
  }),
  exportMe: route({
    ...own,
    fresh: true,
    method: 'POST',
    url: '/api/me/export',
    summary:
      'Everything that is kept about whoever asks, but for secrets; photographs are listed with their paths',
    status: 200,
    answer: z.record(z.string(), z.unknown()),
  }),
  getOwnPhotograph: route({
    ...own,
    method: 'GET',
    url: '/api/me/photographs/:id',
    summary: 'A photograph of whoever asks, which their export lists',
    params: z.strictObject({ id }),
    status: 200,
    answer: 'jpeg',
  }),
};
