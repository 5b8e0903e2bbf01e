import { z } from 'zod';
import { NEW_PASSKEY_SCHEMA } from '../../access/index.ts';
import { id, idParams, instant, line, named } from './common.ts';
import { route } from './route.ts';

const PasskeyView = named(
  'Passkey',
  z.object({
    id: z.string(),
    label: z.string(),
    site: z.string().describe('The name it belongs to: it works nowhere else'),
    createdAt: instant,
    usedAt: instant.nullable(),
  }),
);

/** Without its last use: that one was not used today would tell that another was. */
const AuthenticatorView = named(
  'Authenticator',
  z.object({ id: z.string(), label: z.string(), createdAt: instant }),
);

const label = line(80);
const own = { tag: 'Own account', permission: 'signed_in' as const };
const change = { ...own, fresh: true as const };

export const keysContract = {
  listOwnPasskeys: route({
    ...own,
    method: 'GET',
    url: '/api/me/passkeys',
    summary: 'One’s own passkeys, oldest first, and the addresses at which passkeys work here',
    status: 200,
    answer: z.object({ passkeys: z.array(PasskeyView), addresses: z.array(z.string()) }),
  }),
  beginOwnPasskey: route({
    ...change,
    method: 'POST',
    url: '/api/me/passkeys/options',
    summary: 'What a browser’s `navigator.credentials.create()` needs; counts once, for two minutes',
    status: 200,
    answer: z.object({ options: z.record(z.string(), z.unknown()) }),
  }),
  addOwnPasskey: route({
    ...change,
    method: 'POST',
    url: '/api/me/passkeys',
    summary: 'Adds the passkey that the browser made',
    body: z.strictObject({ label, response: NEW_PASSKEY_SCHEMA }),
    status: 201,
    answer: PasskeyView,
  }),
  renameOwnPasskey: route({
    ...change,
    method: 'PATCH',
    url: '/api/me/passkeys/:id',
    summary: 'Gives it another name',
    params: idParams,
    body: z.strictObject({ label }),
    status: 200,
    answer: PasskeyView,
  }),
  removeOwnPasskey: route({
    ...change,
    method: 'DELETE',
    url: '/api/me/passkeys/:id',
    summary: 'Removes it: it opens nothing any more',
    params: z.strictObject({ id }),
    status: 204,
    answer: 'none',
  }),
  listOwnAuthenticators: route({
    ...own,
    method: 'GET',
    url: '/api/me/authenticators',
    summary: 'One’s own authenticator apps, oldest first; a duress twin looks like any other',
    status: 200,
    answer: z.object({ authenticators: z.array(AuthenticatorView) }),
  }),
  beginOwnAuthenticator: route({
    ...change,
    method: 'POST',
    url: '/api/me/authenticators/secret',
    summary:
      'A new secret, shown once; it counts nothing until it is confirmed by a code. `duress`: its codes open as usual and raise a silent alarm',
    body: z.strictObject({ label, duress: z.boolean().default(false) }),
    status: 200,
    answer: z.object({
      secret: z.string().describe('Base32, to be typed'),
      uri: z.string().describe('otpauth://, for a QR code'),
      expiresAt: instant,
    }),
  }),
  confirmOwnAuthenticator: route({
    ...change,
    method: 'POST',
    url: '/api/me/authenticators',
    summary: 'Adds the authenticator that shows this code for the secret given last',
    body: z.strictObject({
      code: z
        .string()
        .max(20)
        .transform((text) => text.replace(/\s/g, ''))
        .pipe(z.string().regex(/^\d{6}$/, 'must be six digits')),
    }),
    status: 204,
    answer: 'none',
  }),
  removeOwnAuthenticator: route({
    ...change,
    method: 'DELETE',
    url: '/api/me/authenticators/:id',
    summary: 'Removes it: its codes open nothing any more',
    params: z.strictObject({ id }),
    status: 204,
    answer: 'none',
  }),
};
