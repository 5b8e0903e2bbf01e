import { z } from 'zod';
import { SESSION_BOUNDS } from '../../access/index.ts';
import { id, idParams, instant, named } from './common.ts';
import { route } from './route.ts';
import { SessionView } from './system.ts';

export const OpenSession = named(
  'OpenSession',
  z.object({
    id: z.string(),
    device: z.string().describe('Browser and system in words'),
    ipAddress: z.string(),
    place: z.string().nullable().describe('The access point somebody signed in at; null for the set-up'),
    createdAt: instant,
    seenAt: instant,
    expiresAt: instant,
    current: z.boolean().describe('The one this request came with'),
  }),
);

const minutes = SESSION_BOUNDS.idleMinutes;
const hours = SESSION_BOUNDS.absoluteHours;

const SessionSettingsBody = z.strictObject({
  idleMinutes: z.number().int().min(minutes.least).max(minutes.most),
  absoluteHours: z.number().int().min(hours.least).max(hours.most),
});
const SessionSettingsView = named('SessionSettings', SessionSettingsBody);

const ofPerson = { tag: 'Sessions', permission: 'people.write' as const };
const list = { status: 200 as const, answer: z.object({ sessions: z.array(OpenSession) }) };

export const sessionsContract = {
  confirmSession: route({
    method: 'POST',
    url: '/api/session/confirm',
    permission: 'signed_in',
    withAttempt: true,
    tag: 'Session',
    summary:
      'With a granted attempt at a login, of the person who is signed in: for ten minutes they may change factors and permissions. The attempt is used up, the session gets another token',
    status: 200,
    answer: SessionView,
  }),
  listSessionsOf: route({
    ...ofPerson,
    ...list,
    method: 'GET',
    url: '/api/people/:id/sessions',
    summary: 'Where a person is signed in',
    params: idParams,
  }),
  endSessionOf: route({
    ...ofPerson,
    method: 'DELETE',
    url: '/api/people/:id/sessions/:sessionId',
    summary: 'Signs a person out at one place',
    params: z.strictObject({ id, sessionId: id }),
    status: 204,
    answer: 'none',
  }),
  endSessionsOf: route({
    ...ofPerson,
    method: 'DELETE',
    url: '/api/people/:id/sessions',
    summary: 'Signs a person out everywhere',
    params: idParams,
    status: 200,
    answer: z.object({ ended: z.number().int() }),
  }),
  getSessionSettings: route({
    method: 'GET',
    url: '/api/settings/sessions',
    permission: 'settings.read',
    tag: 'Settings',
    summary: 'When a session ends by itself',
    status: 200,
    answer: SessionSettingsView,
  }),
  putSessionSettings: route({
    method: 'PUT',
    url: '/api/settings/sessions',
    permission: 'settings.write',
    fresh: true,
    tag: 'Settings',
    summary: 'Sets when a session ends by itself; holds for every session at once',
    body: SessionSettingsBody,
    status: 200,
    answer: SessionSettingsView,
  }),
};
