import { z } from 'zod';
import { PERMISSIONS } from '../../people/index.ts';
import { emailAddress, empty, instant, line, named } from './common.ts';
import { password, userName } from './people.ts';
import { route } from './route.ts';

export const SessionView = named(
  'Session',
  z.object({
    person: z.object({
      id: z.string(),
      userName: z.string(),
      displayName: z.string(),
      roles: z.array(z.string()),
      roleNames: z.array(z.string()),
    }),
    permissions: z.array(z.enum(PERMISSIONS)),
    expiresAt: instant,
    fresh: z.boolean().describe('May change factors and permissions without confirming first'),
  }),
);

const hostName = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'A host name or an address');

const MailSettingsView = named(
  'MailSettings',
  z.object({
    host: z.string(),
    port: z.number().int(),
    security: z.enum(['tls', 'starttls', 'none']),
    userName: z.string().nullable(),
    hasPassword: z.boolean(),
    from: z.string(),
  }),
);

const MailSettingsBody = z.strictObject({
  host: hostName,
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls', 'none']),
  userName: line(200).nullable().default(null),
  /** Absent = the stored one stays; null = none. */
  password: z.string().min(1).max(500).nullable().optional(),
  from: emailAddress,
});

export const systemContract = {
  getHealth: route({
    method: 'GET',
    url: '/api/health',
    permission: 'always',
    tag: 'System',
    summary: 'Whether the server answers, and whether its data waits for a passphrase',
    status: 200,
    answer: z.object({ status: z.enum(['ok', 'sealed']) }),
  }),
  getStatus: route({
    method: 'GET',
    url: '/api/status',
    permission: 'public',
    tag: 'System',
    summary: 'Whether set-up is done',
    status: 200,
    answer: z.object({ setUp: z.boolean() }),
  }),
  makeFirstAdministrator: route({
    method: 'POST',
    url: '/api/setup/administrator',
    permission: 'public',
    tag: 'Set-up',
    summary:
      'With the token of the set-up link: makes the first administrator (or, until set-up is finished, makes them anew) and signs them in',
    body: z.strictObject({
      token: z.string().min(20).max(200),
      userName,
      displayName: line(120),
      email: emailAddress,
      password,
    }),
    status: 201,
    answer: SessionView,
  }),
  finishSetup: route({
    method: 'POST',
    url: '/api/setup/finish',
    permission: 'settings.write',
    tag: 'Set-up',
    summary: 'Voids the link; needs an administrator with password and three face samples',
    body: empty,
    status: 204,
    answer: 'none',
  }),
  getSession: route({
    method: 'GET',
    url: '/api/session',
    permission: 'signed_in',
    tag: 'Session',
    summary: 'Who is signed in here',
    status: 200,
    answer: SessionView,
  }),
  startSession: route({
    method: 'POST',
    url: '/api/session',
    permission: 'attempt',
    tag: 'Session',
    summary: 'Exchanges a granted attempt at a login for a session, once',
    status: 201,
    answer: SessionView,
  }),
  endSession: route({
    method: 'DELETE',
    url: '/api/session',
    permission: 'signed_in',
    tag: 'Session',
    summary: 'Signs out',
    status: 204,
    answer: 'none',
  }),
  getMailSettings: route({
    method: 'GET',
    url: '/api/settings/mail',
    permission: 'settings.read',
    tag: 'Settings',
    summary: 'The mail server, without its password',
    status: 200,
    answer: z.object({ mail: MailSettingsView.nullable() }),
  }),
  putMailSettings: route({
    method: 'PUT',
    url: '/api/settings/mail',
    permission: 'settings.write',
    fresh: true,
    tag: 'Settings',
    summary: 'Sets the mail server',
    body: MailSettingsBody,
    status: 200,
    answer: z.object({ mail: MailSettingsView }),
  }),
  testMailSettings: route({
    method: 'POST',
    url: '/api/settings/mail/test',
    permission: 'settings.write',
    tag: 'Settings',
    summary: 'Sends one message with these settings now and says what the server answered',
    body: z.strictObject({ mail: MailSettingsBody, to: emailAddress }),
    status: 200,
    answer: z.object({ delivered: z.boolean(), response: z.string() }),
  }),
};
