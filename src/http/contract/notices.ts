import { z } from 'zod';
import { AUDIENCES } from '../../alerts/index.ts';
import { named } from './common.ts';
import { route } from './route.ts';

const fields = {
  tellRegistrations: z
    .enum(AUDIENCES)
    .describe('Who is told when somebody is registered, gets a factor, or could not be registered'),
  askAfterSuspiciousLogin: z
    .boolean()
    .describe(
      'Whether people are asked “was it you?” after a login that followed failures or came from a new address',
    ),
  rollQrAtEveryLogin: z
    .boolean()
    .describe('Whether each login voids the person’s QR code and sends the next'),
};

const NoticeSettingsView = named('NoticeSettings', z.object(fields));

export const noticesContract = {
  getNoticeSettings: route({
    method: 'GET',
    url: '/api/settings/notices',
    permission: 'settings.read',
    tag: 'Settings',
    summary: 'Who is told of what, besides alerts',
    status: 200,
    answer: NoticeSettingsView,
  }),
  putNoticeSettings: route({
    method: 'PUT',
    url: '/api/settings/notices',
    permission: 'settings.write',
    fresh: true,
    tag: 'Settings',
    summary: 'Sets who is told of what, besides alerts',
    body: z.strictObject(fields),
    status: 200,
    answer: NoticeSettingsView,
  }),
};
