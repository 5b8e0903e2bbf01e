import { z } from 'zod';
import { empty, instant, named } from './common.ts';
import { route } from './route.ts';

const image = z.string().describe('A data URL of a PNG');

const OwnQr = named(
  'OwnQr',
  z.object({
    qr: z.object({ image, issuedAt: instant }).nullable().describe('Null when there is none'),
    mailed: z.boolean().describe('Whether the next one also comes by mail'),
  }),
);

const own = { tag: 'Own account', permission: 'signed_in' as const, fresh: true as const };

export const ownCodesContract = {
  getOwnQr: route({
    ...own,
    method: 'GET',
    url: '/api/me/qr',
    summary: 'One’s own QR code, to be held to a camera',
    status: 200,
    answer: OwnQr,
  }),
  issueOwnQr: route({
    ...own,
    method: 'POST',
    url: '/api/me/qr',
    summary: 'Issues a new QR code; the one before is void',
    body: empty,
    status: 201,
    answer: OwnQr,
  }),
  issueOwnQrTwin: route({
    ...own,
    method: 'POST',
    url: '/api/me/qr/duress',
    summary:
      'Issues a QR code that opens as usual and raises a silent alarm, shown this once, and a new ordinary one with it',
    body: empty,
    status: 201,
    answer: z.object({ image }),
  }),
  renewOwnPin: route({
    ...own,
    method: 'POST',
    url: '/api/me/pin',
    summary:
      'Makes a new PIN by chance, shown this once, for whoever was given one. `duress`: it opens as usual and raises a silent alarm, beside the ordinary one',
    body: z.strictObject({ duress: z.boolean().default(false) }),
    status: 201,
    answer: z.object({ pin: z.string() }),
  }),
};
